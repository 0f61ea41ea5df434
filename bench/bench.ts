import { optionsOf } from "./workloads/options.ts";
import { overview } from "./workloads/overview.ts";
import { byName, type Section, shown } from "./workloads/section.ts";
import { sections } from "./workloads/sections.ts";

const measure = async (): Promise<void> => {
  const options = optionsOf(process.argv.slice(2), Object.keys(sections));
  const { only, json, markdown, help, usage } = options;
  if (help) return console.log(usage);
  const measured: Section[] = [];
  for (const name of only) {
    const section = await sections[name]?.(options);
    if (section) measured.push(section);
  }
  const all = overview(measured);
  console.log(shown([...(all ? [all] : []), ...measured], markdown));
  if (json) console.log(JSON.stringify(byName(measured)));
};

await measure().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
