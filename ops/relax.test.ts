import { lastValueFrom, type Observable } from "rxjs";
import { describe, expect, it } from "vitest";
import { gradient, hold, nuisance, parameter, type Scalar, type View, valueAt } from "../core/index.ts";
import { count, filter, flatten, histogram, map, objective, sum, weight } from "./diff.ts";
import { eventsOf } from "./events-of.ts";

const pdf = (z: number): number => Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);

/** The normal distribution function by Simpson's rule. */
const cdf = (z: number): number => {
  const n = 4000;
  const h = Math.min(Math.abs(z), 12) / n;
  let area = 0;
  for (let k = 0; k <= n; k++) area += (k === 0 || k === n ? 1 : k % 2 ? 4 : 2) * pdf(k * h);
  return 0.5 + (Math.sign(z) * area * h) / 3;
};

const total = (terms: readonly number[]): number => terms.reduce((s, x) => s + x, 0);
const numberFrom = async (stream: Observable<Scalar>): Promise<number> => (await lastValueFrom(stream)).value;

const xs = [-3, 0.5, 1, 4.2, 4.9, 5, 5.1, 6, 7.5, 9, 30];
const data = xs.map((x, i) => ({ x, y: 10 - x / 2, k: i, w: 1 + i / 4 }));
const a = parameter("a", 5, { width: 2 });
const b = parameter("b", 7, { width: 2 });
const narrow = parameter("narrow", 6.5, { width: 0.5 });

interface Row {
  readonly x: number;
  readonly y: number;
  readonly k: number;
  readonly w: number;
}

type Condition = (ev: Row, scope: { readonly a: number; readonly b: number; readonly narrow: number }) => boolean;

const soft = (keep: Condition): Promise<number> =>
  numberFrom(eventsOf(data).pipe(filter(keep, { a, b, narrow }), count()));

/** Each condition with its probability for one event, in closed form. */
const conditions: readonly (readonly [string, Condition, (ev: Row) => number])[] = [
  ["a cut", (ev, { a }) => ev.x > a, ({ x }) => cdf((x - 5) / 2)],
  ["a cut with equality", (ev, { a }) => ev.x >= a, ({ x }) => cdf((x - 5) / 2)],
  ["a cut from the other side", (ev, { a }) => a < ev.x, ({ x }) => cdf((x - 5) / 2)],
  ["an upper cut", (ev, { a }) => ev.x < a, ({ x }) => cdf((5 - x) / 2)],
  ["a negation", (ev, { a }) => !(ev.x > a), ({ x }) => cdf((5 - x) / 2)],
  ["a cut at a multiple of a choice", (ev, { a }) => ev.x > 3 * a, ({ x }) => cdf((x - 15) / 6)],
  ["a cut on a multiple of a quantity", (ev, { a }) => 2 * ev.x > a, ({ x }) => cdf((2 * x - 5) / 2)],
  [
    "a cut at a sum of choices",
    (ev, { a, narrow }) => ev.x > a + narrow,
    ({ x }) => cdf((x - 11.5) / Math.hypot(2, 0.5)),
  ],
  ["a cut at a nonlinear function of a choice", (ev, { a }) => ev.x > a * a, ({ x }) => cdf((x - 25) / 20)],
  ["a difference of quantities", (ev, { a }) => ev.x - ev.y > a, ({ x, y }) => cdf((x - y - 5) / 2)],
  ["a window", (ev, { a, b }) => ev.x > a && ev.x < b, ({ x }) => cdf((7 - x) / 2) - cdf((5 - x) / 2)],
  [
    "two cuts on one quantity, of which one is tighter",
    (ev, { a, b }) => ev.x > a && ev.x > b,
    ({ x }) => cdf((x - 7) / 2),
  ],
  [
    "two cuts of different width",
    (ev, { a, narrow }) => ev.x > a && ev.x > narrow,
    ({ x }) => cdf(Math.min((x - 5) / 2, (x - 6.5) / 0.5)),
  ],
  ["a window that is empty", (ev, { a, b }) => ev.x < a && ev.x > b, () => 0],
  ["the outside of a window", (ev, { a, b }) => ev.x < a || ev.x > b, ({ x }) => cdf((5 - x) / 2) + cdf((x - 7) / 2)],
  ["either of two cuts on one quantity", (ev, { a, b }) => ev.x > a || ev.x > b, ({ x }) => cdf((x - 5) / 2)],
  ["cuts on two quantities", (ev, { a, b }) => ev.x > a && ev.y > b, ({ x, y }) => cdf((x - 5) / 2) * cdf((y - 7) / 2)],
  [
    "either of cuts on two quantities",
    (ev, { a, b }) => ev.x > a || ev.y > b,
    ({ x, y }) => 1 - cdf((5 - x) / 2) * cdf((7 - y) / 2),
  ],
  [
    "a choice of conditions",
    (ev, { a, b }) => (ev.x > a ? ev.y > b : ev.y < b),
    ({ x, y }) => cdf((x - 5) / 2) * cdf((y - 7) / 2) + cdf((5 - x) / 2) * cdf((7 - y) / 2),
  ],
  [
    "exactly one of two",
    (ev, { a, b }) => ev.x > a !== ev.y > b,
    ({ x, y }) => cdf((x - 5) / 2) * cdf((7 - y) / 2) + cdf((5 - x) / 2) * cdf((y - 7) / 2),
  ],
  [
    "a hard condition beside a soft one",
    (ev, { a }) => ev.x > a && ev.k > 6,
    ({ x, k }) => (k > 6 ? cdf((x - 5) / 2) : 0),
  ],
  ["a condition that is always true", (ev, { a }) => ev.x > a || ev.x <= a, () => 1],
  [
    "the smaller of two quantities",
    (ev, { a }) => Math.min(ev.x, ev.y) > a,
    ({ x, y }) => cdf((Math.min(x, y) - 5) / 2),
  ],
];

