import type { RecordBatch, Table } from "apache-arrow";
import { fail, type Source } from "../../core/index.ts";
import { fieldOf, partOfBatch } from "./arrow-data.ts";
import { storeOf } from "./byte-stream.ts";
import type { Field } from "./field.ts";
import { fieldsIn } from "./fields-in.ts";
import { type ArrowChunks, fromChunks, isBatch, wrongSource } from "./from-chunks.ts";
import { openFile } from "./input-file.ts";
import type { Part } from "./part.ts";
import { readStore } from "./read-store.ts";

/** A path, bytes, a table, batches, chunks of bytes, or a function that opens such a sequence for each subscription. */
export type ArrowSource = string | Uint8Array | Table | RecordBatch | ArrowChunks | (() => ArrowChunks);

const isTable = (value: ArrowSource): value is Table => typeof value === "object" && "batches" in value;

async function* fromPath(path: string): AsyncGenerator<Part> {
  const file = await openFile(path);
  try {
    yield* await readStore(file, path);
    await file.checkUnchanged();
  } finally {
    await file.close();
  }
}

/** The columns of a source, and how many events they hold where it says so. */
export interface Declared {
  readonly fields: readonly Field[];
  readonly rows: number | undefined;
}

/** How a source is opened: its record batches, not checked yet. */
export interface Opened {
  readonly source: Source;
  /** What the source declares, where that can be known without reading events. */
  readonly declared: (() => Promise<Declared>) | undefined;
  readonly parts: () => AsyncIterable<Part>;
}

const declaredInFile = async (path: string): Promise<Declared> => {
  const file = await openFile(path);
  try {
    return { fields: await fieldsIn(file, path), rows: undefined };
  } finally {
    await file.close();
  }
};

const declaredBy =
  ({ schema, numRows }: Table | RecordBatch) =>
  async (): Promise<Declared> => ({
    fields: schema.fields.map((field) => fieldOf(field)),
    rows: numRows,
  });

async function* inMemory(batches: readonly RecordBatch[]): AsyncGenerator<Part> {
  for (const batch of batches) yield partOfBatch(batch);
}

async function* fromStore(bytes: Uint8Array, where: string): AsyncGenerator<Part> {
  yield* await readStore(storeOf(bytes), where);
}

const isOnce = (chunks: ArrowChunks): boolean => !Array.isArray(chunks);

/** @throws E_TYPE where the source is of no kind that can be opened; E_REPLAY where it can be read only once and was */
export const opened = (from: ArrowSource, name: string | undefined): Opened => {
  const where = name ?? (typeof from === "string" ? from : "arrow");
  const source: Source = { name: where, replayable: true };
  if (typeof from === "string") return { source, declared: () => declaredInFile(from), parts: () => fromPath(from) };
  if (typeof from === "function") return { source, declared: undefined, parts: () => fromChunks(from(), where) };
  if (typeof from !== "object" || from === null) throw wrongSource(from, where);
  if (from instanceof Uint8Array) {
    const declared = async (): Promise<Declared> => ({ fields: await fieldsIn(storeOf(from), where), rows: undefined });
    return { source, declared, parts: () => fromStore(from, where) };
  }
  if (isTable(from)) return { source, declared: declaredBy(from), parts: () => inMemory(from.batches) };
  if (isBatch(from)) return { source, declared: declaredBy(from), parts: () => inMemory([from]) };
  if (!(Symbol.iterator in from) && !(Symbol.asyncIterator in from)) throw wrongSource(from, where);
  if (!isOnce(from)) return { source, declared: undefined, parts: () => fromChunks(from, where) };
  let used = false;
  const parts = (): AsyncIterable<Part> => {
    if (used)
      throw fail("E_REPLAY", {
        what: "chunks that come one after the other can be read only once",
        where,
        cure: "arrow(() => chunks()), a function that opens them anew",
      });
    used = true;
    return fromChunks(from, where);
  };
  return { source: { name: where, replayable: false }, declared: undefined, parts };
};
