import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Absent, Contestant } from "../workloads/contest.ts";
import { hasPackages, hasPython, home, python } from "./install.ts";
import { peerContestant } from "./peer.ts";

const here = (file: string): string => fileURLToPath(new URL(file, import.meta.url));

const notInstalled = "not installed: npm run bench:peers";

/** Columns by name, as Python is given them. */
export type Columns = Readonly<Record<string, Float64Array | Int32Array>>;

/** Libraries of Python that compute a workload, each in a process of its own. */
export const pythonPeers = async (
  workload: string,
  names: readonly string[],
  events: number,
  columns: Columns,
): Promise<readonly (Contestant | Absent)[]> => {
  if (!hasPython()) return names.map((name) => ({ name, absent: notInstalled }));
  const folder = mkdtempSync(join(tmpdir(), "jagrad-bench-"));
  for (const [name, values] of Object.entries(columns)) writeFileSync(join(folder, `${name}.bin`), values);
  const entries: (Contestant | Absent)[] = [];
  for (const name of names) {
    const args = [here("peer.py"), `${workload}/${name}`, folder, String(events)];
    entries.push(await peerContestant({ name, command: python, args, events, tolerance: 1e-8 }));
  }
  rmSync(folder, { recursive: true });
  return entries;
};

/** SQL on a table in memory, in a process of its own: DuckDB is among what this library is developed with. */
export const sqlPeer = (
  events: number,
  { cut, scale, slope }: Readonly<Record<"cut" | "scale" | "slope", number>>,
): Promise<Contestant | Absent> => {
  const args = ["--conditions=source", here("duckdb-sql-child.ts"), ...[events, cut, scale, slope].map(String)];
  return peerContestant({ name: "duckdb-sql", command: process.execPath, args, events, tolerance: 1e-8 });
};

/**
 * Libraries of npm and how far they may be off: sums of 1e5 numbers in single precision are good to 1e-4 to 2e-4, and the
 * error function of jax-js to 1e-6 or so.
 */
const packages: Readonly<Record<string, number>> = { "jax-js f64": 1e-5, "jax-js f32": 1e-3, "tfjs-wasm": 1e-3 };

/** Libraries of npm that compute a workload, each in a process of its own. */
export const packagePeers = async (workload: string, events: number): Promise<readonly (Contestant | Absent)[]> => {
  if (!hasPackages()) return Object.keys(packages).map((name) => ({ name, absent: notInstalled }));
  const entries: (Contestant | Absent)[] = [];
  for (const [name, tolerance] of Object.entries(packages)) {
    const args = ["--conditions=source", here(`${name.split(" ")[0]}-child.ts`), workload, String(events), home, name];
    entries.push(await peerContestant({ name, command: process.execPath, args, events, tolerance }));
  }
  return entries;
};