describe("a relaxed condition", () => {
  it.each(conditions)("has the probability of its noise: %s", async (_what, keep, probability) => {
    expect(await soft(keep)).toBeCloseTo(total(data.map(probability)), 10);
  });

  it("is as narrow as the width factor says, and hard at 0", async () => {
    const stream = eventsOf(data).pipe(
      filter((ev, { a }) => ev.x > a, { a }),
      count(),
    );
    expect(await valueAt(stream, { a }, { widthFactor: 0.5 })).toBeCloseTo(total(xs.map((x) => cdf((x - 5) / 1))), 10);
    expect(await valueAt(stream, { a }, { widthFactor: 0 })).toBe(xs.filter((x) => x > 5).length);
  });

  it("keeps its widths where they are frozen", async () => {
    const stream = eventsOf(data).pipe(
      filter((ev, { a }) => ev.x > a * a, { a }),
      count(),
    );
    const value = await valueAt(stream, { a }, { at: { a: 2 }, frozenAt: { a: 1.5 } });
    expect(value).toBeCloseTo(total(xs.map((x) => cdf((x - 4) / (2 * 1.5 * 2)))), 10);
  });

  it("has the width that its stage states, if its choices have none", async () => {
    const bare = parameter("bare", 5);
    const keep = filter((ev: Row, { bare }) => ev.x > bare, { bare }, { width: 3 });
    expect(await numberFrom(eventsOf(data).pipe(keep, count()))).toBeCloseTo(
      total(xs.map((x) => cdf((x - 5) / 3))),
      10,
    );
  });

  it("is hard where a choice is held", async () => {
    const stream = eventsOf(data).pipe(
      filter((ev, { a }) => ev.x > a, { a: hold(a) }),
      count(),
    );
    expect(await numberFrom(stream)).toBe(xs.filter((x) => x > 5).length);
  });

  it("is hard for a choice of width 0 and for a nuisance", async () => {
    const [sharp, measured] = [parameter("sharp", 5, { width: 0 }), nuisance("measured", 1, { sigma: 0.5 })];
    const stream = eventsOf(data).pipe(
      filter((ev, { sharp, measured }) => ev.x * measured > sharp, { sharp, measured }),
      count(),
    );
    expect(await numberFrom(stream)).toBe(xs.filter((x) => x > 5).length);
  });

  it("shares its noise with the same quantity in other stages, also after a map", async () => {
    const stream = eventsOf(data).pipe(
      filter((ev, { a }) => ev.x > a, { a }),
      map((ev) => ({ again: ev.x, y: ev.y })),
      filter((ev, { b }) => ev.again > b, { b }),
      count(),
    );
    expect(await numberFrom(stream)).toBeCloseTo(total(xs.map((x) => cdf((x - 7) / 2))), 10);
  });

  it("adds up to one over regions", async () => {
    const low = await soft((ev, { a }) => ev.x < a);
    const middle = await soft((ev, { a, b }) => ev.x >= a && ev.x < b);
    const high = await soft((ev, { b }) => ev.x >= b);
    expect(low + middle + high).toBeCloseTo(xs.length, 10);
  });

  it("is independent for two items of a list", async () => {
    const pairs = [{ m: [{ pt: 6 }, { pt: 4 }] }, { m: [{ pt: 5.5 }, { pt: 9 }, { pt: 2 }] }, { m: [{ pt: 40 }] }];
    const stream = eventsOf(pairs).pipe(
      filter((ev, { a }) => ev.m.length >= 2 && ev.m[0].pt > a && ev.m[1].pt > a, { a }),
      count(),
    );
    expect(await numberFrom(stream)).toBeCloseTo(cdf(0.5) * cdf(-0.5) + cdf(0.25) * cdf(2), 10);
  });
});

