import {
  asyncScheduler,
  concat,
  concatMap,
  defer,
  delay,
  forkJoin,
  type Observable,
  observeOn,
  of,
  share,
  switchMap,
  timer,
  toArray,
} from "rxjs";
import { describe, expect, it } from "vitest";
import {
  type Batch,
  batchOf,
  normalCdf as cdf,
  checkGradients,
  columnOf,
  gradient,
  parameter,
  normalPdf as pdf,
  type Scalar,
  type View,
  valueAndGradient,
  valueAt,
} from "../core/index.ts";
import { count, filter, histogram, objective, sum } from "./diff.ts";

const batchFrom = <E extends object>(objects: readonly E[]): Batch<View<E>> => {
  const columns = columnOf(objects);
  if (columns.kind !== "record") throw new TypeError("events are records");
  return batchOf<View<E>>(columns, { name: "test", replayable: true });
};
const total = (terms: readonly number[]): number => terms.reduce((s, x) => s + x, 0);

const xs = [1, 3, 4.5, 5.5, 8];
const rows = xs.map((x) => ({ x }));
const p = parameter("p", 5, { width: 1 });
const yields = (source: Observable<Batch<View<{ x: number }>>>): Observable<Scalar> =>
  source.pipe(
    filter((ev, { p }) => ev.x > p, { p }),
    count(),
  );

const now = of(batchFrom(rows));
const later = defer(() => timer(2).pipe(concatMap(() => now)));
const wanted = (at: number) => ({
  value: total(xs.map((x) => cdf(x - at))),
  slope: -total(xs.map((x) => pdf(x - at))),
});

const expectAt = async (stream: Observable<unknown>, at: number, factor = 1): Promise<void> => {
  const { value, slope } = wanted(at);
  for (const mode of ["forward", "reverse"] as const) {
    const found = await valueAndGradient(stream, { p }, { at: { p: at }, mode });
    expect(found.value).toBeCloseTo(factor * value, 11);
    expect(found.gradient.p).toBeCloseTo(factor * slope, 11);
  }
};

describe("a stream is evaluated at the values that are asked for", () => {
  const second = objective((both: readonly Scalar[]) => (both[0]?.value ?? 0) + 2 * (both[1]?.value ?? 0));

  it.each<[string, () => Observable<unknown>, number]>([
    ["events at once", () => yields(now), 1],
    ["events later", () => yields(later), 1],
    ["events on a scheduler", () => yields(now.pipe(observeOn(asyncScheduler))), 1],
    ["events with a delay", () => yields(now.pipe(delay(3))), 1],
    ["a stream made when subscribed to", () => defer(() => yields(later)), 1],
    ["two streams side by side", () => forkJoin([yields(later), yields(now)]).pipe(second as never), 3],
    ["two streams in turn, at once", () => concat(yields(now), yields(now)).pipe(toArray(), second as never), 3],
    [
      "a shared source",
      () => {
        const shared = later.pipe(share());
        return forkJoin([yields(shared), yields(shared)]).pipe(second as never);
      },
      3,
    ],
  ])("%s", async (_what, make, factor) => {
    await expectAt(make(), 6.5, factor);
  });

  it.each<[string, () => Observable<unknown>]>([
    ["a stream subscribed to later", () => timer(1).pipe(switchMap(() => yields(now)))],
    ["two streams in turn, later", () => concat(yields(later), yields(later)).pipe(toArray(), second as never)],
  ])("are missed by %s, which is an error", async (_what, make) => {
    await expect(valueAndGradient(make(), { p }, { at: { p: 6.5 } })).rejects.toMatchObject({ code: "E_BINDING" });
    await expect(valueAt(make(), { p }, { at: { p: 6.5 } })).rejects.toMatchObject({ code: "E_BINDING" });
  });

  it("also while it is evaluated at others", async () => {
    const stream = yields(later);
    const points = [3, 4, 5, 6, 7];
    const found = await Promise.all(
      points.map((at) => valueAndGradient(stream, { p }, { at: { p: at }, mode: "reverse" })),
    );
    points.forEach((at, k) => {
      expect(found[k]?.value).toBeCloseTo(wanted(at).value, 11);
      expect(found[k]?.gradient.p).toBeCloseTo(wanted(at).slope, 11);
    });
    expect(await valueAt(stream, { p })).toBeCloseTo(wanted(5).value, 11);
  });
});

describe("noise of items, events and observables", () => {
  const lists = [
    { y: 4, m: [{ pt: 6 }, { pt: 3 }] },
    { y: 7, m: [{ pt: 5.5 }] },
    { y: 2, m: [] },
  ];
  const q = parameter("q", 4, { width: 2 });
  const high = parameter("high", 7, { width: 1 });
  const events = of(batchFrom(lists));

  it("of an event and of its items is independent", async () => {
    const stream = events.pipe(
      filter((ev, { q }) => ev.y > q, { q }),
      sum((ev, { p }) => ev.m.filter((m) => m.pt > p).map((m) => m.pt), { p }),
    );
    const value = total(lists.map(({ y, m }) => cdf((y - 4) / 2) * total(m.map(({ pt }) => pt * cdf(pt - 5)))));
    expect(await valueAt(stream, { p, q })).toBeCloseTo(value, 11);
    expect((await checkGradients(stream, { p, q })).maxRelativeError).toBeLessThan(1e-8);
    expect((await gradient(stream, { p, q }, { mode: "reverse" })).q).toBeCloseTo(
      (await gradient(stream, { p, q })).q,
      12,
    );
  });

  it("is one for the cuts of an item, in whatever stage", async () => {
    const stream = events.pipe(
      sum(
        (ev, { p, high }) =>
          ev.m
            .filter((m) => m.pt > p)
            .filter((m) => m.pt < high)
            .map(() => 1),
        { p, high },
      ),
    );
    const value = total(lists.flatMap(({ m }) => m.map(({ pt }) => Math.max(0, cdf(7 - pt) - cdf(5 - pt)))));
    expect(await valueAt(stream, { p, high })).toBeCloseTo(value, 11);
  });

  it("is one for a cut and a histogram of the same scaled quantity", async () => {
    const scale = parameter("scale", 2, { width: 0.2 });
    const stream = events.pipe(
      filter((ev, { scale }) => ev.y * scale > 6, { scale }),
      histogram((ev, { scale }) => ev.y * scale, { scale }, { edges: [0, 6, 10, 20] }),
    );
    const part = (low: number, high: number) =>
      total(lists.map(({ y }) => cdf((high - 2 * y) / (0.2 * y)) - cdf((low - 2 * y) / (0.2 * y))));
    for (const [bin, content] of [0, part(6, 10), part(10, 20)].entries())
      expect(await valueAt(stream.pipe(objective((h, { bin }) => h.values[bin] ?? 0, { bin })), { scale })).toBeCloseTo(
        content,
        11,
      );
    expect(
      (await checkGradients(stream.pipe(objective((h) => h.values.reduce((s, v) => s + v * v, 0))), { scale }))
        .maxRelativeError,
    ).toBeLessThan(1e-7);
  });
});
