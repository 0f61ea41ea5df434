import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { type Cells, type Section, shownNumber } from "../workloads/section.ts";
import { prepared } from "./prepared.ts";

const heading: Cells = ["", "first, ms", "again, ms"];

const child = fileURLToPath(new URL("prepare-child.ts", import.meta.url));

const inChild = (module: string, name: string): readonly [first: number, again: number] => {
  const { stdout } = spawnSync(process.execPath, ["--conditions=source", child, module, name], { encoding: "utf8" });
  const [first = Number.NaN, again = Number.NaN] = JSON.parse(stdout) as readonly number[];
  return [first, again];
};

/** How long compilation takes: the first of a process of its own, modules loaded, and the fastest of five more. */
export const preparations = async (): Promise<Section> => {
  const rows = prepared.map(([module, name]) => ({ label: `${module}, ${name}`, times: inChild(module, name) }));
  return {
    name: "compile",
    what: "reading an input and compiling a function for it, processor time",
    heading,
    lines: rows.map(({ label, times: [first, again] }) => [label, shownNumber(first), shownNumber(again)]),
    json: Object.fromEntries(rows.map(({ label, times: [first, again] }) => [label, { first, again }])),
  };
};
