import { lastValueFrom, type Observable } from "rxjs";
import { describe, expect, it } from "vitest";
import {
  type Batch,
  type Histogram,
  linspace,
  nuisance,
  parameter,
  type View,
  valueAndGradient,
  valueAt,
} from "../core/index.ts";
import { filter, histogram, map, objective, weight } from "./diff.ts";
import { eventsOf } from "./events-of.ts";
import * as hard from "./hard.ts";

const pdf = (z: number): number => Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);

/** The normal distribution function by Simpson's rule. */
const cdf = (z: number): number => {
  const n = 1000;
  const h = Math.min(Math.abs(z), 12) / n;
  let area = 0;
  for (let k = 0; k <= n; k++) area += (k === 0 || k === n ? 1 : k % 2 ? 4 : 2) * pdf(k * h);
  return 0.5 + (Math.sign(z) * area * h) / 3;
};

interface Row {
  readonly m: number;
  readonly w: number;
  readonly jets: readonly { readonly pt: number }[];
}

const data: readonly Row[] = Array.from({ length: 60 }, (_, i) => ({
  m: i < 50 ? 12 * Math.sin(i * i) : [-400, 400, -10, 10, 0, 10.5, 1e12, -1e12, Number.NaN, 9][i - 50],
  w: 1.5 + Math.cos(3 * i),
  jets: Array.from({ length: i % 4 }, (_unused, k) => ({ pt: 3 * Math.cos(i + k) })),
})) as readonly Row[];
const there = data.filter(({ m }) => !Number.isNaN(m));

const edges = linspace(-10, 10, 17);
const width = 0.8;
const scale = nuisance("scale", 1.02, { sigma: 0.01 });
const slope = nuisance("slope", 0.3, { sigma: 0.1 });

type Stream = Observable<Batch<View<Row>>>;

/** A weight that one parameter enters, an observable that another one does. */
const weighed = (bins: readonly number[]) => (events: Stream) =>
  events.pipe(
    weight((ev, { slope }) => ev.w * Math.exp(slope), { slope }),
    histogram((ev, { scale }) => scale * ev.m, { scale }, { edges: bins, bandwidth: width }),
  );

/** For each bin and both flow bins, what an entry at `x` puts there, and the derivative of that by `x`. */
const massesAt = (x: number, bins = edges): readonly number[] => {
  const below = bins.map((edge) => cdf((edge - x) / width));
  return [...below, 1].map((upper, k) => upper - (below[k - 1] ?? 0));
};
const slopesAt = (x: number): readonly number[] => {
  const below = edges.map((edge) => -pdf((edge - x) / width) / width);
  return [...below, 0].map((upper, k) => upper - (below[k - 1] ?? 0));
};

const sums = (amount: (row: Row, bin: number) => number): readonly number[] =>
  Array.from({ length: edges.length + 1 }, (_, bin) => there.reduce((sum, row) => sum + amount(row, bin), 0));

const close = (found: ArrayLike<number>, wanted: ArrayLike<number>, tolerance = 1e-11): void => {
  expect(found.length).toBe(wanted.length);
  for (let k = 0; k < wanted.length; k++)
    expect(Math.abs((found[k] ?? Number.NaN) - (wanted[k] ?? 0))).toBeLessThan(tolerance);
};

const allBins = ({ underflow, values, overflow }: Histogram): readonly number[] => [underflow, ...values, overflow];
const once = <T>(stream: Observable<T>): Promise<T> => lastValueFrom(stream);

