import type { DuckDBDataChunk, DuckDBResult } from "@duckdb/node-api";
import native from "@duckdb/node-bindings";
import type { Column, RecordColumn } from "../../core/index.ts";
import { type GrowingColumn, growingRecord } from "../growing-column.ts";
import type { Piece } from "../pieces.ts";
import { sliceRecord } from "../slice-column.ts";
import { freeColumn, nativeBytes, type Reader } from "./reader.ts";

const readChunk = (chunk: DuckDBDataChunk, readers: readonly Reader[]): RecordColumn => {
  const rows = chunk.rowCount;
  const fields = readers.map((read, k): [string, Column] => [
    String(k),
    read(native.data_chunk_get_vector(chunk.chunk, k), rows, undefined),
  ]);
  return { kind: "record", fields: new Map(fields) };
};

const maxRoom = 2 ** 17;

/** Bytes of native memory for one word of ballast. */
const perWord = 32;
const mostWords = 2 ** 13;

/**
 * What makes V8 collect young objects when it should, after some hundred chunks: DuckDB frees a chunk when its wrapper is
 * collected, and V8 does not know of the memory behind it. It gets a quarter as much of its own, up to 64 kB.
 */
const ballast: { words: readonly undefined[] } = { words: [] };

/** The chunks of a result; the next one is decoded on another thread while the last one is copied and used. */
async function* chunksOf(result: DuckDBResult): AsyncGenerator<DuckDBDataChunk> {
  const fetch = (): Promise<DuckDBDataChunk | null> => {
    const chunk = result.fetchChunk();
    chunk.catch(() => undefined);
    return chunk;
  };
  let next = fetch();
  try {
    for (;;) {
      const chunk = await next;
      if (chunk === null || chunk.rowCount === 0) return;
      next = fetch();
      yield chunk;
    }
  } finally {
    await Promise.allSettled([next]);
  }
}

/** Calls `last` when it has been called so often. */
const whenAll = (count: number, last: () => void): (() => void) => {
  let left = count;
  return () => {
    if (--left === 0) last();
  };
};

/**
 * The rows of a result in pieces of `batchSize`, its columns called `0, 1, ...`. Values are copied as soon as a chunk
 * arrives and no chunk is kept: its native memory is freed only when its wrapper is collected.
 * @param lends - true where the pieces are given back: later ones are then in the same memory
 */
export async function* pieces(
  result: DuckDBResult,
  makeReaders: () => readonly Reader[],
  batchSize: number,
  lends: boolean,
): AsyncGenerator<Piece> {
  const room = Math.min(batchSize, maxRoom) + native.vector_size();
  const spent: RecordColumn[] = [];
  let readers = makeReaders();
  let grown: GrowingColumn<RecordColumn> | undefined;
  for await (const chunk of chunksOf(result)) {
    const read = readChunk(chunk, readers);
    ballast.words = new Array(Math.min(mostWords, Math.ceil(nativeBytes(read) / perWord)));
    grown ??= growingRecord(read, room);
    grown.add(read, 0, chunk.rowCount); // also keeps the wrapper, and with it the native memory, alive until here
    freeColumn(read);
    const rows = grown.rows();
    if (rows < batchSize) continue;
    const columns = grown.column();
    const whole = rows - (rows % batchSize);
    const done = whenAll(whole / batchSize + 1, () => spent.push(columns));
    const release = lends ? done : undefined;
    for (let first = 0; first < whole; first += batchSize)
      yield { columns: sliceRecord(columns, first, first + batchSize), size: batchSize, release };
    const isRead = whole === rows;
    if (isRead) done();
    grown = growingRecord(columns, room, spent.pop());
    if (!isRead) {
      grown.add(columns, whole, rows);
      done();
    }
    readers = makeReaders();
  }
  if (grown && grown.rows() > 0) yield { columns: grown.column(), size: grown.rows() };
}
