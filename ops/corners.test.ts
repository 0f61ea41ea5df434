import { lastValueFrom, type Observable } from "rxjs";
import { describe, expect, it } from "vitest";
import {
  type Batch,
  normalCdf as cdf,
  checkGradients,
  gradient,
  parameter,
  normalPdf as pdf,
  type Scalar,
  valueAt,
} from "../core/index.ts";
import { count, filter, histogram, map, objective, sum, weight } from "./diff.ts";
import { eventsOf } from "./events-of.ts";

const numberFrom = async (stream: Observable<Scalar>): Promise<number> => (await lastValueFrom(stream)).value;
const total = (terms: readonly number[]): number => terms.reduce((s, x) => s + x, 0);

const a = parameter("a", 5, { width: 2 });
const b = parameter("b", 7, { width: 2 });
const rows = [-3, 0, 1, 4.2, 5, 5.1, 7, 7.5, 30].map((x, k) => ({ x, y: 9 - x / 3, k }));
type Row = (typeof rows)[number];
type Scope = { readonly a: number; readonly b: number };
const soft = (keep: (ev: Row, scope: Scope) => boolean): Promise<number> =>
  numberFrom(eventsOf(rows).pipe(filter(keep, { a, b }), count()));
const cutAt = (x: number, c: number, width = 2): number => cdf((x - c) / width);
const window = (x: number): number => cutAt(x, 5) - cutAt(x, 7);

describe("one quantity, however it is written", () => {
  it.each<[string, (ev: Row, scope: Scope) => boolean, (row: Row) => number]>([
    ["a difference compared with 0", (ev, { a }) => ev.x - a > 0, ({ x }) => cutAt(x, 5)],
    ["a difference the other way round", (ev, { a }) => a - ev.x < 0, ({ x }) => cutAt(x, 5)],
    ["negative sides", (ev, { a }) => -ev.x < -a, ({ x }) => cutAt(x, 5)],
    ["a window of which one side is a difference", (ev, { a, b }) => ev.x - a > 0 && ev.x < b, ({ x }) => window(x)],
    ["a window of which one side is negative", (ev, { a, b }) => ev.x > a && -ev.x > -b, ({ x }) => window(x)],
    ["a window written with names", (ev, { a, b }) => [ev.x].every((x) => x > a && x < b), ({ x }) => window(x)],
    ["the same cut twice", (ev, { a }) => ev.x > a && a < ev.x && !(ev.x <= a), ({ x }) => cutAt(x, 5)],
    ["a cut and its opposite", (ev, { a }) => ev.x > a && ev.x <= a, () => 0],
    ["a quantity with a branch", (ev, { a }) => (ev.k > 3 ? ev.x : ev.y) > a, ({ x, y, k }) => cutAt(k > 3 ? x : y, 5)],
    ["a quantity in steps", (ev, { a }) => Math.floor(ev.x) > a, ({ x }) => cutAt(Math.floor(x), 5)],
    ["a comparison of choices alone", (ev, { a, b }) => a < b && ev.x > 1, ({ x }) => Number(x > 1)],
    ["a comparison of choices that fails", (ev, { a, b }) => a > b || ev.x > 1, ({ x }) => Number(x > 1)],
    [
      "early returns",
      (ev, { a, b }) => {
        if (ev.x < a) return false;
        if (ev.x > b) return false;
        return true;
      },
      ({ x }) => window(x),
    ],
    [
      "a condition in a variable",
      (ev, { a, b }) => {
        const low = ev.x > a;
        return low && !(ev.x > b);
      },
      ({ x }) => window(x),
    ],
  ])("%s", async (_what, keep, probability) => {
    expect(await soft(keep)).toBeCloseTo(total(rows.map(probability)), 11);
  });

  it("is shared by a filter and a weight", async () => {
    const stream = eventsOf(rows).pipe(
      filter((ev, { a }) => ev.x > a, { a }),
      weight((ev, { b }) => (ev.x > b ? 2 : 1), { b }),
      count(),
    );
    expect(await numberFrom(stream)).toBeCloseTo(total(rows.map(({ x }) => window(x) + 2 * cutAt(x, 7))), 11);
    expect((await checkGradients(stream, { a, b })).maxRelativeError).toBeLessThan(1e-8);
  });

  it("is not the observable that is summed", async () => {
    const stream = eventsOf(rows).pipe(sum((ev, { a }) => (ev.x > a ? ev.x : -ev.y), { a }));
    expect(await numberFrom(stream)).toBeCloseTo(
      total(rows.map(({ x, y }) => x * cutAt(x, 5) - y * (1 - cutAt(x, 5)))),
      10,
    );
    expect((await gradient(stream, { a })).a).toBeCloseTo(
      total(rows.map(({ x, y }) => (-(x + y) * pdf((x - 5) / 2)) / 2)),
      10,
    );
  });
});

