import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { spreadOf } from "../columns/clock.ts";
import { type Cells, type Section, shownNumber } from "../workloads/section.ts";
import { prepared } from "./prepared.ts";

const heading: Cells = ["", "first, ms", "again, ms"];

const child = fileURLToPath(new URL("prepare-child.ts", import.meta.url));
const root = fileURLToPath(new URL("../..", import.meta.url));

type Times = readonly [first: number, again: number];

const inChild = (module: string, name: string): Times =>
  JSON.parse(execFileSync(process.execPath, [child, module, name], { encoding: "utf8" })) as Times;

/** The medians of several processes. */
const timesOf = (module: string, name: string, rounds: number): Times => {
  const all = Array.from({ length: rounds }, () => inChild(module, name));
  return [spreadOf(all.map(([first]) => first)).median, spreadOf(all.map(([, again]) => again)).median];
};

/** How long compilation takes by the built package: the first of a process of its own, modules loaded, and the fastest of five more. */
export const preparations = async (rounds: number): Promise<Section> => {
  execFileSync("npm", ["run", "build"], { cwd: root, stdio: "ignore" });
  const rows = prepared.map(([module, name]) => ({
    label: `${module}, ${name}`,
    times: timesOf(module, name, rounds),
  }));
  return {
    name: "compile",
    what: "reading an input and compiling a function for it, by the built package, processor time",
    heading,
    lines: rows.map(({ label, times: [first, again] }) => [label, shownNumber(first), shownNumber(again)]),
    json: Object.fromEntries(rows.map(({ label, times: [first, again] }) => [label, { first, again }])),
  };
};
