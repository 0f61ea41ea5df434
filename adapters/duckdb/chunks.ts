import type { DuckDBDataChunk, DuckDBResult } from "@duckdb/node-api";
import native from "@duckdb/node-bindings";
import type { Column, RecordColumn } from "../../core/index.ts";
import { type GrowingColumn, growingRecord } from "../growing-column.ts";
import type { Piece } from "../pieces.ts";
import { sliceRecord } from "../slice-column.ts";
import { giveBack, type Reader } from "./reader.ts";

const readChunk = (chunk: DuckDBDataChunk, readers: readonly Reader[]): RecordColumn => {
  const rows = chunk.rowCount;
  const fields = readers.map((read, k): [string, Column] => [
    String(k),
    read(native.data_chunk_get_vector(chunk.chunk, k), rows, undefined),
  ]);
  return { kind: "record", fields: new Map(fields) };
};

const maxRoom = 2 ** 17;

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

/**
 * The rows of a result in pieces of `batchSize`, its columns called `0, 1, ...`. Values are copied as soon as a chunk
 * arrives and no chunk is kept: its native memory is freed only when its wrapper is collected.
 */
export async function* pieces(
  result: DuckDBResult,
  makeReaders: () => readonly Reader[],
  batchSize: number,
): AsyncGenerator<Piece> {
  const room = Math.min(batchSize, maxRoom) + native.vector_size();
  let readers = makeReaders();
  let grown: GrowingColumn<RecordColumn> | undefined;
  for await (const chunk of chunksOf(result)) {
    const read = readChunk(chunk, readers);
    grown ??= growingRecord(read, room);
    grown.add(read, 0, chunk.rowCount); // also keeps the wrapper, and with it the native memory, alive until here
    giveBack(read);
    const rows = grown.rows();
    if (rows < batchSize) continue;
    const columns = grown.column();
    const whole = rows - (rows % batchSize);
    grown = growingRecord(columns, room);
    grown.add(columns, whole, rows);
    readers = makeReaders();
    for (let first = 0; first < whole; first += batchSize)
      yield { columns: sliceRecord(columns, first, first + batchSize), size: batchSize };
  }
  if (grown && grown.rows() > 0) yield { columns: grown.column(), size: grown.rows() };
}
