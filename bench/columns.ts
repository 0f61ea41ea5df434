import { arrowExtraction } from "./columns/arrow-extraction.ts";
import { duckdbExtraction } from "./columns/duckdb-extraction.ts";
import { optionsOf, usage } from "./columns/options.ts";
import { load, machine, type Report, shown } from "./columns/report.ts";
import { removeSamples, sample } from "./columns/sample.ts";
import { memoryLimit, stream } from "./columns/stream.ts";

const measure = async (): Promise<void> => {
  const { only, events, rounds, json, clean, help } = optionsOf(process.argv.slice(2));
  if (help) return console.log(usage);
  if (clean) return removeSamples();
  const many = events ?? 20_000_000;
  const some = events ?? 2_000_000;
  let report: Report = { machine: machine(), load: load() };
  for (const name of only) {
    if (name === "stream") report = { ...report, stream: await stream(await sample(many), many, rounds ?? 3) };
    if (name === "duckdb") report = { ...report, duckdb: await duckdbExtraction(await sample(some), rounds ?? 9) };
    if (name === "arrow") report = { ...report, arrow: await arrowExtraction(await sample(some), rounds ?? 9) };
  }
  console.log(json ? JSON.stringify(report) : shown(report));
  for (const { mode, memory } of report.stream?.passes ?? [])
    if (memory > memoryLimit)
      throw new Error(`the pass "${mode}" took ${memory.toFixed(0)} MB, more than ${memoryLimit} MB`);
};

await measure().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
