import { describe, expect, it } from "vitest";
import { normalCdf, normalPdf } from "../numerics/index.ts";
import { powers } from "../primitives/index.ts";
import { addMoments, polynomialAt } from "./moments.ts";
import { probed, smeared } from "./smear.ts";

const random = ((state: number) => () => {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return state / 2 ** 32;
})(5);

/** A histogram and a width, and a function of entries that gives their bins by way of cells. */
const through = (edges: readonly number[], width: number) => {
  const [low = 0, high = 0] = [edges[0], edges.at(-1)];
  const sizeOfBin = (edges[1] ?? 0) - low;
  const isUniform = edges.every((edge, k) => Math.abs(edge - low - k * sizeOfBin) < 1e-9);
  const cell = isUniform ? sizeOfBin / Math.ceil((16 * sizeOfBin) / width) : width / 17;
  const beyond = Math.ceil((8.5 * width) / cell);
  const settings = { first: low - (beyond + 1) * cell, size: cell, step: cell / width, beyond };
  const size = (Math.ceil((high - low) / cell) + 2 * beyond + 4) * powers;
  const placeOf = (x: number): number => (x - settings.first) / cell;
  const bins = (entries: readonly (readonly [number, readonly number[]])[]): readonly number[] => {
    const moments = new Float64Array(size);
    for (const [x, amounts] of entries)
      addMoments(
        moments,
        placeOf(x),
        amounts.map((amount, order) => amount / cell ** order),
      );
    return [...smeared(moments, Float64Array.from(edges), settings)];
  };
  /** The derivatives by `x` of the sum of what weights count in the bins of an entry of amount 1. */
  const probe = (weights: readonly number[]): ((x: number, order: number) => number) => {
    const moments = probed(Float64Array.from(weights), Float64Array.from(edges), size, settings);
    return (x, order) => polynomialAt(moments, placeOf(x), order) / cell ** order;
  };
  return { bins, probe };
};

type Derivative = (z: number, width: number) => number;

/** The distribution function of `(edge - x) / width` and its derivatives by `x`, in closed form. */
const derivatives: readonly Derivative[] = [
  (z) => normalCdf(z),
  (z, width) => -normalPdf(z) / width,
  (z, width) => (-z * normalPdf(z)) / width ** 2,
  (z, width) => ((1 - z * z) * normalPdf(z)) / width ** 3,
];

/** What an entry of amount 1 puts into each bin, or a derivative of that by `x`. */
const defined = (edges: readonly number[], width: number, x: number, order: number): readonly number[] => {
  const below = edges.map((edge) => {
    const z = Math.max(-1e3, Math.min((edge - x) / width, 1e3));
    return derivatives[order]?.(z, width) ?? Number.NaN;
  });
  const above = order === 0 ? 1 : 0;
  return [...below, above].map((upper, k) => upper - (k === 0 ? 0 : (below[k - 1] ?? 0)));
};

const off = (found: readonly number[], wanted: readonly number[]): number =>
  Math.max(...wanted.map((n, k) => Math.abs((found[k] ?? Number.NaN) - n)));

const uniform = (first: number, size: number, count: number): readonly number[] =>
  Array.from({ length: count + 1 }, (_, k) => first + k * size);

const histograms: readonly (readonly [string, readonly number[], number])[] = [
  ["bins of half a width", uniform(-3, 0.5, 12), 1],
  ["bins of two widths", uniform(60, 2, 30), 1],
  ["bins of seven tenths of a width, far from 0", uniform(1000, 0.35, 20), 0.5],
  ["bins much smaller than the width", uniform(0, 0.01, 40), 1],
  ["all bins together smaller than the width", uniform(-1, 0.5, 4), 100],
  ["one bin of many widths", uniform(0, 20, 1), 1],
  ["bins of several sizes", [-4, -3.9, -1, 0.3, 0.31, 0.32, 2, 8, 30], 0.7],
  ["edges in the middle of cells", [0, 5.5 / 17, 1.5, 4.5, 100.5 / 17], 1],
];

describe.each(histograms)("%s", (_name, edges, width) => {
  const { bins, probe } = through(edges, width);
  const [first = 0, last = 0] = [edges[0], edges.at(-1)];
  const reach = 9 * width;
  /** How far an edge or an entry may be from where it should be, in widths. */
  const rounding = (Number.EPSILON * Math.max(Math.abs(first), Math.abs(last))) / width;
  const places = [
    ...Array.from({ length: 200 }, () => first - reach + (last - first + 2 * reach) * random()),
    ...edges,
    -1e300,
    1e300,
    Number.NEGATIVE_INFINITY,
    Number.POSITIVE_INFINITY,
  ];

  // twice what truncation leaves of one edge, and for order 0 the rounding of some thousand cells
  it.each([
    [0, 1e-14],
    [1, 4e-13],
    [2, 5e-11],
    [3, 1e-8],
  ])("has the derivative of order %i of what each entry puts into each bin", (order, tolerance) => {
    for (const x of places) {
      const amounts = [...Array<number>(order).fill(0), 1];
      expect(off(bins([[x, amounts]]), defined(edges, width, x, order)) * width ** order).toBeLessThan(
        tolerance + rounding,
      );
    }
  });

  it("adds up to what went in", () => {
    const weights = places.map(() => random() - 0.3);
    const total = weights.reduce((sum, w) => sum + w, 0);
    const found = bins(places.map((x, i) => [x, [weights[i] ?? 0]])).reduce((sum, n) => sum + n, 0);
    expect(Math.abs(found - total)).toBeLessThan(1e-13 * places.length);
  });

  it("adds up all orders of an entry, and puts NaN nowhere", () => {
    const amounts = [0.7, -0.2 * width, 0.1 * width ** 2];
    for (const x of places.slice(0, 20)) {
      const parts = amounts.map((amount, order) => defined(edges, width, x, order).map((n) => amount * n));
      const wanted = edges.concat(0).map((_, k) => parts.reduce((sum, part) => sum + (part[k] ?? 0), 0));
      expect(
        off(
          bins([
            [x, amounts],
            [Number.NaN, [1]],
          ]),
          wanted,
        ),
      ).toBeLessThan(1e-11);
    }
  });

  it("is probed by what each entry puts into each bin", () => {
    const weights = [...edges, 0].map(() => random() - 0.5);
    const found = probe(weights);
    for (const x of places)
      for (const order of [0, 1, 2]) {
        const amounts = [...Array<number>(order).fill(0), 1];
        const wanted = bins([[x, amounts]]).reduce((sum, n, k) => sum + n * (weights[k] ?? 0), 0);
        expect(Math.abs(found(x, order) - wanted) * width ** order).toBeLessThan(1e-12);
      }
  });
});

describe("tails", () => {
  it("are relatively accurate on both sides, as a histogram that is empty there needs it", () => {
    const edges = uniform(-10, 1, 20);
    const found = through(edges, 1).bins([[0.3, [1]]]);
    for (const [k, wanted] of [
      [4, normalCdf(-6.3) - normalCdf(-7.3)],
      [18, normalCdf(-6.7) - normalCdf(-7.7)],
    ] as const)
      expect(Math.abs((found[k] ?? 0) / wanted - 1)).toBeLessThan(1e-9);
    expect(Math.min(...found)).toBeGreaterThanOrEqual(0);
  });
});
