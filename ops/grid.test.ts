import { readFileSync } from "node:fs";
import { map as each, forkJoin, lastValueFrom, type Observable } from "rxjs";
import { describe, expect, expectTypeOf, it } from "vitest";
import {
  checkGradients,
  eventsInside,
  explain,
  type Grid,
  gradient,
  linspace,
  nuisance,
  observed,
  parameter,
  project,
  type View,
  valueAt,
} from "../core/index.ts";
import { sharedData } from "../property-tests/shared-data.ts";
import * as diff from "./diff.ts";
import { eventsOf } from "./events-of.ts";
import * as hard from "./hard.ts";

const random = ((state: number) => () => {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return state / 2 ** 32;
})(11);

interface Muon {
  readonly pt: number;
  readonly eta: number;
}
interface Event {
  readonly met: number;
  readonly ht: number;
  readonly w: number;
  readonly muon: readonly Muon[];
}

/** Of numbers on and between the edges, below and above them, NaN, infinite and missing. */
const odd = [0, 10, 20, 40, 80, -1, 90, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
const numberOr = (special: readonly (number | null)[]): number | null =>
  random() < 0.2 ? (special[Math.floor(random() * special.length)] ?? null) : 100 * random() - 10;

const sampled = Array.from({ length: 3000 }, () => ({
  met: numberOr([...odd, null]),
  ht: numberOr(odd) ?? 0,
  w: 0.5 + random(),
  muon: Array.from({ length: Math.floor(4 * random()) }, () => ({ pt: 80 * random(), eta: 5 * random() - 2.5 })),
}));

/** The same as a lambda sees them: what is missing has the type of what is there. */
const events = sampled as readonly Event[];

const x = [0, 10, 20, 40, 80];
const y = [0, 40, 80];
const eta = [-2, 0, 2];

interface Filled {
  readonly values: readonly number[];
  readonly variances: readonly number[];
  readonly outside: number;
  readonly entries: number;
  readonly skipped: number;
}

/** The grid as loops over points with weights. */
const byLoops = (
  points: readonly (readonly [point: readonly (number | null)[], weight: number])[],
  axes: readonly (readonly number[])[],
): Filled => {
  const size = axes.reduce((product, edges) => product * (edges.length - 1), 1);
  const [values, variances] = [new Array<number>(size).fill(0), new Array<number>(size).fill(0)];
  let [outside, entries, skipped] = [0, 0, 0];
  for (const [point, weight] of points) {
    if (point.some((p) => p === null || Number.isNaN(p))) {
      skipped++;
      continue;
    }
    entries++;
    let bin = 0;
    for (const [k, edges] of axes.entries()) {
      const at = edges.findIndex((low, i) => Number(point[k]) >= low && Number(point[k]) < (edges[i + 1] ?? -Infinity));
      bin = at < 0 || bin < 0 ? -1 : bin * (edges.length - 1) + at;
    }
    if (bin < 0) outside += weight;
    else {
      values[bin] = (values[bin] ?? 0) + weight;
      variances[bin] = (variances[bin] ?? 0) + weight * weight;
    }
  }
  return { values, variances, outside, entries, skipped };
};

const plain = ({ values, variances, outside, entries, skipped }: Grid): Filled => ({
  values: [...values],
  variances: [...variances],
  outside,
  entries,
  skipped,
});

const expectClose = (found: readonly number[], wanted: readonly number[], digits = 9): void => {
  expect(found).toHaveLength(wanted.length);
  wanted.forEach((value, k) => {
    expect(found[k], `number ${k}`).toBeCloseTo(value, digits);
  });
};

describe("a histogram of several axes", () => {
  it.each([
    ["hard", hard],
    ["differentiable", diff],
  ])("is what loops count, %s", async (_name, { histogram }) => {
    const grid = await lastValueFrom(eventsOf(events, 700).pipe(histogram((ev) => [ev.met, ev.ht], { edges: [x, y] })));
    expect(plain(grid)).toEqual(
      byLoops(
        events.map(({ met, ht }) => [[met, ht], 1] as const),
        [x, y],
      ),
    );
    expect(grid.shape).toEqual([4, 2]);
    expect(grid.axes.map((edges) => [...edges])).toEqual([x, y]);
    expect(grid.skipped).toBeGreaterThan(20);
  });

  it("counts what is missing on any axis as skipped", async () => {
    const rows = [
      { a: 1, b: null },
      { a: null, b: 1 },
      { a: 1, b: 1 },
      { a: Number.NaN, b: 1 },
      { a: 1, b: 9 },
    ];
    const stream = eventsOf<{ a: number | null; b: number | null }>(rows).pipe(
      hard.histogram((ev) => [ev.a as number, ev.b as number], {
        edges: [
          [0, 2],
          [0, 2],
        ],
      }),
    );
    expect(plain(await lastValueFrom(stream))).toMatchObject({ values: [1], outside: 1, entries: 2, skipped: 3 });
  });

  it("adds up weights and their squares", async () => {
    const { histogram, filter, weight } = hard;
    const grid = await lastValueFrom(
      eventsOf(events).pipe(
        filter((ev) => ev.ht > 5),
        weight((ev) => ev.w),
        histogram((ev) => [ev.ht, ev.muon.length, ev.w], { edges: [y, [0, 1, 2, 4], [0.5, 0.8, 2]] }),
      ),
    );
    const points = events.filter(({ ht }) => ht > 5).map(({ ht, muon, w }) => [[ht, muon.length, w], w] as const);
    const wanted = byLoops(points, [y, [0, 1, 2, 4], [0.5, 0.8, 2]]);
    expectClose([...grid.values], wanted.values);
    expectClose([...grid.variances], wanted.variances);
    expect(grid.outside).toBeCloseTo(wanted.outside, 9);
    expect(grid.entries).toBe(wanted.entries);
  });

  it("takes an array for each item of a list", async () => {
    const stream = eventsOf(events).pipe(
      hard.histogram((ev) => ev.muon.filter((m) => m.pt > 15).map((m) => [m.pt, m.eta]), { edges: [x, eta] }),
    );
    const points = events.flatMap(({ muon }) => muon.filter((m) => m.pt > 15).map((m) => [[m.pt, m.eta], 1] as const));
    expect(plain(await lastValueFrom(stream))).toEqual(byLoops(points, [x, eta]));
  });

  it("may mix what an event and what its items have", async () => {
    const stream = eventsOf(events).pipe(
      hard.histogram((ev) => ev.muon.map((m, i) => [m.pt, ev.ht, i]), { edges: [x, y, [0, 1, 2, 3]] }),
    );
    const points = events.flatMap(({ muon, ht }) => muon.map((m, i) => [[m.pt, ht, i], 1] as const));
    expect(plain(await lastValueFrom(stream))).toEqual(byLoops(points, [x, y, [0, 1, 2, 3]]));
  });

  it("of one axis is the histogram", async () => {
    const scale = parameter("scale", 1.1, { width: 0.1 });
    const both = eventsOf(events).pipe(
      diff.fill({
        one: diff.histogram((ev: View<Event>, { scale }) => ev.ht * scale, { scale }, { edges: x }),
        grid: diff.histogram((ev: View<Event>, { scale }) => [ev.ht * scale], { scale }, { edges: [x] }),
      }),
    );
    const { one, grid } = await lastValueFrom(both);
    expect([...grid.values]).toEqual([...one.values]);
    expect([...grid.variances]).toEqual([...one.variances]);
    expect(grid.outside).toBeCloseTo(one.underflow + one.overflow, 9);
    expect(grid.entries).toBe(one.entries);
  });

  it("of an empty stream, or of one that nothing passes, is all zeros", async () => {
    const { histogram, filter } = diff;
    const none = histogram((ev: View<Event>) => [ev.ht, ev.w], { edges: [x, y] });
    for (const stream of [
      eventsOf<Event>([]).pipe(none),
      eventsOf(events).pipe(
        filter(() => false),
        none,
      ),
    ])
      expect(plain(await lastValueFrom(stream))).toEqual({
        values: new Array(8).fill(0),
        variances: new Array(8).fill(0),
        outside: 0,
        entries: 0,
        skipped: 0,
      });
  });

  it("shows itself, as text, on one line and as JSON", async () => {
    const rows = [
      { a: 0.5, b: 0.5 },
      { a: 0.5, b: 2.5 },
      { a: 1.5, b: 2.5 },
    ];
    const grid = await lastValueFrom(
      eventsOf(rows).pipe(hard.histogram((ev) => [ev.a, ev.b], { edges: [linspace(0, 2, 3), linspace(0, 2, 3)] })),
    );
    expect(String(grid)).toMatchInlineSnapshot(`
      "histogram of 2 x 2 bins, 0 to 2 by 0 to 2
      along axis 0
      [0, 1)  1 ± 1 ████████████████████████████████████████
      [1, 2)  0
      along axis 1
      [0, 1)  1 ± 1 ████████████████████████████████████████
      [1, 2)  0
      outside 2, entries 3, skipped 0"
    `);
    expect(JSON.parse(JSON.stringify(grid))).toEqual({
      kind: "grid",
      axes: [
        [0, 1, 2],
        [0, 1, 2],
      ],
      shape: [2, 2],
      values: [1, 0, 0, 0],
      variances: [1, 0, 0, 0],
      outside: 2,
      entries: 3,
      skipped: 0,
    });
    expect(grid.toHTML()).toMatch(/^<div><svg.*<p>histogram of 2 x 2 bins, 0 to 2 by 0 to 2: outside 2/);
  });

  it("has the type of what its lambda and edges say", () => {
    const stream = eventsOf(events);
    const { histogram } = diff;
    expectTypeOf(stream.pipe(histogram((ev) => [ev.ht, ev.w], { edges: [x, y] }))).toEqualTypeOf<Observable<Grid>>();
    expectTypeOf(
      stream.pipe(
        histogram(
          (ev, { k }) => ev.muon.map((m) => [m.pt * k, m.eta]),
          { k: 2 },
          { edges: [x, eta], bandwidth: [1, undefined] },
        ),
      ),
    ).toEqualTypeOf<Observable<Grid>>();
    // @ts-expect-error there is no such column
    const noColumn = () => stream.pipe(histogram((ev) => [ev.hat, ev.w], { edges: [x, y] }));
    // @ts-expect-error a grid needs arrays
    const noArray = () => stream.pipe(histogram((ev) => ev.ht, { edges: [x, y] }));
    expect([noColumn, noArray]).toHaveLength(2);
  });
});

const zMuMu = sharedData("data/hep-events/csv/Zmumu_Run2011A.csv");

describe("the Z sample of 2011", () => {
  type Row = { readonly [name in "pt1" | "eta1" | "pt2" | "iso1"]: number };
  const rows = (): readonly Row[] => {
    const [head = "", ...lines] = readFileSync(zMuMu ?? "", "utf8")
      .trim()
      .split("\n");
    const names = head.trim().split(",");
    return lines.map((line) => {
      const numbers = line.split(",").map(Number);
      const of = (name: string): number => numbers[names.indexOf(name)] ?? Number.NaN;
      return { pt1: of("pt1"), eta1: of("eta1"), pt2: of("pt2"), iso1: of("iso1") };
    });
  };

  it.skipIf(!zMuMu)("has the counts of numpy.histogram2d", async () => {
    const edges = [
      [20, 25, 30, 40, 60, 100],
      [-2.4, -1.2, 0, 1.2, 2.4],
    ];
    const { values, outside } = await lastValueFrom(
      eventsOf(rows(), 1000).pipe(hard.histogram((ev) => [ev.pt1, ev.eta1], { edges })),
    );
    // numpy 2.4.6: histogram2d(pt1, eta1, bins=edges)
    expect([...values]).toEqual([
      349, 142, 50, 154, 413, 187, 118, 245, 1001, 675, 652, 799, 1112, 1225, 1089, 918, 118, 118, 124, 83,
    ]);
    expect(outside).toBe(1011);
  });

  it.skipIf(!zMuMu)("has the weighted sums of numpy.histogramdd", async () => {
    const edges = [
      [20, 35, 50, 80],
      [-2.1, 0, 2.1],
      [20, 40, 100],
    ];
    const { values, variances, outside } = await lastValueFrom(
      eventsOf(rows()).pipe(
        hard.weight((ev) => 1 / (1 + ev.iso1)),
        hard.histogram((ev) => [ev.pt1, ev.eta1, ev.pt2], { edges }),
      ),
    );
    // numpy 2.4.6: histogramdd(stack([pt1, eta1, pt2], 1), bins=edges, weights=w), w = 1 / (1 + iso1), and with w * w
    expectClose(
      [...values],
      [
        764.307452799, 356.822290246, 554.238694503, 353.029974435, 785.749912272, 1418.13130706, 756.422272533,
        1367.64512161, 305.486984706, 169.923630571, 284.370497089, 147.999773973,
      ],
      7,
    );
    expectClose(
      [...variances],
      [
        708.109602754, 325.534652181, 517.189049877, 323.080920085, 728.861298271, 1315.31899318, 701.426717711,
        1269.4986007, 285.419486444, 159.870499063, 264.444045274, 139.169156108,
      ],
      7,
    );
    expect(outside).toBeCloseTo(1438.25243246, 7);
  });
});

const pdf = (z: number): number => Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);

