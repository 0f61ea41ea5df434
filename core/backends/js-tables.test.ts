import { describe, expect, it } from "vitest";
import { columnOf, type RecordColumn, schemaOf } from "../columns/index.ts";
import { combinations } from "../lambda/index.ts";
import type { Pass } from "../program/index.ts";
import { elaboratePipeline, harden, plan, type Sink } from "../transforms/index.ts";
import { jsLane, runOnce, writeJs } from "./index.ts";

interface Item {
  readonly x: number;
  readonly inner: readonly { readonly x: number }[];
}
interface Event {
  readonly far: number;
  readonly item: readonly Item[];
}
type Scope = { readonly combinations: typeof combinations };

const random = ((state: number) => () => {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return state / 2 ** 32;
})(5);
const some = <T>(most: number, make: () => T): T[] => Array.from({ length: Math.floor(most * random()) }, make);

const events: readonly Event[] = Array.from({ length: 200 }, () => ({
  far: random(),
  item: some(7, () => ({ x: 3 * random(), inner: some(6, () => ({ x: random() })) })),
}));
const columns = columnOf(events) as RecordColumn;

const passOf = (f: object): Pass => {
  const sink: Sink = {
    kind: "sum",
    operator: "sum",
    f,
    scope: { combinations },
    edges: [],
    bandwidth: undefined,
    width: undefined,
    step: undefined,
  };
  const { b, fills } = elaboratePipeline(schemaOf(columns), [], [{ stages: [], sink }]);
  const { pass } = plan(
    b.program(
      fills.flatMap((fill) => {
        const { contents, entries } = harden(b, fill);
        return [contents, entries];
      }),
    ),
  );
  if (!pass) throw new TypeError("events are summed");
  return pass;
};

const run = (pass: Pass): readonly number[] => {
  const totals = pass.accumulators.map(() => new Float64Array(1));
  runOnce(jsLane.prepare(pass), { columns, from: 0, to: events.length, first: 0 }, new Map(), totals);
  return totals.map((total) => total[0] ?? Number.NaN);
};

const triples = <T>(list: readonly T[]): readonly (readonly [T, T, T])[] =>
  list.flatMap((a, i) => list.slice(i + 1).flatMap((b, j) => list.slice(i + j + 2).map((c) => [a, b, c] as const)));

const depthOf = (line: string): number => line.length - line.trimStart().length;

/** How deep in loops and conditions the deepest line with a text stands. */
const deepest = (text: string, word: string): number =>
  Math.max(
    ...text
      .split("\n")
      .filter((line) => line.includes(word))
      .map(depthOf),
  );

const cosines = ([a, b, c]: readonly [{ x: number }, { x: number }, { x: number }]): number =>
  Math.cos(a.x) + Math.cos(b.x) * Math.cos(c.x);

const cases: readonly (readonly [string, object, (ev: Event) => readonly number[]])[] = [
  [
    "triples",
    (ev: Event, { combinations }: Scope) =>
      combinations(ev.item, 3).map(([a, b, c]) => Math.cos(a.x) + Math.cos(b.x) * Math.cos(c.x)),
    ({ item }) => triples(item).map(cosines),
  ],
  [
    "triples of the items that a condition keeps",
    (ev: Event, { combinations }: Scope) =>
      combinations(
        ev.item.filter((i) => i.x > ev.far),
        3,
      ).map(([a, b, c]) => Math.cos(a.x) + Math.cos(b.x) * Math.cos(c.x)),
    ({ item, far }) => triples(item.filter(({ x }) => x > far)).map(cosines),
  ],
  [
    "triples of a list inside a list",
    (ev: Event, { combinations }: Scope) =>
      ev.item.flatMap((i) =>
        combinations(i.inner, 3).map(([a, b, c]) => Math.cos(a.x) + Math.cos(b.x) * Math.cos(c.x)),
      ),
    ({ item }) => item.flatMap(({ inner }) => triples(inner).map(cosines)),
  ],
];

describe("dear functions of an item that is met again and again", () => {
  it.each(cases)("are called before the innermost loop, with the same sum: %s", (_what, f, plain) => {
    const pass = passOf(f);
    const { text } = writeJs(pass);
    expect(deepest(text, "Math.cos(")).toBeLessThanOrEqual(deepest(text, "for ("));
    const wanted = events.flatMap(plain);
    const [sum = Number.NaN] = run(pass).filter((x) => Math.abs(x - wanted.length) > 0.5);
    expect(wanted.length).toBeGreaterThan(100);
    expect(Math.abs(sum - wanted.reduce((s, x) => s + x, 0))).toBeLessThan(1e-10 * wanted.length);
    expect(run(pass)).toContain(wanted.length);
  });

  it("are called once for the list, whichever loop over it asks", () => {
    const { text } = writeJs(
      passOf((ev: Event, { combinations }: Scope) =>
        combinations(ev.item, 3).map(([a, b, c]) => Math.cos(a.x) + Math.cos(b.x) * Math.cos(c.x)),
      ),
    );
    expect(text.match(/Math\.cos\(/g)).toHaveLength(1);
  });

  it("stay in the loops over pairs, where a list of one item asks for none", () => {
    const { text } = writeJs(
      passOf((ev: Event, { combinations }: Scope) => combinations(ev.item, 2).map(([a, b]) => Math.cos(a.x - b.x))),
    );
    expect(text).not.toMatch(/ = \[\];/);
  });

  it("stay where they depend on more than the item", () => {
    const { text } = writeJs(
      passOf((ev: Event, { combinations }: Scope) => combinations(ev.item, 3).map(([, , c]) => Math.cos(c.x * ev.far))),
    );
    expect(text).not.toMatch(/ = \[\];/);
  });
});
