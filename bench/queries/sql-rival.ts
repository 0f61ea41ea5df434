import { fileURLToPath } from "node:url";
import type { Spectra } from "../../examples/adl/query.ts";
import { peerContestant } from "../peers/peer.ts";
import { type Absent, isAbsent } from "../workloads/contest.ts";
import { type Contents, checkSame } from "./plainly.ts";
import { type Bins, binsOf } from "./sql-histograms.ts";

const child = fileURLToPath(new URL("sql-child.ts", import.meta.url));

/** A query in SQL, in a process of its own. */
export interface SqlRival {
  /** Fills the histograms, compares each bin, and gives the processor time that it took [ms]. */
  readonly run: () => Promise<number>;
  readonly close: () => void;
}

const apart = (numbers: readonly number[], histograms: readonly Bins[]): readonly Contents[] => {
  let at = 0;
  return histograms.map(({ bins }) => {
    at += bins + 2;
    return Float64Array.from(numbers.slice(at - bins - 2, at));
  });
};

/**
 * DuckDB with the same events in memory, on one thread, or why it is absent: it does not start, or fills other contents
 * than `spectra`.
 */
export const sqlRival = async (
  query: number,
  events: number,
  spectra: Spectra,
  command = process.execPath,
): Promise<SqlRival | Absent> => {
  const name = "duckdb-sql";
  const histograms = binsOf(spectra);
  const args = ["--conditions=source", child, String(events), String(query), JSON.stringify(histograms)];
  const peer = await peerContestant({ name, command, args, events, tolerance: 0 });
  if (isAbsent(peer)) return peer;
  const { close = () => undefined } = peer;
  const run = async (): Promise<number> => {
    const { ms, numbers } = await peer.gradient();
    checkSame(spectra, apart(numbers, histograms));
    return ms;
  };
  try {
    await run();
    return { run, close };
  } catch (error) {
    close();
    return { name, absent: `failed: ${error instanceof Error ? error.message : String(error)}` };
  }
};
