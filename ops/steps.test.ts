import { lastValueFrom, type Observable } from "rxjs";
import { describe, expect, it } from "vitest";
import {
  checkGradients,
  gradient,
  type Histogram,
  lastOf,
  normalCdf,
  nuisance,
  parameter,
  plainBindings,
} from "../core/index.ts";
import { count, filter, histogram, objective, weight } from "./diff.ts";
import { eventsOf } from "./events-of.ts";

const total = (terms: readonly number[]): number => terms.reduce((s, x) => s + x, 0);

const xs = [-3, 0.5, 1, 4.2, 5, 5.1, 6, 7.5, 9, 30];
const rows = xs.map((x, k) => ({ x, w: 1 + k / 3 }));
const events = eventsOf(rows);
const p = parameter("p", 5, { width: 2 });

/** The integral of (1 - u^2)^3 35/32 over u = z/3, of variance 1/9. */
const triweight = (z: number): number => {
  const u = Math.min(1, Math.max(-1, z / 3));
  return 0.5 + (35 / 32) * (u - u ** 3 + (3 / 5) * u ** 5 - u ** 7 / 7);
};

const shapes: readonly (readonly ["normal" | "logistic" | "triweight", (z: number) => number])[] = [
  ["normal", normalCdf],
  ["logistic", (z) => 1 / (1 + Math.exp((-Math.PI * z) / Math.sqrt(3)))],
  ["triweight", triweight],
];

describe.each(shapes)("the %s step", (step, cdf) => {
  it("has the standard deviation of the width", () => {
    const [h, n] = [1e-3, 40_000];
    const moments = Array.from({ length: 2 * n + 1 }, (_, k) => (k - n) * h).map(
      (z) => z * z * (cdf(z + h / 2) - cdf(z - h / 2)),
    );
    expect(total(moments)).toBeCloseTo(1, 5);
  });

  it("gives a cut its distribution", async () => {
    const stream = events.pipe(
      filter((ev, { p }) => ev.x > p, { p }, { step }),
      count(),
    );
    expect((await lastValueFrom(stream)).value).toBeCloseTo(total(xs.map((x) => cdf((x - 5) / 2))), 10);
    expect((await checkGradients(stream, { p })).maxRelativeError).toBeLessThan(1e-5);
  });

  it("spreads a histogram", async () => {
    const h = await lastValueFrom(events.pipe(histogram((ev) => ev.x, { edges: [0, 4, 8], bandwidth: 1.5, step })));
    const part = (low: number, high: number) => total(xs.map((x) => cdf((high - x) / 1.5) - cdf((low - x) / 1.5)));
    expect(h.values[0]).toBeCloseTo(part(0, 4), 10);
    expect(h.values[1]).toBeCloseTo(part(4, 8), 10);
    expect(h.underflow + h.overflow + total([...h.values])).toBeCloseTo(xs.length, 12);
  });
});

it("a step of an unknown name is refused", async () => {
  const named = () =>
    lastValueFrom(
      events.pipe(
        filter((ev, { p }) => ev.x > p, { p }, { step: "constructor" as never }),
        count(),
      ),
    );
  await expect((async () => named())()).rejects.toMatchObject({ code: "E_PARAMETER" });
});

describe("an edge that is a choice", () => {
  const edge = parameter("edge", 5, { width: 2 });
  const stream = events.pipe(
    weight((ev) => ev.w),
    histogram((ev) => ev.x, { edges: [0, edge, 10] }),
  );

  it("spreads the histogram by its width", async () => {
    const { values, variances } = await lastValueFrom(stream);
    const low = (f: (w: number) => number) =>
      total(rows.map(({ x, w }) => f(w) * (normalCdf((5 - x) / 2) - normalCdf(-x / 2))));
    expect(values[0]).toBeCloseTo(
      low((w) => w),
      10,
    );
    expect(variances[0]).toBeCloseTo(
      low((w) => w * w),
      10,
    );
  });

  it("has the density at the edge for a derivative, with opposite signs in the two bins", async () => {
    const density = total(
      rows.map(({ x, w }) => (w * Math.exp(-(((5 - x) / 2) ** 2) / 2)) / Math.sqrt(2 * Math.PI) / 2),
    );
    for (const [bin, sign] of [[0, 1] as const, [1, -1] as const]) {
      const content = stream.pipe(objective((h, { bin }) => h.values[bin] ?? 0, { bin }));
      expect((await gradient(content, { edge })).edge).toBeCloseTo(sign * density, 11);
      expect((await gradient(content, { edge }, { mode: "reverse" })).edge).toBeCloseTo(sign * density, 11);
    }
  });

  it("lets its position be read, and not be differentiated", async () => {
    expect([...(await lastValueFrom(stream)).edges]).toEqual([0, 5, 10]);
    await expect(gradient(stream.pipe(objective((h) => h.edges[1] ?? 0)), { edge })).rejects.toMatchObject({
      code: "E_FLAT",
    });
  });
});