describe("a relaxed sum", () => {
  it("weighs each event by its probability", async () => {
    const stream = eventsOf(data).pipe(
      weight((ev) => ev.w),
      filter((ev, { a }) => ev.x > a, { a }),
      sum((ev) => ev.y),
    );
    expect(await numberFrom(stream)).toBeCloseTo(total(data.map(({ x, y, w }) => w * y * cdf((x - 5) / 2))), 9);
  });

  it("has the expected sum of squared weights as its variance, and probabilities as entries", async () => {
    const result = await lastValueFrom(
      eventsOf(data).pipe(
        weight((ev) => ev.w),
        filter((ev, { a }) => ev.x > a, { a }),
        count(),
      ),
    );
    expect(result.variance).toBeCloseTo(total(data.map(({ x, w }) => w * w * cdf((x - 5) / 2))), 9);
    expect(result.entries).toBeCloseTo(total(data.map(({ x }) => cdf((x - 5) / 2))), 9);
  });

  it("takes the expectation over both outcomes of a weight", async () => {
    const stream = eventsOf(data).pipe(
      weight((ev, { a }) => (ev.x > a ? 3 : 0.5), { a }),
      count(),
    );
    expect(await numberFrom(stream)).toBeCloseTo(
      total(xs.map((x) => 3 * cdf((x - 5) / 2) + 0.5 * cdf((5 - x) / 2))),
      10,
    );
  });

  it("takes a truth value for a number", async () => {
    const stream = eventsOf(data).pipe(sum((ev, { a }) => ev.x > a, { a }));
    expect(await numberFrom(stream)).toBeCloseTo(total(xs.map((x) => cdf((x - 5) / 2))), 10);
  });

  it("sums items of a list under a cut of their own", async () => {
    const lists = [{ l: [4, 6, 8] }, { l: [] }, { l: [5] }];
    const stream = eventsOf(lists).pipe(sum((ev, { a }) => ev.l.filter((x) => x > a), { a }));
    expect(await numberFrom(stream)).toBeCloseTo(4 * cdf(-0.5) + 6 * cdf(0.5) + 8 * cdf(1.5) + 5 * cdf(0), 10);
  });
});

describe("the derivative of a relaxed count", () => {
  const slope = (keep: Condition, p: typeof a): Promise<{ readonly p: number }> =>
    gradient(eventsOf(data).pipe(filter(keep, { a, b, narrow }), count()), { p });

  it.each<[string, Condition, typeof a, (ev: Row) => number]>([
    ["a cut", (ev, { a }) => ev.x > a, a, ({ x }) => -pdf((x - 5) / 2) / 2],
    ["an upper cut", (ev, { a }) => ev.x < a, a, ({ x }) => pdf((x - 5) / 2) / 2],
    ["a lower edge of a window", (ev, { a, b }) => ev.x > a && ev.x < b, a, ({ x }) => -pdf((x - 5) / 2) / 2],
    ["an upper edge of a window", (ev, { a, b }) => ev.x > a && ev.x < b, b, ({ x }) => pdf((x - 7) / 2) / 2],
    ["the looser of two cuts", (ev, { a, b }) => ev.x > a && ev.x > b, a, () => 0],
    ["a product", (ev, { a, b }) => ev.x > a && ev.y > b, b, ({ x, y }) => (-cdf((x - 5) / 2) * pdf((y - 7) / 2)) / 2],
    [
      "a nonlinear threshold, the width frozen",
      (ev, { a }) => ev.x > a * a,
      a,
      ({ x }) => (-10 * pdf((x - 25) / 20)) / 20,
    ],
  ])("is the density at the cut: %s", async (_what, keep, p, terms) => {
    expect((await slope(keep, p)).p).toBeCloseTo(total(data.map(terms)), 10);
  });
});

