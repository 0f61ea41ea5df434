import type { RecordBatch, Table } from "apache-arrow";
import { fail, type Source } from "../../core/index.ts";
import { partOfBatch } from "./arrow-data.ts";
import { type ByteStore, type ByteStream, joined, storeOf, streamOf, streamOfChunks } from "./byte-stream.ts";
import { openFile } from "./input-file.ts";
import type { Part } from "./part.ts";
import { isFileFormat, readFile } from "./read-file.ts";
import { readStream } from "./read-stream.ts";

/** What comes one after the other: record batches, or the bytes of a file or stream. */
export type ArrowChunks = Iterable<RecordBatch | Uint8Array> | AsyncIterable<RecordBatch | Uint8Array>;

/** A path, bytes, a table, batches, chunks of bytes, or a function that opens such a sequence for each subscription. */
export type ArrowSource = string | Uint8Array | Table | RecordBatch | ArrowChunks | (() => ArrowChunks);

const isBatch = (value: unknown): value is RecordBatch =>
  typeof value === "object" && value !== null && "schema" in value && "data" in value && !("batches" in value);
const isTable = (value: ArrowSource): value is Table => typeof value === "object" && "batches" in value;

const headLength = 8;

const partsOfStore = async (store: ByteStore, where: string): Promise<AsyncIterable<Part>> =>
  isFileFormat(await store.at(0, Math.min(headLength, store.size)))
    ? readFile(store, where)
    : readStream(streamOf(store), where);

async function* fromPath(path: string): AsyncGenerator<Part> {
  const file = await openFile(path);
  try {
    yield* await partsOfStore(file, path);
    await file.checkUnchanged();
  } finally {
    await file.close();
  }
}

/** A stream whose first bytes were read already. */
const after = (head: Uint8Array, stream: ByteStream): ByteStream => {
  let rest = head;
  return {
    left: () => {
      const left = stream.left();
      return left === undefined ? undefined : left + rest.length;
    },
    next: async (length) => {
      const own = rest.subarray(0, length);
      rest = rest.subarray(own.length);
      if (own.length === length) return own;
      const more = await stream.next(length - own.length);
      return own.length === 0 ? more : joined([own, more], own.length + more.length);
    },
  };
};

async function* fromBytes(chunks: AsyncIterator<Uint8Array>, where: string): AsyncGenerator<Part> {
  const stream = streamOfChunks(chunks);
  const head = await stream.next(headLength);
  if (!isFileFormat(head)) return yield* readStream(after(head, stream), where);
  const rest = await stream.next(Number.POSITIVE_INFINITY);
  yield* readFile(storeOf(joined([head, rest], head.length + rest.length)), where);
}

const wrong = (value: unknown, where: string) =>
  fail("E_TYPE", {
    what: `events cannot come from ${value === null ? "null" : `a ${typeof value}`}`,
    where,
    cure: "a path, bytes, a table, record batches, or chunks of bytes",
  });

async function* fromChunks(chunks: ArrowChunks, where: string): AsyncGenerator<Part> {
  const items = Symbol.asyncIterator in chunks ? chunks[Symbol.asyncIterator]() : chunks[Symbol.iterator]();
  const next = async (): Promise<IteratorResult<RecordBatch | Uint8Array>> => items.next();
  try {
    const first = await next();
    if (first.done) return;
    if (isBatch(first.value)) {
      for (let item: IteratorResult<unknown> = first; !item.done; item = await next()) {
        if (!isBatch(item.value)) throw wrong(item.value, where);
        yield partOfBatch(item.value);
      }
      return;
    }
    let pending: IteratorResult<RecordBatch | Uint8Array> | undefined = first;
    const bytes = async (): Promise<IteratorResult<Uint8Array>> => {
      const item = pending ?? (await next());
      pending = undefined;
      if (item.done) return { done: true, value: undefined };
      if (item.value instanceof Uint8Array) return { done: false, value: item.value };
      throw wrong(item.value, where);
    };
    yield* fromBytes({ next: bytes }, where);
  } finally {
    await items.return?.();
  }
}

/** How a source is opened: its record batches, not checked yet. */
export interface Opened {
  readonly source: Source;
  readonly parts: () => AsyncIterable<Part>;
}

async function* inMemory(batches: readonly RecordBatch[]): AsyncGenerator<Part> {
  for (const batch of batches) yield partOfBatch(batch);
}

async function* fromStore(bytes: Uint8Array, where: string): AsyncGenerator<Part> {
  yield* await partsOfStore(storeOf(bytes), where);
}

const isOnce = (chunks: ArrowChunks): boolean => !Array.isArray(chunks);

/** @throws E_TYPE where the source is of no kind that can be opened; E_REPLAY where it can be read only once and was */
export const opened = (from: ArrowSource, name: string | undefined): Opened => {
  const where = name ?? (typeof from === "string" ? from : "arrow");
  const source: Source = { name: where, replayable: true };
  if (typeof from === "string") return { source, parts: () => fromPath(from) };
  if (typeof from === "function") return { source, parts: () => fromChunks(from(), where) };
  if (typeof from !== "object" || from === null) throw wrong(from, where);
  if (from instanceof Uint8Array) return { source, parts: () => fromStore(from, where) };
  if (isTable(from)) return { source, parts: () => inMemory(from.batches) };
  if (isBatch(from)) return { source, parts: () => inMemory([from]) };
  if (!(Symbol.iterator in from) && !(Symbol.asyncIterator in from)) throw wrong(from, where);
  if (!isOnce(from)) return { source, parts: () => fromChunks(from, where) };
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
  return { source: { name: where, replayable: false }, parts };
};