describe("the contrast of a histogram", () => {
  const contrast = (
    stream: Observable<Histogram>,
    parameter: typeof p | ReturnType<typeof nuisance>,
    step: number,
  ): Promise<Histogram> =>
    lastOf<Histogram>(stream, { ...plainBindings, meaning: { kind: "contrast", parameter, step } });
  const hardBins = (edges: readonly number[], items: readonly (readonly [x: number, w: number])[]) => {
    const bins = new Array<number>(edges.length + 1).fill(0);
    for (const [x, w] of items) {
      const k = edges.filter((edge) => edge <= x).length;
      bins[k] = (bins[k] ?? 0) + w;
    }
    return bins;
  };

  it("is half the difference of two hard histograms, for a cut", async () => {
    const stream = events.pipe(
      weight((ev) => ev.w),
      filter((ev, { p }) => ev.x > p, { p }),
      histogram((ev) => ev.x, { edges: [0, 5.05, 8] }),
    );
    const found = await contrast(stream, p, 0.9);
    const at = (c: number) =>
      hardBins(
        [0, 5.05, 8],
        rows.filter(({ x }) => x > c).map(({ x, w }) => [x, w]),
      );
    const [up, down] = [at(5.9), at(4.1)];
    [found.underflow, ...found.values, found.overflow].forEach((n, k) => {
      expect(n).toBeCloseTo(((up[k] ?? 0) - (down[k] ?? 0)) / 2, 12);
    });
  });

  it("moves entries between bins, for a scale of the observable", async () => {
    const scale = nuisance("scale", 1, { sigma: 0.1 });
    const stream = events.pipe(
      weight((ev) => ev.w),
      histogram((ev, { scale }) => ev.x * scale, { scale }, { edges: [0, 5, 8] }),
    );
    const found = await contrast(stream, scale, 0.1);
    const at = (s: number) =>
      hardBins(
        [0, 5, 8],
        rows.map(({ x, w }) => [x * s, w]),
      );
    const [up, down] = [at(1.1), at(0.9)];
    [found.underflow, ...found.values, found.overflow].forEach((n, k) => {
      expect(n).toBeCloseTo(((up[k] ?? 0) - (down[k] ?? 0)) / 2, 12);
    });
    const bin = (x: number) => [0, 5, 8].filter((e) => e <= x).length;
    const moved = rows.filter(({ x }) => bin(x * 1.1) !== bin(x * 0.9));
    expect(found.entries).toBe(moved.length);
    expect(found.variances[0]).toBeCloseTo(
      total(moved.filter(({ x }) => bin(x * 1.1) === 1 || bin(x * 0.9) === 1).map(({ w }) => (w / 2) ** 2)),
      12,
    );
  });

  it("moves an edge", async () => {
    const edge = parameter("edge", 5, { width: 1 });
    const stream = events.pipe(histogram((ev) => ev.x, { edges: [0, edge, 10] }));
    const found = await contrast(stream, edge, 1);
    const at = (e: number) =>
      hardBins(
        [0, e, 10],
        xs.map((x) => [x, 1]),
      );
    expect([...found.values]).toEqual([1, 2].map((k) => ((at(6)[k] ?? 0) - (at(4)[k] ?? 0)) / 2));
  });
});
