import { measured, type Table } from "./workloads/measure.ts";
import { optionsOf } from "./workloads/options.ts";
import { byName, shown } from "./workloads/report.ts";
import { workloads } from "./workloads/workloads.ts";

const measure = async (): Promise<void> => {
  const { only, events, rounds, seed, json, markdown, help, usage } = optionsOf(
    process.argv.slice(2),
    Object.keys(workloads),
  );
  if (help) return console.log(usage);
  const tables: Table[] = [];
  for (const name of only) {
    const workload = workloads[name]?.(seed);
    if (workload) tables.push(await measured(workload, events ?? workload.events, rounds));
  }
  console.log(shown(tables, markdown));
  if (json) console.log(JSON.stringify(byName(tables)));
};

await measure().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