/** The normal distribution function by Simpson's rule. */
const cdf = (z: number): number => {
  const n = 4000;
  const h = Math.min(Math.abs(z), 12) / n;
  let area = 0;
  for (let k = 0; k <= n; k++) area += (k === 0 || k === n ? 1 : k % 2 ? 4 : 2) * pdf(k * h);
  return 0.5 + (Math.sign(z) * area * h) / 3;
};
/** The part of the noise between two places, none if they are in the other order. */
const between = (low: number, high: number): number => Math.max(0, cdf(high) - cdf(low));

const a = parameter("a", 5, { width: 2 });
const b = parameter("b", 7, { width: 0.5 });
const points = [
  { x: 1, y: 3 },
  { x: 4.5, y: 6 },
  { x: 5.2, y: 7.3 },
  { x: 8, y: 6.8 },
  { x: 12, y: 20 },
];
type Point = (typeof points)[number];
const total = (f: (point: Point) => number): number => points.reduce((sum, point) => sum + f(point), 0);
const ends = [
  [0, 5, 10],
  [0, 7, 15],
] as const;
const gridOf = (f: (point: Point, i: number, j: number) => number): readonly number[] =>
  [0, 1].flatMap((i) => [0, 1].map((j) => total((point) => f(point, i, j))));
const ease = (k: 0 | 1, i: number, at: number, width: number): readonly [number, number] => [
  ((ends[k][i] ?? 0) - at) / width,
  ((ends[k][i + 1] ?? 0) - at) / width,
];

