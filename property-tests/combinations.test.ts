import { describe, expect, it } from "vitest";
import { batchOf, columnOf, rowOf } from "../core/columns/index.ts";
import { isJagradError } from "../core/errors.ts";
import { argmax, argmin, cartesian, combinations } from "../core/lambda/index.ts";
import { functionOf } from "./arbitraries/functions.ts";
import { lambdaScope } from "./arbitraries/lambda-scope.ts";
import { kernelOf } from "./kernel-of.ts";
import { lanes } from "./per-event.ts";

const columns = columnOf(
  Array.from({ length: 8 }, (_, i) => ({ n: i === 7 ? 1e300 : i, l: Array.from({ length: i }, () => 1) })),
);
if (columns.kind !== "record") throw new TypeError("events are records");
const batch = batchOf(columns, { name: "test", replayable: true });

const codeOf = (work: () => unknown): string => {
  try {
    work();
  } catch (error) {
    if (isJagradError(error)) return error.message;
    throw error;
  }
  throw new TypeError("nothing was refused");
};

describe("combinations, as JavaScript", () => {
  it("come in the order of the list, each once", () => {
    expect([...combinations([1, 2, 3, 4], 2)].map(String)).toEqual(["1,2", "1,3", "1,4", "2,3", "2,4", "3,4"]);
    expect([...combinations("abcd", 3)].map(String)).toEqual(["a,b,c", "a,b,d", "a,c,d", "b,c,d"]);
    expect([...combinations([1], 2)]).toEqual([]);
  });

  it("of lists run through the last one fastest", () => {
    expect([...cartesian([1, 2], [3, 4])].map(String)).toEqual(["1,3", "1,4", "2,3", "2,4"]);
    expect([...cartesian([1, 2], [3], [5, 6])].map(String)).toEqual(["1,3,5", "1,3,6", "2,3,5", "2,3,6"]);
  });

  it("are of 2 or of 3 items", () => {
    expect(codeOf(() => combinations([1], 4 as 3))).toMatch(/^E_PARAMETER/);
  });

  it("that are not there have missing items", () => {
    const { l } = rowOf(batch, 1) as { readonly l: readonly number[] };
    const [a, b] = combinations(l, 2)[5] as readonly unknown[];
    expect([a, b]).toEqual([undefined, undefined]);
  });

  it("have a place of their extreme, the first of equal ones", () => {
    expect([argmin([2, 1, 1]), argmax([2, 1, 2]), argmax([1, Number.NaN]), argmin([])]).toEqual([1, 0, 1, undefined]);
    expect(argmin(["aaa", "b"], (word) => word.length)).toBe(1);
  });
});

describe("too many for an event", () => {
  it.each([
    ["pairs", "combinations(ev.l, 2, { most: 10 }).filter(([a, b]) => a >= b).length", "event 6 has 15 combinations"],
    [
      "triples",
      "combinations(ev.l, 3, { most: 9 }).filter(([a, b, c]) => a >= c).length",
      "event 5 has 10 combinations",
    ],
    [
      "pairs of two lists",
      "cartesian(ev.l, ev.l, { most: 9 }).filter(([a, b]) => a >= b).length",
      "event 4 has 16 comb",
    ],
    [
      "turns of a loop",
      "(() => { let s = 0; for (let i = 0; i < ev.n; i++) s += i; return s; })()",
      "event 7 has 1e+300 turns",
    ],
  ])("%s are a limit that names the event", (_what, body, text) => {
    const f = functionOf(`(ev, { combinations, cartesian }) => ${body}`);
    for (const lane of lanes) {
      const message = codeOf(() => kernelOf(f, lambdaScope, batch, lane));
      expect(message).toMatch(/^E_LIMIT/);
      expect(message).toContain(text);
      expect(message).toMatch(/try: .*(most|bound it)/);
    }
  });

  it("is not what fits the limit, nor what is only counted", () => {
    for (const lane of lanes) {
      const counted = functionOf("(ev, { combinations }) => combinations(ev.l, 2, { most: 1 }).length");
      expect([...kernelOf(counted, lambdaScope, batch, lane)]).toEqual([0, 0, 1, 3, 6, 10, 15, 21]);
      const fits = functionOf(
        "(ev, { combinations }) => combinations(ev.l, 2, { most: 21 }).filter(([a, b]) => a === b).length",
      );
      expect([...kernelOf(fits, lambdaScope, batch, lane)]).toEqual([0, 0, 1, 3, 6, 10, 15, 21]);
    }
  });

  it("refuses a limit that is no constant, and a size that is none of 2 and 3", () => {
    const [lane] = lanes;
    if (!lane) throw new TypeError("there are lanes");
    const refused = (body: string): string =>
      codeOf(() => kernelOf(functionOf(`(ev, { combinations }) => ${body}`), lambdaScope, batch, lane));
    expect(refused("combinations(ev.l, 2, { most: ev.n }).length")).toMatch(/^E_PARAMETER[\s\S]*\^/);
    expect(refused("combinations(ev.l, ev.n).length")).toMatch(/^E_PARAMETER[\s\S]*\^/);
    expect(refused("combinations(ev.n, 2).length")).toMatch(/^E_TYPE[\s\S]*\^/);
  });
});
