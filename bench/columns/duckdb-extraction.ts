import type { DuckDBResult } from "@duckdb/node-api";
import { parquet } from "jagrad/adapters/duckdb";
import { type Batch, type Demand, giveBack, withDemand } from "jagrad/core";
import { lastValueFrom, type Observable, reduce } from "rxjs";
import { added, type Checksum, checkSame, checksumOf, checksumOfColumns } from "./checksum.ts";
import { rounds, type Spread, spreadOf } from "./clock.ts";
import { quoted, withDuckDB } from "./duck.ts";

export const names = ["met", "met_phi", "mt", "muon", "jet_pt", "trigger"];

/** The six columns, with the members of muons. */
const demand: Demand = { names: new Set([...names, "pt", "eta", "phi", "charge"]) };

/**
 * Runs over a stream of batches that are asked for the six columns.
 * @param givesBack - true for a subscriber that gives batches back, as filling operators do
 */
export const overBatches = <T>(
  events: Observable<Batch>,
  step: (sum: T, batch: Batch) => T,
  start: T,
  givesBack = false,
): Promise<T> => {
  const read = (sum: T, batch: Batch): T => {
    const next = step(sum, batch);
    giveBack(batch.columns);
    return next;
  };
  return withDemand({ ...demand, givesBack }, () => lastValueFrom(events.pipe(reduce(read, start))));
};

/** What keeps V8 from collecting young objects too late: it does not know of the memory behind a chunk. */
const ballast: { last: readonly undefined[] } = { last: [] };

/**
 * Fetches chunks as the adapter does: one ahead, and with garbage that makes V8 free them in time, a quarter of the bytes
 * that an event has in them, up to 64 kB a chunk.
 */
export const countChunks = async (result: DuckDBResult, bytes: number): Promise<number> => {
  let next = result.fetchChunk();
  for (let rows = 0; ; ) {
    const chunk = await next;
    if (chunk === null || chunk.rowCount === 0) return rows;
    next = result.fetchChunk();
    ballast.last = new Array(Math.min(2 ** 13, Math.ceil((chunk.rowCount * bytes) / 32)));
    rows += chunk.rowCount;
  }
};

/** Of the six columns of an event. */
const bytesInChunks = 132;

const expectEvents = (wanted: number, found: number): void => {
  if (found !== wanted) throw new Error(`${found} events were read of ${wanted}`);
};

/** Checks what the adapter reads from a file against SQL. */
export const checkDuckDB = async (path: string): Promise<Checksum> => {
  const wanted = await checksumOf(path);
  const sum = (total: Checksum, { columns, size }: Batch): Checksum => added(total, checksumOfColumns(columns, size));
  for (const givesBack of [false, true])
    checkSame("the DuckDB adapter", await overBatches(parquet(path, { threads: 1 }), sum, {}, givesBack), wanted);
  return wanted;
};

/** What the adapter adds: best less best, median less median. */
const apart = (adapter: Spread, chunks: Spread): Spread => ({
  best: adapter.best - chunks.best,
  median: adapter.median - chunks.median,
  worst: adapter.worst - chunks.worst,
});

/** Costs of reading six columns, two of them lists, through the adapter, and of DuckDB alone, on one thread [ns per event]. */
export const duckdbExtraction = async (path: string, count: number) => {
  const { events = 0 } = await checkDuckDB(path);
  const from = `from read_parquet(${quoted(path)})`;
  const counted = async (givesBack: boolean): Promise<void> =>
    expectEvents(events, await overBatches(parquet(path, { threads: 1 }), (sum, { size }) => sum + size, 0, givesBack));
  const costs = await rounds(
    {
      adapter: () => counted(true),
      given: () => counted(false),
      chunks: () =>
        withDuckDB(async (connection) =>
          expectEvents(
            events,
            await countChunks(await connection.stream(`select ${names.join(", ")} ${from}`), bytesInChunks),
          ),
        ),
      aggregate: () => checksumOf(path),
    },
    count,
  );
  const perEvent = (name: keyof typeof costs) => spreadOf(costs[name].map(({ cpu }) => (cpu * 1e9) / events));
  const [adapter, given, chunks] = [perEvent("adapter"), perEvent("given"), perEvent("chunks")];
  return {
    ...{ events, adapter, given, chunks, aggregate: perEvent("aggregate") },
    extraction: apart(adapter, chunks),
    extractionGiven: apart(given, chunks),
  };
};
