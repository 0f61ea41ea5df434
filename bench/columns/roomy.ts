import { spawnSync } from "node:child_process";
import type { Report } from "./report.ts";

/** A heap that begins so large that V8 does not mark it again for every few batches of new memory. */
export const roomy = "--initial-old-space-size=200";

/** The DuckDB workload once more, in a process whose heap begins large; undefined where this one's does. */
export const roomyExtraction = (script: string, events: number, rounds: number): Report["duckdb"] => {
  if (process.execArgv.includes(roomy)) return undefined;
  const args = ["--only", "duckdb", "--json", "--events", String(events), "--rounds", String(rounds)];
  const { status, stdout, stderr } = spawnSync(process.execPath, [...process.execArgv, roomy, script, ...args], {
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`the process with ${roomy} failed: ${stderr.trim()}`);
  return (JSON.parse(stdout.trim().split("\n").at(-1) ?? "{}") as Report).duckdb;
};
