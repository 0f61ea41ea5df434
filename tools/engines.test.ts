import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ended, root } from "./shell.ts";
import { events, sources } from "./sources-analysis.ts";
import { toolChains } from "./tool-chains.ts";

mkdirSync(join(root, "out"), { recursive: true });
const work = mkdtempSync(join(root, "out/engines-"));
afterAll(() => rmSync(work, { recursive: true, force: true }));

/** Whether code may be made from text there, and the numbers of each source as text. */
interface Answer {
  readonly forbidsCode: boolean;
  readonly numbers: ReadonlyMap<string, string>;
}

/** All numbers of a value, in order. */
const numbersIn = (value: unknown): readonly number[] =>
  typeof value === "number"
    ? [value]
    : typeof value === "object" && value !== null
      ? Object.values(value).flatMap(numbersIn)
      : [];

let command: readonly string[] = [];

/** The analysis in a process of its own, after a text of JavaScript. */
const under = async (flags: readonly string[], before = ""): Promise<Answer> => {
  const [node = "", main = ""] = command;
  const prelude = before === "" ? [] : ["--import", `data:text/javascript,${encodeURIComponent(before)}`];
  const { code, out } = await ended(work, node, "--no-warnings", ...flags, ...prelude, main);
  expect({ code, out: out.slice(0, 2000) }).toEqual({ code: 0, out: expect.stringMatching(/^\[/) });
  const [forbidsCode, found]: [boolean, [string, unknown][]] = JSON.parse(out);
  return { forbidsCode, numbers: new Map(found.map(([name, numbers]) => [name, JSON.stringify(numbers)])) };
};

let usual: Answer = { forbidsCode: false, numbers: new Map() };
beforeAll(async () => {
  writeFileSync(join(work, "package.json"), '{ "type": "module" }');
  command = (await toolChains.tsc?.(join(root, "tools/sources-main.ts"), work)) ?? [];
  usual = await under([]);
}, 120_000);

describe("an analysis", () => {
  it("has numbers worth comparing: the hard ones are those of plain JavaScript, and one per source", () => {
    const edges = [0, 5, 6.1, 30, 60, 100];
    const filled = events
      .filter(({ met, jet: [first] }) => met > 25 && first !== undefined && first.pt * 1.1 > 30)
      .flatMap(({ jet }) => jet.map(({ pt, tag }) => (tag ? pt : Math.sqrt(pt))));
    const contents = edges.slice(1).map((high, k) => filled.filter((x) => x >= (edges[k] ?? 0) && x < high).length);
    const { rows } = Object.fromEntries([...usual.numbers].map(([name, text]) => [name, JSON.parse(text)]));
    expect(rows.hard).toEqual(contents);
    expect(rows.diff.slice(0, 5)).not.toEqual(rows.hard);
    expect(Math.min(...Object.values<number>(rows.forward).map(Math.abs))).toBeGreaterThan(1);
    expect([...usual.numbers.keys()]).toEqual(Object.keys(sources));
    expect(new Set(usual.numbers.values()).size).toBe(1);
  });

  it.each([["--disallow-code-generation-from-strings"], ["--disable-proto=throw"], ["--frozen-intrinsics"]])(
    "has the same numbers to the bit under %s",
    async (flag) => {
      const { forbidsCode, numbers } = await under([flag]);
      expect(numbers).toEqual(usual.numbers);
      expect(forbidsCode).toBe(flag === "--disallow-code-generation-from-strings");
    },
    60_000,
  );

  it("has the same counts, and the same sums to 1e-12, under --jitless, where there is no WebAssembly", async () => {
    const { numbers } = await under(["--jitless"]);
    expect([...numbers.keys()]).toEqual([...usual.numbers.keys()]);
    for (const [name, text] of numbers) {
      const [found, wanted] = [JSON.parse(text), JSON.parse(usual.numbers.get(name) ?? "{}")];
      expect(found.hard).toEqual(wanted.hard);
      const [values, others] = [numbersIn(found), numbersIn(wanted)];
      expect(values).toHaveLength(others.length);
      for (const [k, x] of values.entries())
        expect(Math.abs(x - (others[k] ?? Number.NaN))).toBeLessThanOrEqual(1e-12 * Math.abs(x));
    }
  }, 60_000);
});

/** What other scripts of a page may have done before the package is loaded. */
const prototypes: Readonly<Record<string, string>> = {
  "changed prototypes": `
    Array.prototype.extra = "junk";
    BigInt.prototype.toJSON = function () { return String(this); };
    const own = Function.prototype.toString;
    Function.prototype.toString = function () { return own.call(this); };`,
  "frozen prototypes": "for (const f of [Array, Map, Set, Promise, Float64Array]) Object.freeze(f.prototype)",
};

describe("an analysis after other scripts", () => {
  it.each(Object.entries(prototypes))(
    "has the same numbers: %s",
    async (_what, before) => {
      expect((await under([], before)).numbers).toEqual(usual.numbers);
    },
    60_000,
  );

  it("has the same numbers where every object has members that are not its own, save DuckDB, which refuses", async () => {
    // a name of nobody, one of a column, one of this package
    const { numbers } = await under([], "Object.assign(Object.prototype, { extra: 'junk', met: 7, kind: 'choice' })");
    for (const [name, wanted] of usual.numbers)
      if (name === "parquet") expect(numbers.get(name)).toMatch(/^"E_\w+: /);
      else expect([name, numbers.get(name)]).toEqual([name, wanted]);
  }, 60_000);
});
