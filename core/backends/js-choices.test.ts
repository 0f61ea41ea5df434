import { describe, expect, it } from "vitest";
import { columnOf, type RecordColumn, schemaOf } from "../columns/index.ts";
import { argmin, combinations } from "../lambda/index.ts";
import type { Pass } from "../program/index.ts";
import { elaboratePipeline, harden, plan, type Sink } from "../transforms/index.ts";
import { jsLane, runOnce, writeJs } from "./index.ts";

interface Event {
  readonly x: readonly number[];
}

const events: readonly Event[] = [[], [4], [1, 2.5, 9, 3], [0, Number.NaN, 1], [7, 7, 7]].map((x) => ({ x }));
const columns = columnOf(events) as RecordColumn;
const scope = { argmin, combinations };

const passOf = (f: (ev: Event, s: typeof scope) => number): Pass => {
  const sink: Sink = {
    kind: "sum",
    operator: "sum",
    f,
    scope,
    edges: [],
    bandwidth: undefined,
    width: undefined,
    step: undefined,
  };
  const { b, fills } = elaboratePipeline(schemaOf(columns), [], [{ stages: [], sink }]);
  const { pass } = plan(b.program(fills.map((fill) => harden(b, fill).contents)));
  if (!pass) throw new TypeError("events are summed");
  return pass;
};

const sumOver = (pass: Pass): number => {
  const total = new Float64Array(1);
  runOnce(jsLane.prepare(pass), { columns, from: 0, to: events.length, first: 0 }, new Map(), [total]);
  return total[0] ?? Number.NaN;
};

/** The pair with the smallest gap, the first of equal ones; the first of which a gap is NaN: in plain JavaScript. */
const nearest = (x: readonly number[]): readonly number[] => {
  const pairs = x.flatMap((a, i) => x.slice(i + 1).map((b) => [a, b]));
  const gaps = pairs.map(([a = 0, b = 0]) => Math.abs(a - b));
  const broken = gaps.findIndex(Number.isNaN);
  return pairs[broken >= 0 ? broken : gaps.indexOf(Math.min(...gaps))] ?? [];
};

describe("the extreme item in generated JavaScript", () => {
  const best = passOf((ev, { argmin, combinations }) => {
    const pairs = combinations(ev.x, 2);
    const [a, b] = pairs.at(argmin(pairs, ([a, b]) => Math.abs(a - b))) ?? [0, 0];
    return Number.isNaN(a + b) ? 100 : a + 10 * b;
  });

  it("is read where the loop met it, not searched again", () => {
    const { text } = writeJs(best);
    expect(text).not.toContain("search");
    expect(text.match(/for \(let i/g)).toHaveLength(2);
  });

  it("is the first of equal ones, or the first NaN", () => {
    const each = events.map(({ x }) => nearest(x)).map(([a = 0, b = 0]) => (Number.isNaN(a + b) ? 100 : a + 10 * b));
    expect(each).toEqual([0, 0, 2.5 + 30, 100, 77]);
    expect(sumOver(best)).toBe(209.5);
  });

  it("is searched where it is of another list than the place was found in", () => {
    const other = passOf((ev, { argmin }) => ev.x.filter((x) => x > 1).at(argmin(ev.x, (x) => -x)) ?? 0);
    expect(writeJs(other).text).toContain("search");
    expect(sumOver(other)).toBe(4 + 3 + 7);
  });
});