describe("an event without a noise that could move it", () => {
  const odd = [
    { x: null },
    { x: Number.NaN },
    { x: Number.POSITIVE_INFINITY },
    { x: Number.NEGATIVE_INFINITY },
    { x: 5 },
  ] as unknown as readonly { readonly x: number }[];
  const kept = (keep: (ev: { readonly x: number }, scope: { readonly a: number }) => boolean) =>
    eventsOf(odd).pipe(filter(keep, { a }), count());

  it("fails every comparison where the quantity is missing or NaN", async () => {
    expect(await numberFrom(kept((ev, { a }) => ev.x > a))).toBe(1.5);
    expect(await numberFrom(kept((ev, { a }) => ev.x < a))).toBe(1.5);
    expect(await numberFrom(kept((ev, { a }) => !(ev.x > a)))).toBe(3.5);
    expect(await numberFrom(kept((ev, { a }) => ev.x > a || ev.x <= a))).toBe(3);
  });

  it("leaves the derivative finite", async () => {
    expect(
      (
        await gradient(
          kept((ev, { a }) => ev.x > a),
          { a },
        )
      ).a,
    ).toBeCloseTo(-pdf(0) / 2, 14);
    expect(
      (
        await gradient(
          kept((ev, { a }) => ev.x > a),
          { a },
          { mode: "reverse" },
        )
      ).a,
    ).toBeCloseTo(-pdf(0) / 2, 14);
  });

  it("is hard where its width is 0", async () => {
    const p = parameter("p", 2, { width: 0.5 });
    const stream = eventsOf([{ x: 0 }, { x: 3 }, { x: -4 }]).pipe(
      filter((ev, { p }) => ev.x * p > -1, { p }),
      count(),
    );
    expect(await numberFrom(stream)).toBeCloseTo(1 + cdf(7 / 1.5) + cdf(-7 / 2), 12);
    expect((await gradient(stream, { p })).p).toBeCloseTo((3 * pdf(7 / 1.5)) / 1.5 - (4 * pdf(-7 / 2)) / 2, 12);
  });

  it("is binned exactly where its width is 0", async () => {
    const p = parameter("p", 1, { width: 0.5 });
    const stream = eventsOf([{ x: 0 }, { x: 2 }]).pipe(
      histogram((ev, { p }) => ev.x * p, { p }, { edges: [-1, 0, 2, 4] }),
    );
    const { values, underflow, overflow } = await lastValueFrom(stream);
    const parts = [cdf(-3), cdf(-2) - cdf(-3), 1 + cdf(0) - cdf(-2), cdf(2) - cdf(0), 1 - cdf(2)];
    [underflow, ...values, overflow].forEach((n, k) => {
      expect(n).toBeCloseTo(parts[k] ?? Number.NaN, 12);
    });
    const slope = await gradient(stream.pipe(objective((h) => h.values[2] ?? 0)), { p });
    expect(slope.p).toBeCloseTo(2 * (pdf(0) - pdf(2)), 12);
  });

  it("is counted as skipped where its spread observable is missing or NaN, and in the flow bins where it is infinite", async () => {
    const h = await lastValueFrom(eventsOf(odd).pipe(histogram((ev) => ev.x, { edges: [0, 10], bandwidth: 1 })));
    expect(h.skipped).toBe(2);
    const tail = cdf(-5);
    expect(h.underflow).toBeCloseTo(1 + tail, 12);
    expect(h.values[0]).toBeCloseTo(1 - 2 * tail, 12);
    expect(h.overflow).toBeCloseTo(1 + tail, 12);
    expect(h.entries).toBeCloseTo(3, 12);
  });
});

