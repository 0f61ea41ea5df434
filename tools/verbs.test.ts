import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bin, ended, root } from "./shell.ts";

const readme = readFileSync(join(root, "ops", "README.md"), "utf8");
const place = join(root, "out", "verbs");

/** What the tables say: a pipeline of another library, and the same here. */
interface Verb {
  readonly from: string;
  readonly before: string;
  readonly after: string;
}

const verbs: readonly Verb[] = readme
  .split(/^## Coming from /m)
  .slice(1)
  .flatMap((section) =>
    [...section.matchAll(/^\| `(.+)` \| `(.+)` \|$/gm)].map(([, before = "", after = ""]) => ({
      from: section.slice(0, section.indexOf("\n")),
      before,
      after,
    })),
  );

const objects = `
const objects = Array.from({ length: 50 }, (_, i) => ({
  met: (i * 37) % 101,
  w: 1 + (i % 2),
  channel: ["ee", "mm"][i % 2] ?? "",
  jet: Array.from({ length: i % 4 }, (_, k) => ({ pt: ((i * 13 + k * 29) % 80) + 10 })),
}));
const seen: number[] = [];
const valueOf = (x: unknown): unknown => (typeof x === "object" && x !== null && "value" in x ? x.value : x);
`;

const names = [
  ...new Set(verbs.flatMap(({ after }) => [...after.matchAll(/[(\s](\w+)\(/g)].map(([, name = ""]) => name))),
];
const theirs = ["rows", "linspace", "tableOf"];

const program = (flavour: string): string => {
  const own = names.filter((name) => !theirs.includes(name));
  const ours = verbs.map(({ after }, k) => {
    const [main = "", last] = after.split(/, (?=map\(\(\{ groups)/);
    const text = last ? `${main}, rx.${last}` : after;
    return `results.push([${k}, valueOf(await rx.lastValueFrom(${text}))]);`;
  });
  return `import * as rx from "rxjs";
import { linspace } from "jagrad/core";
import { tableOf } from "jagrad/adapters/arrow";
import { rows } from "jagrad/adapters/rows";
import { ${own.join(", ")} } from "jagrad/ops/${flavour}";
${objects}
const events = rows(objects);
const results: unknown[] = [];
${ours.join("\n")}
console.log(JSON.stringify({ results: results.map((r) => (Array.isArray(r) && typeof r[1] !== "number" ? [r[0], typeof r[1]] : r)), seen }));
`;
};

const rxjsProgram = `import { ${["count", "filter", "from", "lastValueFrom", "map", "max", "mergeMap", "reduce", "scan", "tap"].join(", ")} } from "rxjs";
${objects}
const results: unknown[] = [];
${verbs
  .filter(({ from }) => from === "RxJS")
  .map(({ before }) => `results.push(valueOf(await lastValueFrom(${before})));`)
  .join("\n")}
console.log(JSON.stringify({ results, seen }));
`;

const run = async (name: string, text: string): Promise<{ results: unknown[]; seen: number[] }> => {
  const file = join(place, `${name}.ts`);
  writeFileSync(file, text);
  const { code, out } = await ended(root, bin("node"), "--conditions=source", file);
  expect(out).toMatch(/^\{/);
  expect(code).toBe(0);
  return JSON.parse(out);
};

describe("the verbs of other libraries", () => {
  beforeAll(() => mkdirSync(place, { recursive: true }));
  afterAll(() => rmSync(place, { recursive: true }));

  it("are there, of three libraries", () => {
    expect(new Set(verbs.map(({ from }) => from))).toEqual(new Set(["RxJS", "Arquero", "func_adl"]));
    expect(verbs.length).toBeGreaterThan(20);
  });

  it.each(["hard", "diff"])(
    "give in the %s flavour what RxJS gives",
    async (flavour) => {
      const [ours, theirs] = await Promise.all([run(flavour, program(flavour)), run(`rxjs-${flavour}`, rxjsProgram)]);
      expect(theirs.results.length).toBeGreaterThan(5);
      expect(ours.results.slice(0, theirs.results.length)).toEqual(theirs.results.map((value, k) => [k, value]));
      expect(ours.seen).toEqual(theirs.seen);
      expect(ours.results).toHaveLength(verbs.length);
    },
    60_000,
  );

  it("need no annotation that they do not show", async () => {
    for (const flavour of ["hard", "diff"]) writeFileSync(join(place, `${flavour}.ts`), program(flavour));
    const config = { extends: "../../tsconfig.json", include: ["hard.ts", "diff.ts"], exclude: [] };
    writeFileSync(join(place, "tsconfig.json"), JSON.stringify(config));
    const { code, out } = await ended(root, bin("tsc"), "-p", place);
    expect(out).toBe("");
    expect(code).toBe(0);
  }, 60_000);
});