describe("a histogram with a bandwidth", () => {
  const amount = ({ w }: Row): number => w * Math.exp(0.3);
  const masses = new Map(there.map((row) => [row, massesAt(1.02 * row.m)] as const));
  const mass = (row: Row, bin: number): number => masses.get(row)?.[bin] ?? Number.NaN;

  it("has in each bin what a normal distribution puts there, and counts what has no place", async () => {
    const h = await once(weighed(edges)(eventsOf(data)));
    close(
      allBins(h),
      sums((row, bin) => amount(row) * mass(row, bin)),
    );
    close(h.variances, sums((row, bin) => amount(row) ** 2 * mass(row, bin)).slice(1, -1), 1e-10);
    expect(h.entries).toBe(there.length);
    expect(h.skipped).toBe(1);
  });

  it("is the one that goes edge by edge, where a choice gives it that width", async () => {
    const offset = parameter("offset", 0, { width });
    const edgeByEdge = await once(
      eventsOf(data).pipe(
        weight((ev, { slope }) => ev.w * Math.exp(slope), { slope }),
        histogram((ev, { scale, offset }) => scale * ev.m + offset, { scale, offset }, { edges }),
      ),
    );
    const h = await once(weighed(edges)(eventsOf(data)));
    close(allBins(h), allBins(edgeByEdge), 1e-12);
    close(h.variances, edgeByEdge.variances, 1e-12);
  });

  it("may have bins of several sizes", async () => {
    const uneven = [-10, -9.9, -3, 0, 0.25, 1.75, 10];
    const h = await once(weighed(uneven)(eventsOf(data)));
    const all = there.map((row) => massesAt(1.02 * row.m, uneven).map((n) => n * amount(row)));
    close(
      allBins(h),
      all.reduce((sum, one) => sum.map((n, k) => n + (one[k] ?? 0))),
    );
  });

  it("does not depend on how the events came, to the bit", async () => {
    const [whole, cut] = [await once(weighed(edges)(eventsOf(data))), await once(weighed(edges)(eventsOf(data, 7)))];
    expect(allBins(cut)).toEqual(allBins(whole));
  });

  it.each(["forward", "reverse"] as const)("has the derivatives in closed form, %s", async (mode) => {
    const counts = objective<Histogram>(
      (h) => h.values.map((n, k) => n * (k + 1)).reduce((sum, x) => sum + x, 0) + 3 * h.underflow - 2 * h.overflow,
    );
    const factor = [3, ...Array.from({ length: 16 }, (_, k) => k + 1), -2];
    const weighted = (bins: readonly number[]): number => bins.reduce((sum, n, k) => sum + n * (factor[k] ?? 0), 0);
    const { value, gradient } = await valueAndGradient(
      counts(weighed(edges)(eventsOf(data))),
      { scale, slope },
      { mode },
    );
    const wanted = there.reduce((sum, row) => sum + amount(row) * weighted(masses.get(row) ?? []), 0);
    expect(Math.abs(value - wanted)).toBeLessThan(1e-9);
    expect(Math.abs(gradient.slope - wanted)).toBeLessThan(1e-9);
    const byScale = there.reduce((sum, row) => sum + amount(row) * row.m * weighted(slopesAt(1.02 * row.m)), 0);
    expect(Math.abs(gradient.scale - byScale)).toBeLessThan(1e-8);
  });

  it("has derivatives that are those of its variances, too", async () => {
    const spread = objective<Histogram>((h) => h.variances.map((v, k) => v * k).reduce((sum, x) => sum + x, 0));
    const stream = spread(weighed(edges)(eventsOf(data)));
    const { gradient } = await valueAndGradient(stream, { scale, slope });
    const step = 1e-4;
    const at = async (value: number): Promise<number> =>
      Number(await valueAt(stream, { scale }, { at: { scale: value } }));
    const difference = ((await at(1.02 + step)) - (await at(1.02 - step))) / (2 * step);
    expect(Math.abs(gradient.scale / difference - 1)).toBeLessThan(1e-6);
  });
});

describe("a bandwidth", () => {
  it("spreads each item of a list", async () => {
    const h = await once(
      eventsOf(data).pipe(
        histogram((ev) => ev.jets.filter((j) => j.pt > -2).map((j) => j.pt), { edges, bandwidth: width }),
      ),
    );
    const items = data.flatMap(({ jets }) => jets.map(({ pt }) => pt)).filter((pt) => pt > -2);
    const wanted = items.map((pt) => massesAt(pt)).reduce((sum, one) => sum.map((n, k) => n + (one[k] ?? 0)));
    close(allBins(h), wanted);
    expect(h.entries).toBe(items.length);
  });

  it("spreads what passes a relaxed cut on another quantity, with the probability of that", async () => {
    const cut = parameter("cut", 1.4, { width: 0.5 });
    const h = await once(
      eventsOf(data).pipe(
        filter((ev, { cut }) => ev.w > cut, { cut }),
        histogram((ev) => ev.m, { edges, bandwidth: width }),
      ),
    );
    const masses = new Map(there.map((row) => [row, massesAt(row.m)] as const));
    close(
      allBins(h),
      sums((row, bin) => cdf((row.w - 1.4) / 0.5) * (masses.get(row)?.[bin] ?? 0)),
    );
  });

  it("leaves the hard histogram as it is", async () => {
    const options = { edges, bandwidth: width };
    const [given, without] = [options, { edges }].map((each) =>
      once(eventsOf(data).pipe(hard.histogram((ev) => ev.m, each))),
    );
    expect(allBins((await given) as Histogram)).toEqual(allBins((await without) as Histogram));
  });

  it("spreads a number that no event enters", async () => {
    const h = await once(
      eventsOf(data).pipe(
        map((ev) => ({ w: ev.w })),
        histogram(() => 0.3, { edges, bandwidth: width }),
      ),
    );
    close(
      allBins(h),
      massesAt(0.3).map((n) => n * data.length),
    );
  });

  it("keeps infinite observables whole, outside", async () => {
    const ends = [{ x: 0 }, { x: 0.5 }, { x: -0.25 }];
    const h = await once(eventsOf(ends).pipe(histogram((ev) => 1 / ev.x, { edges, bandwidth: width })));
    close(allBins(h), [
      ...massesAt(2)
        .map((n, k) => n + (massesAt(-4)[k] ?? 0))
        .slice(0, -1),
      1 + (massesAt(2).at(-1) ?? 0),
    ]);
  });
});
