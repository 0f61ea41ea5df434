import { lastValueFrom, of } from "rxjs";
import { describe, expect, it } from "vitest";
import { all, any, type Batch, batchOf, columnOf, gradient, type List, nuisance } from "../core/index.ts";
import * as diff from "../ops/diff.ts";
import { deltaR, mass } from "../plugins/kinematics/index.ts";
import { lambdaScope } from "./arbitraries/lambda-scope.ts";

const a = nuisance("first item", 0, { sigma: 1 });
const b = nuisance("second item", 0, { sigma: 1 });
const c = nuisance("third item", 0, { sigma: 1 });
const scope = { ...lambdaScope, all, any, deltaR, mass, a, b, c };

/** The sum over one event of a lambda of `x`: its list `l` with each item moved by a nuisance of its own. */
const streamOf = (body: string, l: readonly number[]) => {
  const names = `{ ${Object.keys(scope).join(", ")} }`;
  const text = `(ev, ${names}) => { const x = ev.l.map((v, i) => v + (i === 0 ? a : i === 1 ? b : c)); return ${body}; }`;
  const f = Function(`"use strict"; return (${text});`)() as (ev: unknown, scope: unknown) => number;
  // the other event says what an empty list would hold
  const columns = columnOf([{ l: [...l, 0] }, { l: [...l] }]);
  if (columns.kind !== "record") throw new TypeError("events are records");
  const batch = batchOf(columns, { name: "conventions", replayable: true });
  return of(batch as Batch<{ readonly l: List<number> }>).pipe(
    diff.filter((ev, { n }) => ev.l.length === n, { n: l.length }),
    diff.sum(f, scope),
  );
};

const empty: readonly number[] = [];

/** A body, the items, the value and its derivatives by each item: closed forms, or a stated choice where there is none. */
const conventions: Readonly<
  Record<string, readonly [string, readonly number[], number, readonly [number, number, number]]>
> = {
  "a product with one zero has the product of the others": ["prod(x)", [0, 2, 3], 0, [6, 0, 0]],
  "a product with two zeros has derivative 0": ["prod(x)", [0, 0, 3], 0, [0, 0, 0]],
  "a product of negative numbers keeps its sign": ["prod(x)", [-2, 3, -1], 6, [-3, 2, -6]],
  "a product of nothing is 1": ["prod(x)", empty, 1, [0, 0, 0]],
  "equal largest items share the derivative, 1 in all": ["max(x)", [2, 2, 1], 2, [0.5, 0.5, 0]],
  "equal smallest items share the derivative, 1 in all": ["min(x)", [1, 2, 1], 1, [0.5, 0, 0.5]],
  "three equal items have a third each": ["max(x)", [4, 4, 4], 4, [1 / 3, 1 / 3, 1 / 3]],
  "equal numbers in Math.max share it too": ["Math.max(x[0], x[1])", [2, 2, 1], 2, [0.5, 0.5, 0]],
  "the item at the first extreme has all of it": ["x[argmax(ev.l)]", [2, 2, 1], 2, [1, 0, 0]],
  "the largest of nothing is missing, without a derivative": ["max(x) ?? 7", empty, 7, [0, 0, 0]],
  "the mean of nothing is missing, without a derivative": ["mean(x) ?? 7", empty, 7, [0, 0, 0]],
  "the spread of nothing is missing, without a derivative": ["std(x) ?? 7", empty, 7, [0, 0, 0]],
  "the spread of one item is 0, its derivative too": ["std(x)", [5], 0, [0, 0, 0]],
  "the spread of equal items is 0, its derivative too": ["std(x)", [2, 2, 2], 0, [0, 0, 0]],
  "the spread of two items": ["std(x)", [1, 3], 1, [-0.5, 0.5, 0]],
  "a guarded root has value and derivative 0 where it is not taken": [
    "sum(x.map((y, i) => ev.l[i] > 2 ? Math.sqrt(y - 2) : 0))",
    [2, 1, 6],
    2,
    [0, 0, 0.25],
  ],
  "a sort hands each derivative to its item": [
    "x.map((y, i) => ({ y, v: ev.l[i] })).toSorted((p, q) => p.v - q.v).map((p, i) => p.y * (i + 1)).reduce((s, y) => s + y, 0)",
    [3, 1, 2],
    14,
    [3, 1, 2],
  ],
  "equal keys keep the order of the list": [
    "x.map((y, i) => ({ y, v: i === 2 ? 0 : 1 })).toSorted((p, q) => q.v - p.v)[0].y",
    [3, 1, 2],
    3,
    [1, 0, 0],
  ],
  "lists as one hand each derivative to its item": [
    "x.concat(ev.l).map((y, i) => y * y * i).reduce((s, y) => s + y, 0)",
    [3, 1, 2],
    1 + 2 * 4 + (3 * 9 + 4 + 5 * 4),
    [0, 2, 8],
  ],
  "an absolute value has derivative 0 at 0": ["Math.abs(x[0])", [0, 1, 2], 0, [0, 0, 0]],
  "a hypotenuse has derivative 0 at 0": ["Math.hypot(x[0], x[1])", [0, 0, 1], 0, [0, 0, 0]],
  "a power 0 has value 1 and derivative 0 at 0": ["x[0] ** 0", [0, 1, 2], 1, [0, 0, 0]],
  "a power above 1 has derivative 0 at 0": ["x[0] ** 1.5", [0, 1, 2], 0, [0, 0, 0]],
  "a root at 0 leaks nothing where it is multiplied by 0": ["ev.l[0] * Math.sqrt(x[0])", [0, 1, 2], 0, [0, 0, 0]],
  "a mask before a root is as good as a guard": [
    "sum(x.filter((_y, i) => ev.l[i] > 2).map((y) => Math.sqrt(y - 2)))",
    [2, 1, 6],
    2,
    [0, 0, 0.25],
  ],
  "a number between limits has derivative 1 inside and 0 outside": [
    "x.map((y) => Math.min(Math.max(y, 1), 3)).reduce((s, y) => s + y, 0)",
    [0, 2, 5],
    6,
    [0, 1, 0],
  ],
  "a read past the end is missing, without a derivative": ["x[5] ?? 7", [3, 1, 2], 7, [0, 0, 0]],
  "a pair that is not there is missing, without a derivative": [
    "(() => { const [p, q] = combinations(x, 2)[0]; return p * q ?? 7; })()",
    [3],
    7,
    [0, 0, 0],
  ],
  "the distance of a direction from itself is 0, its derivative too": [
    "deltaR({ eta: x[0], phi: x[1] }, { eta: 1, phi: 2 })",
    [1, 2],
    0,
    [0, 0, 0],
  ],
  "parallel massless momenta have mass 0, its derivative too": [
    "mass({ pt: 30, eta: x[0], phi: x[1] }, { pt: 20, eta: 1, phi: 2 })",
    [1, 2],
    0,
    [0, 0, 0],
  ],
};