describe("a relaxed histogram of several axes", () => {
  const edges = [
    [0, a, 10],
    [0, b, 15],
  ];

  it("is a product of probabilities where the axes are different quantities", async () => {
    const grid = await lastValueFrom(eventsOf(points).pipe(diff.histogram((ev) => [ev.x, ev.y], { edges })));
    const wanted = gridOf(({ x, y }, i, j) => between(...ease(0, i, x, 2)) * between(...ease(1, j, y, 0.5)));
    expectClose([...grid.values], wanted, 10);
    expectClose([...grid.variances], wanted, 10);
    expect(grid.outside).toBeCloseTo(points.length - wanted.reduce((s, p) => s + p, 0), 10);
  });

  it("shares the noise of a quantity that stands on both axes", async () => {
    const grid = await lastValueFrom(eventsOf(points).pipe(diff.histogram((ev) => [ev.x, ev.x], { edges })));
    const wanted = gridOf(({ x }, i, j) => {
      const [[l, h], [m, g]] = [ease(0, i, x, 2), ease(1, j, x, 0.5)];
      return between(Math.max(l, m), Math.min(h, g));
    });
    expectClose([...grid.values], wanted, 10);
  });

  it("turns the noise of a quantity that stands on the other axis with its sign turned", async () => {
    const c = parameter("c", -7, { width: 0.5 });
    const turned = [
      [0, a, 10],
      [-15, c, 0],
    ];
    const wanted = gridOf(({ x }, i, j) => {
      const [[l, h], [m, g]] = [ease(0, i, x, 2), ease(1, 1 - j, x, 0.5)];
      return between(Math.max(l, m), Math.min(h, g));
    });
    const { histogram } = diff;
    const after = await lastValueFrom(eventsOf(points).pipe(histogram((ev) => [ev.x, -ev.x], { edges: turned })));
    expectClose([...after.values], wanted, 10);
    const before = await lastValueFrom(
      eventsOf(points).pipe(histogram((ev) => [-ev.x, ev.x], { edges: turned.toReversed() })),
    );
    const [v00 = 0, v01 = 0, v10 = 0, v11 = 0] = before.values;
    expectClose([v00, v10, v01, v11], wanted, 10);
  });

  it("shares the noise of a quantity with a cut on it, on whichever axis it stands", async () => {
    const { filter, histogram } = diff;
    const cut = parameter("cut", 6, { width: 1 });
    const kept = ({ x, y }: Point, i: number, j: number): number => {
      const [l, h] = ease(0, i, x, 2);
      return between(Math.max(l, 6 - x), h) * between(...ease(1, j, y, 0.5));
    };
    const passed = eventsOf(points).pipe(filter((ev, { cut }) => ev.x > cut, { cut }));
    const one = await lastValueFrom(passed.pipe(histogram((ev) => [ev.x, ev.y], { edges })));
    expectClose([...one.values], gridOf(kept), 10);
    const other = await lastValueFrom(passed.pipe(histogram((ev) => [ev.y, ev.x], { edges: edges.toReversed() })));
    const [v00 = 0, v01 = 0, v10 = 0, v11 = 0] = other.values;
    expectClose([v00, v10, v01, v11], gridOf(kept), 10);
  });

  it("bins an axis exactly that depends on no choice", async () => {
    const stream = eventsOf(points).pipe(
      diff.histogram((ev) => [ev.x, ev.y], {
        edges: [
          [0, 5, 10],
          [0, b, 15],
        ],
      }),
    );
    const wanted = gridOf(({ x, y }, i, j) => {
      const [l, h] = ease(0, i, x, 1);
      return l <= 0 && h > 0 ? between(...ease(1, j, y, 0.5)) : 0;
    });
    expectClose([...(await lastValueFrom(stream)).values], wanted, 10);
  });

  it("takes a bandwidth for each axis, and one that its choices give where none is stated", async () => {
    const stream = eventsOf(points).pipe(diff.histogram((ev) => [ev.x, ev.y], { edges, bandwidth: [1.5, undefined] }));
    const wanted = gridOf(({ x, y }, i, j) => between(...ease(0, i, x, 1.5)) * between(...ease(1, j, y, 0.5)));
    expectClose([...(await lastValueFrom(stream)).values], wanted, 10);
  });

  it("is the hard one at widths of zero, and names its axes", async () => {
    const stream = eventsOf(points).pipe(diff.histogram((ev) => [ev.x, ev.y], { edges }));
    const first = stream.pipe(diff.objective((g) => g.values[1] ?? 0));
    expect(await valueAt(first, { a, b }, { widthFactor: 0 })).toBe(0);
    const last = stream.pipe(diff.objective((g) => g.values[2] ?? 0));
    expect(await valueAt(last, { a, b }, { widthFactor: 0 })).toBe(1);
    expect(String(await explain(stream))).toMatchInlineSnapshot(`
      "histogram, axis 0: (ev) => [ev.x, ev.y] -> spread over bins, width 2 from a
      histogram, axis 1: (ev) => [ev.x, ev.y] -> spread over bins, width 0.5 from b
      read of the sample: x, y"
    `);
  });

  it("has the derivatives of those probabilities, forward and backward", async () => {
    const stream = eventsOf(points).pipe(
      diff.histogram((ev) => [ev.x, ev.y], { edges }),
      diff.objective((g) => (g.values[0] ?? 0) + 3 * (g.values[3] ?? 0) + 0.5 * g.outside),
    );
    const slope = ({ x, y }: Point): number => {
      const change = pdf((5 - x) / 2) / 2;
      return change * between(...ease(1, 0, y, 0.5)) - 3 * change * between(...ease(1, 1, y, 0.5));
    };
    for (const mode of ["forward", "reverse"] as const)
      expect((await gradient(stream, { a, b }, { mode })).a).toBeCloseTo(total(slope), 9);
    expect((await checkGradients(stream, { a, b })).maxRelativeError).toBeLessThan(1e-7);
  });

  it("may be read with its edges and its shape, whose derivative is refused where they move", async () => {
    const { histogram, objective } = diff;
    const stream = eventsOf(points).pipe(histogram((ev) => [ev.x, ev.y], { edges: [[0, 5, 10], edges[1] ?? []] }));
    const area = stream.pipe(
      objective(
        (g) =>
          (g.values[1 * (g.shape[1] ?? 0)] ?? 0) * ((g.axes[0]?.[1] ?? 0) - (g.axes[0]?.[0] ?? 0)) + g.shape.length,
      ),
    );
    const [, , second = 0] = (await lastValueFrom(stream)).values;
    expect((await lastValueFrom(area)).value).toBeCloseTo(5 * second + 2, 12);
    expect((await checkGradients(area, { b })).maxRelativeError).toBeLessThan(1e-7);
    const lost = objective((g: Grid) => (g.axes[0]?.[1] ?? 0) * g.outside);
    const first = stream.pipe(
      each((grid) => project(grid, 1)),
      lost,
    );
    await expect(gradient(first, { b })).rejects.toThrow(/E_FLAT: the member axes\[0\]/);
    await expect(gradient(stream.pipe(lost), { b })).resolves.toEqual({ b: expect.any(Number) });
  });

  it("is differentiated through a nuisance in a weight, and refused through one in an exact axis", async () => {
    const { weight, histogram, objective } = diff;
    const shift = nuisance("shift", 1, { sigma: 0.1 });
    const figure = objective((g: Grid) => g.values.reduce((s, v) => s + v * v, 0));
    const fine = eventsOf(points).pipe(
      weight((ev, { shift }) => ev.y ** shift, { shift }),
      histogram((ev) => [ev.x, ev.y], { edges }),
      figure,
    );
    expect((await checkGradients(fine, { a, shift })).maxRelativeError).toBeLessThan(1e-7);
    const lost = eventsOf(points).pipe(
      histogram((ev, { shift }) => [ev.x, ev.y * shift], { shift }, { edges: [edges[0] ?? [], [0, 7, 15]] }),
      figure,
    );
    await expect(gradient(lost, { shift })).rejects.toThrow("E_FLAT");
    expect((await gradient(lost, { a })).a).not.toBe(0);
    const bare = parameter("bare", 5);
    const without = eventsOf(points).pipe(
      histogram((ev) => [ev.x, ev.y], {
        edges: [
          [0, bare, 10],
          [0, 15],
        ],
      }),
      figure,
    );
    await expect(gradient(without, { bare })).rejects.toThrow("E_WIDTH");
  });

  it("stands beside other results: filled together, varied, observed, and asked how many events carry it", async () => {
    const { fill, filter, histogram, objective, variations, count } = diff;
    const scale = nuisance("scale", 1, { sigma: 0.2 });
    const varied = eventsOf(points).pipe(
      variations(
        (events) =>
          events.pipe(
            filter((ev, { a }) => ev.x > a, { a }),
            histogram((ev, { scale }) => [ev.x * scale, ev.y], { scale }, { edges: [[0, 5, 10], edges[1] ?? []] }),
          ),
        { scale },
      ),
    );
    const { nominal, up } = await lastValueFrom(varied);
    expect([...up.scale.values]).not.toEqual([...nominal.values]);
    const both = forkJoin({
      data: eventsOf(points).pipe(
        hard.histogram((ev) => [ev.x, ev.y], { edges: ends }),
        each(observed),
      ),
      model: eventsOf(points).pipe(fill({ grid: histogram((ev: View<Point>) => [ev.x, ev.y], { edges }), n: count() })),
    });
    const distance = both.pipe(
      objective(({ data, model }) => data.values.reduce((s, n, k) => s + (n - (model.grid.values[k] ?? 0)) ** 2, 0)),
    );
    expect((await checkGradients(distance, { a, b })).maxRelativeError).toBeLessThan(1e-6);
    const cut = eventsOf(points).pipe(
      filter((ev, { a }) => ev.x > a, { a }),
      histogram((ev) => [ev.x, ev.y], { edges: ends }),
    );
    expect(await eventsInside(cut, { a })).toBe(points.filter(({ x }) => Math.abs(x - 5) < 2).length);
  });
});