describe("the golden numbers of a normal step on a standard normal sample", () => {
  const step = 1 / 64;
  const sample = Array.from({ length: 1153 }, (_, k) => ({ x: (k - 576) * step })).map(({ x }) => ({
    x,
    w: pdf(x) * step,
  }));

  // source: autodiff.md section 9.1, true yield 0.3085375387
  it.each([
    [1, 0.36183680492, -0.26500353234],
    [0.5, 0.32736042301, -0.32286845174],
    [0.1, 0.30941169667, -0.35075192391],
  ])("width %d", async (width, yields, derivative) => {
    const cut = parameter("cut", 0.5, { width });
    const stream = eventsOf(sample).pipe(
      weight((ev) => ev.w),
      filter((ev, { cut }) => ev.x > cut, { cut }),
      count(),
    );
    expect(await numberFrom(stream)).toBeCloseTo(yields, 10);
    expect((await gradient(stream, { cut })).cut).toBeCloseTo(derivative, 10);
  });
});

describe("a histogram that is spread", () => {
  const points = [0.3, 0.7, 1.2, 1.9, 2.6].map((x, k) => ({ x, k }));
  const shifts = Object.fromEntries(points.map(({ k }) => [`p${k}`, parameter(`p${k}`, 0)]));
  const filled = eventsOf(points).pipe(
    histogram(
      (ev, { p0, p1, p2, p3, p4 }: Record<"p0" | "p1" | "p2" | "p3" | "p4", number>) =>
        ev.x +
        (ev.k === 0 ? p0 : 0) +
        (ev.k === 1 ? p1 : 0) +
        (ev.k === 2 ? p2 : 0) +
        (ev.k === 3 ? p3 : 0) +
        (ev.k === 4 ? p4 : 0),
      shifts as never,
      { edges: [0, 1, 2, 3], bandwidth: 0.2 },
    ),
  );

  // source: autodiff.md section 9.3
  it("has the published contents", async () => {
    const { values } = await lastValueFrom(filled);
    [2.0245789899, 1.6011618668, 1.284469161].forEach((n, k) => {
      expect(values[k]).toBeCloseTo(n, 9);
    });
  });

  it.each([
    [0, [0.6432245649, -0.6432245649, -1.2098535922, -0.0000799187, 0]],
    [1, [0.0043634135, 0.647587977, 1.2091844715, -1.7602467151, -0.0221592421]],
    [2, [0, 1.3e-9, 0.0006691511, 1.7603260953, -0.2477955905]],
  ])("has the published derivatives of bin %i with respect to each value", async (bin, slopes) => {
    const content = filled.pipe(objective((h, { bin }) => h.values[bin] ?? 0, { bin }));
    for (const mode of ["forward", "reverse"] as const) {
      const found = await gradient(content, shifts, { mode });
      slopes.forEach((slope, k) => {
        expect(found[`p${k}`]).toBeCloseTo(slope, 9);
      });
    }
  });

  // source: statistics.md section 10.7, KDE histogram
  const kde = [-1.2, 0.3, 0.31, 2.5].map((x) => ({ x }));
  const shift = parameter("shift", 0);
  const edge = parameter("edge", 0);
  const estimate = eventsOf(kde).pipe(
    histogram((ev, { shift }) => ev.x + shift, { shift }, { edges: [-2, -1, edge, 1, 2], bandwidth: 0.5 }),
  );
  const contents = [0.60967609512896, 0.86920534396259, 1.3031097418929, 0.32116139160012];

  it("has the published contents of a kernel density estimate, flow bins too", async () => {
    const h = await lastValueFrom(estimate);
    contents.forEach((n, k) => {
      expect(h.values[k]).toBeCloseTo(n, 12);
    });
    expect(h.underflow).toBeCloseTo(0.66447941798344 - 0.60967609512896, 12);
    expect(h.overflow).toBeCloseTo(1.1632054961611 - 0.32116139160012, 12);
  });

  it("has the published derivatives with respect to a common shift and an edge", async () => {
    const slopes = [-0.5676100248977, -0.58011869004577, 0.75334407479063, 0.12722187638671];
    for (const [bin, slope] of slopes.entries()) {
      const content = estimate.pipe(objective((h, { bin }) => h.values[bin] ?? 0, { bin }));
      expect((await gradient(content, { shift })).shift).toBeCloseTo(slope, 12);
    }
    const second = estimate.pipe(objective((h) => h.values[1] ?? 0));
    expect((await gradient(second, { edge })).edge).toBeCloseTo(1.3696091613538, 12);
  });

  it("has the width that its choices give it", async () => {
    const scale = parameter("scale", 2, { width: 0.1 });
    const h = await lastValueFrom(
      eventsOf(data).pipe(histogram((ev, { scale }) => ev.x * scale, { scale }, { edges: [0, 10, 20] })),
    );
    const inside = (x: number, low: number, high: number) =>
      cdf((high - 2 * x) / (0.1 * Math.abs(x))) - cdf((low - 2 * x) / (0.1 * Math.abs(x)));
    expect(h.values[0]).toBeCloseTo(total(xs.map((x) => inside(x, 0, 10))), 9);
    expect(h.values[1]).toBeCloseTo(total(xs.map((x) => inside(x, 10, 20))), 9);
    expect(h.values[0] ?? 0).toBeGreaterThan(0);
  });

  it("agrees with the window of the same edges", async () => {
    const [low, high] = [parameter("low", 4, { width: 2 }), parameter("high", 6, { width: 2 })];
    const window = await numberFrom(
      eventsOf(data).pipe(
        filter((ev, { low, high }) => ev.x >= low && ev.x < high, { low, high }),
        count(),
      ),
    );
    const bin = await lastValueFrom(eventsOf(data).pipe(histogram((ev) => ev.x, { edges: [4, 6], bandwidth: 2 })));
    expect(bin.values[0]).toBeCloseTo(window, 10);
  });

  it("holds every entry with its weight", async () => {
    const h = await lastValueFrom(
      eventsOf(data).pipe(
        weight((ev) => ev.w),
        histogram((ev) => ev.x, { edges: [0, 3, 4, 8], bandwidth: 1.5 }),
      ),
    );
    expect(h.underflow + total([...h.values]) + h.overflow).toBeCloseTo(total(data.map(({ w }) => w)), 9);
  });

  it("is the hard one where the bandwidth vanishes", async () => {
    const h = await lastValueFrom(
      eventsOf(data).pipe(histogram((ev) => ev.x, { edges: [0, 4.5, 8, 10], bandwidth: 1e-9 })),
    );
    expect([h.underflow, ...h.values, h.overflow]).toEqual([1, 3, 5, 1, 1]);
  });

  it("shares the noise of a cut on its observable", async () => {
    const cut = parameter("cut", 5, { width: 2 });
    const stream = eventsOf(data).pipe(
      filter((ev, { cut }) => ev.x > cut, { cut }),
      histogram((ev) => ev.x, { edges: [0, 5, 9, 40], bandwidth: 2 }),
    );
    const { values } = await lastValueFrom(stream);
    expect(values[0]).toBeCloseTo(0, 10);
    expect(values[1]).toBeCloseTo(total(xs.map((x) => cdf((9 - x) / 2) - cdf((5 - x) / 2))), 9);
  });
});