describe("what cannot happen adds nothing", () => {
  it("an infinite observable of an event that fails for certain", async () => {
    const stream = eventsOf([{ x: Number.NEGATIVE_INFINITY }, { x: 8 }]).pipe(
      filter((ev, { a }) => ev.x > a, { a }),
      sum((ev) => ev.x),
    );
    expect(await numberFrom(stream)).toBeCloseTo(8 * cdf(1.5), 12);
  });

  it("an infinite weight of an event that fails for certain", async () => {
    const heavy = [
      { x: -1e5, w: Number.POSITIVE_INFINITY },
      { x: 8, w: 1 },
    ];
    const stream = eventsOf(heavy).pipe(
      weight((ev) => ev.w),
      filter((ev, { a }) => ev.x > a, { a }),
      count(),
    );
    expect(await numberFrom(stream)).toBeCloseTo(cdf(1.5), 12);
  });

  it("an outcome without a finite value is left out, and the others keep their probability", async () => {
    const stream = eventsOf([{ x: 4 }, { x: 8 }]).pipe(sum((ev, { a }) => (ev.x > a ? ev.x : ev.x / 0), { a }));
    expect(await numberFrom(stream)).toBeCloseTo(4 * cdf(-0.5) + 8 * cdf(1.5), 12);
  });
});

describe("edges that are choices", () => {
  const [first, second] = [parameter("first", 3, { width: 1 }), parameter("second", 4, { width: 1 })];
  const content = eventsOf([{ x: 3.5 }]).pipe(
    histogram((ev) => ev.x, { edges: [0, first, second, 9] }),
    objective((h) => h.values[1] ?? 0),
  );

  it("may move", async () => {
    const value = await valueAt(content, { first, second }, { at: { first: 2, second: 6 } });
    expect(value).toBeCloseTo(cdf((6 - 3.5) / Math.SQRT2) - cdf((2 - 3.5) / Math.SQRT2), 11);
  });

  it("may not pass each other", async () => {
    await expect(valueAt(content, { first, second }, { at: { first: 5, second: 4 } })).rejects.toMatchObject({
      code: "E_SHAPE",
    });
  });
});

describe("an extreme width", () => {
  it.each([1e-300, 1e-12, 1e6, 1e300])("of %d gives probabilities, and derivatives that are finite", async (width) => {
    const p = parameter("p", 5, { width });
    const stream = eventsOf(rows).pipe(
      filter((ev, { p }) => ev.x > p, { p }),
      count(),
    );
    expect(await numberFrom(stream)).toBeCloseTo(total(rows.map(({ x }) => cdf((x - 5) / width))), 10);
    const { p: slope } = await gradient(stream, { p });
    const wanted = -total(rows.map(({ x }) => pdf((x - 5) / width) / width));
    expect(Math.abs(slope / wanted - 1)).toBeLessThan(1e-12);
  });
});