describe("a projection", () => {
  const edges = [
    [a, 8, 12],
    [0, b, 15],
    [0, 8, 16, 24],
  ];
  const stream = eventsOf(points).pipe(diff.histogram((ev) => [ev.x, ev.y, ev.x + ev.y], { edges }));

  it("is the sum over the other axes, in the order of its own", async () => {
    const grid = await lastValueFrom(stream);
    const at = (i: number, j: number, k: number): number => grid.values[(i * 2 + j) * 3 + k] ?? Number.NaN;
    const [i2, i3] = [
      [0, 1],
      [0, 1, 2],
    ];
    const first = project(grid, 0);
    expectClose(
      [...first.values],
      i2.map((i) => i2.flatMap((j) => i3.map((k) => at(i, j, k))).reduce((s, v) => s + v, 0)),
    );
    const turned = project(grid, 2, 0);
    expect(turned.shape).toEqual([3, 2]);
    expect([...(turned.axes[0] ?? [])]).toEqual([0, 8, 16, 24]);
    expectClose(
      [...turned.values],
      i3.flatMap((k) => i2.map((i) => at(i, 0, k) + at(i, 1, k))),
    );
    expect(turned.outside).toBe(grid.outside);
  });

  it("carries derivatives", async () => {
    const figure = stream.pipe(
      each((grid) => project(grid, 1, 0)),
      diff.objective(
        (g) =>
          g.values.reduce((s, v, k) => s + (k + 1) * v * v, 0) +
          2 * g.outside -
          g.variances.reduce((s, v) => s + v * v, 0),
      ),
    );
    for (const mode of ["forward", "reverse"] as const) {
      const { maxRelativeError, perParameter } = await checkGradients(figure, { a, b }, { mode });
      expect(maxRelativeError).toBeLessThan(1e-7);
      expect(Math.abs(perParameter.a.derivative)).toBeGreaterThan(0.01);
    }
  });

  it.each([[[]], [[3]], [[-1]], [[0.5]], [[1, 1]]])("refuses axes that are none: %j", async (axes) => {
    const grid = await lastValueFrom(stream);
    expect(() => project(grid, ...axes)).toThrow("E_SHAPE");
  });
});