describe("what has no relaxed meaning is refused at its place", () => {
  const lists = eventsOf([{ l: [1, 2], x: 1 }]);
  const counted = (
    keep: Parameters<typeof filter<View<{ l: number[]; x: number }>, { a: typeof a }>>[0],
  ): Promise<number> => numberFrom(lists.pipe(filter(keep, { a }), count()));

  it.each<[string, Parameters<typeof counted>[0], string, string]>([
    ["an equality with a choice", (ev, { a }) => ev.x === a, "E_SOFT", "ev.x === a"],
  ])("%s", async (_what, keep, code, place) => {
    await expect(counted(keep)).rejects.toMatchObject({ code, where: expect.stringContaining(place) });
    await expect(counted(keep)).rejects.toMatchObject({ where: expect.stringContaining("^") });
    await expect(counted(keep)).rejects.toMatchObject({ cure: expect.stringContaining("hold") });
  });

  type Jets = View<{ jet: { pt: number }[] }>;
  const leading = filter((ev: Jets, { a }) => ev.jet[0].pt > a, { a });
  const jets = eventsOf([{ jet: [{ pt: 6 }, { pt: 4 }] }]);

  it.each<[string, (events: typeof jets) => Observable<Scalar>]>([
    [
      "an item by its place from the end",
      (it) =>
        it.pipe(
          leading,
          filter((ev, { a }) => ev.jet.at(-2).pt > a, { a }),
          count(),
        ),
    ],
    [
      "the first item in another order",
      (it) =>
        it.pipe(
          leading,
          filter((ev, { a }) => ev.jet.toSorted((j, k) => k.pt - j.pt)[0].pt > a, { a }),
          count(),
        ),
    ],
    [
      "the first of a filtered list",
      (it) =>
        it.pipe(
          leading,
          filter((ev, { a }) => ev.jet.filter((j) => j.pt > 1)[0].pt > a, { a }),
          count(),
        ),
    ],
    [
      "each item after one of them",
      (it) =>
        it.pipe(
          leading,
          flatten((ev) => ev.jet),
          filter((j, { a }) => j.pt > a, { a }),
          count(),
        ),
    ],
    [
      "a number with a default",
      (it) =>
        it.pipe(
          filter((ev, { a }) => (ev.jet.length > 0 ? ev.jet[0].pt : 0) > a, { a }),
          filter((ev, { b }) => ev.jet[0].pt < b, { b }),
          count(),
        ),
    ],
    [
      "a sum over a list, once more for each of its items",
      (it) =>
        it.pipe(
          filter((ev, { a }) => ev.jet.reduce((s, j) => s + j.pt, 0) > a, { a }),
          sum((ev, { b }) => ev.jet.filter(() => ev.jet.reduce((s, j) => s + j.pt, 0) < b).map((j) => j.pt), { b }),
        ),
    ],
  ])("noise that is common to a quantity said in two ways: %s", async (_what, pipeline) => {
    await expect(lastValueFrom(pipeline(jets))).rejects.toMatchObject({
      code: "E_SOFT",
      message: expect.stringContaining("said in two ways"),
      where: expect.stringContaining("^"),
    });
  });

  it("noise of two distributions, in a cut and in a histogram", async () => {
    const cut = filter((ev: View<{ x: number }>, { a }) => ev.x > a, { a }, { step: "logistic" });
    const bins = (step: "normal" | "logistic") =>
      eventsOf([{ x: 6 }]).pipe(
        cut,
        histogram((ev) => ev.x, { edges: [0, 5, 10], bandwidth: 2, step }),
      );
    await expect(lastValueFrom(bins("normal"))).rejects.toMatchObject({
      code: "E_SOFT",
      message: expect.stringContaining("two distributions"),
    });
    expect((await lastValueFrom(bins("logistic"))).values).toHaveLength(2);
  });

  it("but not two places of one list, in whatever order", async () => {
    const both = filter(
      (ev: Jets, { a }) => {
        const [first, second] = ev.jet.toSorted((j, k) => k.pt - j.pt);
        return first.pt > a && second.pt > a;
      },
      { a },
    );
    expect(await numberFrom(jets.pipe(both, count()))).toBeCloseTo(cdf(0.5) * cdf(-0.5), 9);
  });

  it("more than 256 outcomes", async () => {
    const many = weight(
      (ev: { readonly x: number; readonly l: Iterable<number> }, { a }) =>
        (ev.x + 1 > a ? 1 : 2) *
        (ev.x + 2 * ev.x > a ? 1 : 2) *
        (ev.x ** 2 > a ? 1 : 2) *
        (ev.x ** 3 > a ? 1 : 2) *
        (ev.x ** 4 > a ? 1 : 2) *
        (ev.x ** 5 > a ? 1 : 2) *
        (ev.x ** 6 > a ? 1 : 2) *
        (ev.x ** 7 > a ? 1 : 2) *
        (ev.x ** 8 > a ? 1 : 2),
      { a },
    );
    await expect(numberFrom(lists.pipe(many, count()))).rejects.toMatchObject({
      code: "E_LIMIT",
      message: expect.stringContaining("256"),
    });
  });
});