describe("a function of degree one in the scale of a list", () => {
  const p = parameter("p", 1);
  const lists = [
    {
      l: [3, 1, 2],
      m: [
        { pt: 30, eta: 1 },
        { pt: 50, eta: -1 },
      ],
    },
    { l: [], m: [] },
    { l: [4], m: [{ pt: 10, eta: 2 }] },
    {
      l: [5, 5, 1, 2],
      m: [
        { pt: 7, eta: 0 },
        { pt: 7, eta: 1 },
        { pt: 9, eta: 2 },
      ],
    },
  ];
  const scaled = eventsOf(lists).pipe(
    map(
      (ev, { p }) => ({
        l: ev.l.map((x) => ({ x, s: x * p })),
        m: ev.m.map((m) => ({ pt: m.pt, eta: m.eta, s: m.pt * p })),
      }),
      { p },
    ),
  );
  type Scaled = typeof scaled extends Observable<Batch<infer E>> ? E : never;

  it.each<[string, (ev: Scaled) => number, number]>([
    ["a sum", (ev) => ev.l.reduce((t, { s }) => t + s, 0), 23],
    ["a sum of a part", (ev) => ev.l.filter(({ x }) => x > 1.5).reduce((t, { s }) => t + s, 0), 21],
    ["an item", (ev) => ev.l.at(1).s ?? 0, 6],
    ["the last item", (ev) => ev.l.at(-1).s ?? 0, 8],
    ["the item found", (ev) => ev.l.find(({ x }) => x < 2.5).s ?? 0, 2],
    ["the largest, ties too", (ev) => ev.l.reduce((t, { s }) => Math.max(t, s), 0), 12],
    ["the smallest, ties too", (ev) => (ev.m.length > 0 ? ev.m.reduce((t, { s }) => Math.min(t, s), 1e6) : 0), 47],
    ["the first in order", (ev) => ev.l.toSorted((x, y) => y.x - x.x).at(0).s ?? 0, 12],
    [
      "the second in order",
      (ev) =>
        ev.m
          .toSorted((x, y) => y.pt - x.pt)
          .map(({ s }) => s)
          .at(1) ?? 0,
      37,
    ],
    [
      "a sum of the hardest two",
      (ev) =>
        ev.m
          .toSorted((x, y) => y.pt - x.pt)
          .slice(0, 2)
          .reduce((t, { s }) => t + s, 0),
      106,
    ],
    [
      "a component",
      (ev) => ev.m.reduce((t, { s, eta }) => t + s * Math.cosh(eta), 0),
      80 * Math.cosh(1) + 10 * Math.cosh(2) + 7 + 7 * Math.cosh(1) + 9 * Math.cosh(2),
    ],
    [
      "a length of a vector",
      (ev) => Math.hypot(ev.m.at(0).s, 3 * ev.m.at(1).s) ?? 0,
      Math.hypot(30, 150) + Math.hypot(7, 21),
    ],
    ["a geometric mean", (ev) => Math.sqrt(ev.m.at(0).s * ev.m.at(1).s) ?? 0, Math.sqrt(1500) + 7],
    ["a mean", (ev) => ev.l.reduce((t, { s }) => t + s, 0) / ev.l.length, 2 + 4 + 13 / 4],
    [
      "a loop",
      (ev) => {
        let t = 0;
        for (const { s } of ev.l) t += s;
        return t;
      },
      23,
    ],
  ])("has itself as its derivative: %s", async (_what, f, value) => {
    const stream = scaled.pipe(sum(f));
    expect(await numberFrom(stream)).toBeCloseTo(value, 11);
    for (const mode of ["forward", "reverse"] as const)
      expect((await gradient(stream, { p }, { mode })).p).toBeCloseTo(value, 11);
  });

  it.each<[string, (ev: Scaled) => number]>([
    ["a filter", (ev) => ev.l.filter(({ s }) => s > 1.5).reduce((t, { s }) => t + s, 0)],
    ["a search", (ev) => ev.l.find(({ s }) => s > 1.5).x ?? 0],
    ["an order", (ev) => ev.l.toSorted((x, y) => y.s - x.s).at(0).x ?? 0],
    ["a truth value", (ev) => Number(ev.l.some(({ s }) => s > 2))],
    ["a rounded number", (ev) => ev.l.reduce((t, { s }) => t + Math.round(s), 0)],
  ])("is refused where it moves %s", async (_what, f) => {
    await expect(gradient(scaled.pipe(sum(f)), { p })).rejects.toMatchObject({
      code: "E_WIDTH",
      where: expect.stringContaining("^"),
    });
  });
});
