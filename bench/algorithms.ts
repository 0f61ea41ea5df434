import { algorithms } from "./algorithms/algorithms.ts";
import { workloadOf } from "./algorithms/contestants.ts";
import { preparations } from "./algorithms/preparations.ts";
import { sectionOf } from "./algorithms/report.ts";
import { measured } from "./workloads/measure.ts";
import { optionsOf } from "./workloads/options.ts";
import { byName, type Section, shown, where } from "./workloads/section.ts";

/** How long each function is called before it is timed [ms]. */
const warmth = 400;

const measure = async (): Promise<void> => {
  const names = [...algorithms.map(({ name }) => name), "compile"];
  const { only, rounds, json, markdown, help, usage } = optionsOf(process.argv.slice(2), names, "bench:algorithms");
  if (help) return console.log(usage);
  const sections: Section[] = [];
  const print = (section: Section): void => {
    sections.push(section);
    console.log(`\n${shown(section, markdown)}`);
  };
  console.log(where());
  for (const algorithm of algorithms)
    if (only.includes(algorithm.name)) print(sectionOf(await measured(workloadOf(algorithm, warmth), 1, rounds)));
  if (only.includes("compile")) print(await preparations(rounds));
  if (json) console.log(JSON.stringify(byName(sections)));
};

await measure().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
