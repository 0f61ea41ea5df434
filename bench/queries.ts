import { measured } from "./queries/measure.ts";
import { optionsOf, usage } from "./queries/options.ts";
import { shown } from "./queries/report.ts";

const measure = async (): Promise<void> => {
  const { only, events, rounds, json, help } = optionsOf(process.argv.slice(2));
  if (help) return console.log(usage);
  const result = await measured(only, events, rounds);
  console.log(json ? JSON.stringify(result) : shown(result));
};

await measure().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