describe("by convention", () => {
  it.each(Object.entries(conventions))("%s", async (_name, [body, l, value, slopes]) => {
    const stream = streamOf(body, l);
    expect((await lastValueFrom(stream)).value).toBeCloseTo(value, 13);
    for (const mode of ["forward", "reverse"] as const) {
      const found = await gradient(stream, { a, b, c }, { mode });
      [found.a, found.b, found.c].forEach((slope, k) => {
        expect(slope).toBeCloseTo(slopes[k] ?? Number.NaN, 13);
      });
    }
  });

  it.each<[string, string, readonly number[], number]>([
    ["NaN is the extreme: the place of the first one", "argmax(ev.l)", [Number.NaN, 1, 2], 0],
    ["wherever it stands", "argmax(ev.l)", [1, Number.NaN, 2], 1],
    ["for the smallest too", "argmin(ev.l)", [1, 2, Number.NaN], 2],
    ["the place of the extreme of nothing is missing, never -1", "argmax(ev.l) ?? 7", empty, 7],
    ["a NaN makes the largest NaN, wherever it stands", "Number.isNaN(max(ev.l)) ? 1 : 0", [1, Number.NaN, 2], 1],
    ["a NaN makes the mean NaN", "Number.isNaN(mean(ev.l)) ? 1 : 0", [1, Number.NaN, 2], 1],
    ["NaN is no true number: any", "any(ev.l) ? 1 : 0", [0, Number.NaN], 0],
    ["a negative number is true: any", "any(ev.l) ? 1 : 0", [0, -3], 1],
    ["a negative number is true, and zero is not: all", "all(ev.l) ? 1 : 0", [0, -1], 0],
    ["negative numbers are all true", "all(ev.l) ? 1 : 0", [-1, -2], 1],
    ["nothing is all true, and not any", "(all(ev.l) ? 1 : 0) + (any(ev.l) ? 2 : 0)", empty, 1],
    ["NaN stands last in a sort, ascending", "ev.l.toSorted((p, q) => p - q)[1]", [Number.NaN, 2, 1], 2],
    ["NaN stands last in a sort, descending", "ev.l.toSorted((p, q) => q - p)[1]", [Number.NaN, 2, 1], 1],
  ])("%s: %s", async (_name, body, l, value) => {
    expect((await lastValueFrom(streamOf(body, l))).value).toBe(value);
  });
});
