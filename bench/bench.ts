import { optionsOf } from "./workloads/options.ts";
import { overview } from "./workloads/overview.ts";
import { byName, type Section, shown, where } from "./workloads/section.ts";
import { sections } from "./workloads/sections.ts";

const measure = async (): Promise<void> => {
  const options = optionsOf(process.argv.slice(2), Object.keys(sections));
  const { only, json, markdown, help, usage } = options;
  if (help) return console.log(usage);
  const measured: Section[] = [];
  const print = (section: Section): void => console.log(`\n${shown(section, markdown)}`);
  for (const name of only) {
    console.log(`${measured.length > 0 ? "\n" : ""}${where()}`);
    const section = await sections[name]?.(options);
    if (!section) continue;
    measured.push(section);
    print(section);
  }
  const all = overview(measured);
  if (all) print(all);
  if (json) console.log(JSON.stringify(byName(measured)));
};

await measure().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