describe("a histogram of several axes refuses", () => {
  const { histogram } = diff;
  const f = (ev: View<Point>) => [ev.x, ev.y];
  const many = linspace(0, 1, 1100);

  it.each<[string, () => unknown, RegExp]>([
    ["axes that do not ascend", () => histogram(f, { edges: [x, [1, 1]] }), /E_SHAPE: edge 1 \(1\).*\n {2}axis 1/],
    ["an axis without edges", () => histogram(f, { edges: [x, []] }), /E_SHAPE.*\n {2}axis 1/],
    ["edges that are not finite", () => histogram(f, { edges: [[0, Number.NaN], y] }), /E_NONFINITE.*\n {2}axis 0/],
    ["numbers among axes", () => histogram(f, { edges: [x, 3] as never }), /E_SHAPE.*array of edges for each/],
    ["more than 6 axes", () => histogram(f, { edges: new Array(7).fill(y) }), /E_LIMIT: a histogram of 7 axes/],
    ["more than 2^20 bins", () => histogram(f, { edges: [many, many] }), /E_LIMIT.*1099 x 1099 = 1207801 bins/],
    [
      "one bandwidth for all",
      () => histogram(f, { edges: [x, y], bandwidth: 1 as never }),
      /E_SHAPE.*one entry for each/,
    ],
    ["too few bandwidths", () => histogram(f, { edges: [x, y], bandwidth: [1] }), /E_SHAPE.*one entry for each/],
    ["a negative bandwidth", () => histogram(f, { edges: [x, y], bandwidth: [1, -1] }), /E_PARAMETER/],
  ])("%s", (_what, make, message) => {
    expect(make).toThrow(message);
  });

  const failing = (stream: Observable<unknown>): Promise<unknown> =>
    lastValueFrom(stream).then(
      () => new Error("no error"),
      (error: unknown) => error,
    );

  it("arrays of another length, and what is no array", async () => {
    const stream = eventsOf(points);
    const three = await failing(stream.pipe(histogram((ev) => [ev.x, ev.y, 1], { edges: [x, y] })));
    expect(String(three)).toMatch(/E_SHAPE.*needs an array of 2 numbers, found an array of 3/);
    const number = await failing(stream.pipe(histogram((ev) => ev.x as never, { edges: [x, y] })));
    expect(String(number)).toMatch(/E_TYPE.*needs an array of 2 numbers, found a number/);
    const one = await failing(stream.pipe(histogram((ev) => [ev.x, ev.y] as never, { edges: x })));
    expect(String(one)).toMatch(
      /E_TYPE: a number is needed here, found an array of 2[\s\S]*try: .*edges: \[edgesA, edgesB\]/,
    );
  });

  it("edges that have crossed, where they are bound", async () => {
    const stream = eventsOf(points).pipe(
      histogram((ev) => [ev.x, ev.y], { edges: [x, [0, b, 15]] }),
      diff.objective((g) => g.outside),
    );
    await expect(valueAt(stream, { b }, { at: { b: 16 } })).rejects.toThrow(/E_SHAPE: edge 2 .*\n {2}axis 1/);
  });

  it("one quantity that is said in two ways on two axes", async () => {
    const lists = [{ l: [1, 2, 3] }, { l: [4, 0, 2] }];
    const stream = eventsOf(lists).pipe(
      histogram((ev, { a }) => [ev.l[0] * a, ev.l.toSorted((p, q) => q - p)[0] * a], { a }, { edges: [x, y] }),
    );
    await expect(lastValueFrom(stream)).rejects.toThrow(/E_SOFT: .*one quantity that is said in two ways/);
  });

  it("two axes that depend on choices and on no event", async () => {
    const stream = eventsOf(points).pipe(histogram((_ev, { a }) => [a, 2 * a], { a }, { edges: [x, y] }));
    await expect(lastValueFrom(stream)).rejects.toThrow("E_SOFT");
  });
});
