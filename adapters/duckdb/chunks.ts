import type { DuckDBDataChunk, DuckDBResult } from "@duckdb/node-api";
import native from "@duckdb/node-bindings";
import type { Column, RecordColumn } from "../../core/index.ts";
import { concatColumns, type Part } from "../concat-columns.ts";
import type { Piece } from "../pieces.ts";
import { sliceRecord } from "../slice-column.ts";
import type { Reader } from "./reader.ts";

const readChunk = (chunk: DuckDBDataChunk, readers: readonly Reader[]): Part => {
  const rows = chunk.rowCount;
  const fields = readers.map((read, k): [string, Column] => [
    String(k),
    read(native.data_chunk_get_vector(chunk.chunk, k), rows, undefined),
  ]);
  return { column: { kind: "record", fields: new Map(fields) }, rows };
};

const join = (parts: readonly Part[]): RecordColumn => {
  const column = parts.length === 1 ? parts[0]?.column : concatColumns(parts);
  return column?.kind === "record" ? column : { kind: "record", fields: new Map() };
};

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
  let parts: Part[] = [];
  let rows = 0;
  let readers = makeReaders();
  for await (const chunk of chunksOf(result)) {
    parts.push(readChunk(chunk, readers));
    rows += chunk.rowCount; // also keeps the wrapper, and with it the native memory, alive until here
    if (rows < batchSize) continue;
    const columns = join(parts);
    let first = 0;
    for (; rows - first >= batchSize; first += batchSize)
      yield { columns: sliceRecord(columns, first, first + batchSize), size: batchSize };
    parts = first < rows ? [{ column: sliceRecord(columns, first, rows), rows: rows - first }] : [];
    rows -= first;
    readers = makeReaders();
  }
  if (rows > 0) yield { columns: join(parts), size: rows };
}
