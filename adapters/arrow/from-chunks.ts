import type { RecordBatch } from "apache-arrow";
import { fail } from "../../core/index.ts";
import { partOfBatch } from "./arrow-data.ts";
import { after, joined, storeOf, streamOfChunks } from "./byte-stream.ts";
import type { Part } from "./part.ts";
import { isFileFormat, readFile } from "./read-file.ts";
import { headLength } from "./read-store.ts";
import { readStream } from "./read-stream.ts";

/** What comes one after the other: record batches, or the bytes of a file or stream. */
export type ArrowChunks = Iterable<RecordBatch | Uint8Array> | AsyncIterable<RecordBatch | Uint8Array>;

/** True for a record batch, of whichever copy of apache-arrow. */
export const isBatch = (value: unknown): value is RecordBatch =>
  typeof value === "object" && value !== null && "schema" in value && "data" in value && !("batches" in value);

async function* fromBytes(chunks: AsyncIterator<Uint8Array>, where: string): AsyncGenerator<Part> {
  const stream = streamOfChunks(chunks);
  const head = await stream.next(headLength);
  if (!isFileFormat(head)) return yield* readStream(after(head, stream), where);
  const rest = await stream.next(Number.POSITIVE_INFINITY);
  yield* readFile(storeOf(joined([head, rest], head.length + rest.length)), where);
}

/** The error for what no events can come from. */
export const wrongSource = (value: unknown, where: string) =>
  fail("E_TYPE", {
    what: `events cannot come from ${value === null ? "null" : `a ${typeof value}`}`,
    where,
    cure: "a path, bytes, a table, record batches, or chunks of bytes",
  });

/** The record batches of a sequence, whose iterator is left at the end or before. */
export async function* fromChunks(chunks: ArrowChunks, where: string): AsyncGenerator<Part> {
  const items = Symbol.asyncIterator in chunks ? chunks[Symbol.asyncIterator]() : chunks[Symbol.iterator]();
  const next = async (): Promise<IteratorResult<RecordBatch | Uint8Array>> => items.next();
  try {
    const first = await next();
    if (first.done) return;
    if (isBatch(first.value)) {
      for (let item: IteratorResult<unknown> = first; !item.done; item = await next()) {
        if (!isBatch(item.value)) throw wrongSource(item.value, where);
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
      throw wrongSource(item.value, where);
    };
    yield* fromBytes({ next: bytes }, where);
  } finally {
    await items.return?.();
  }
}
