import { forkJoin, lastValueFrom, type Observable, of, toArray, map as toEach } from "rxjs";
import { describe, expect, it } from "vitest";
import { type Batch, checkGradients, gradient, nuisance, parameter, uncheckedBatch, type View } from "../core/index.ts";
import * as diff from "./diff.ts";
import { eventsOf } from "./events-of.ts";
import * as hard from "./hard.ts";

interface Event {
  met: number;
  ht: number;
  w: number;
  channel: string;
  jet: { pt: number; eta: number }[];
}

/** Whole numbers and halves, so that sums are exact in any order. */
const rows: readonly Event[] = Array.from({ length: 400 }, (_, i) => ({
  met: (i * 37) % 101,
  ht: ((i * 53) % 211) / 2,
  w: 1 + (i % 3),
  channel: ["ee", "mm", "em"][i % 3] ?? "",
  jet: Array.from({ length: i % 4 }, (_, k) => ({ pt: ((i * 13 + k * 29) % 80) + 10, eta: k - (i % 2) })),
}));
const events = eventsOf(rows, 150);
type Seen = View<Event>;
type Stream = Observable<Batch<Seen>>;

const flavours = { hard, diff } as const;
const each = Object.entries(flavours);
const met = parameter("met cut", 50, { width: 4 });
const scale = nuisance("scale", 1, { sigma: 0.1 });
const total = (values: Iterable<number>): number => [...values].reduce((s, x) => s + x, 0);

describe.each(each)("in the %s flavour", (_name, ops) => {
  it("mean is the weighted mean, with the error of a weighted mean", async () => {
    const { value, variance, entries } = await lastValueFrom(
      events.pipe(
        ops.weight((ev) => ev.w),
        ops.mean((ev) => ev.met),
      ),
    );
    const w = total(rows.map((ev) => ev.w));
    const mean = total(rows.map((ev) => ev.w * ev.met)) / w;
    const spread = total(rows.map((ev) => ev.w * (ev.met - mean) ** 2)) / w;
    const effective = w ** 2 / total(rows.map((ev) => ev.w ** 2));
    expect(value).toBeCloseTo(mean, 12);
    expect(variance).toBeCloseTo(spread / effective, 9);
    expect(entries).toBe(rows.length);
  });

  it("mean of items is over items, and NaN of nothing", async () => {
    const pts = rows.flatMap((ev) => ev.jet.map((j) => j.pt));
    const of = await lastValueFrom(events.pipe(ops.mean((ev) => ev.jet.map((j) => j.pt))));
    expect(of.value).toBeCloseTo(total(pts) / pts.length, 12);
    const none = await lastValueFrom(
      events.pipe(
        ops.filter((ev) => ev.met < 0),
        ops.mean((ev) => ev.met),
      ),
    );
    expect(none.value).toBeNaN();
  });

  it("profile is the weighted mean in each bin, over items too", async () => {
    const edges = [0, 30, 60, 101, 500];
    const { met, jets } = await lastValueFrom(
      events.pipe(
        ops.weight((ev) => ev.w),
        ops.fill({
          met: ops.profile((ev) => [ev.met, ev.jet[0].pt], { edges }),
          jets: ops.profile((ev) => ev.jet.map((j) => [j.pt, j.eta * ev.met]), { edges }),
        }),
      ),
    );
    const means = (points: readonly { x: number; y: number; w: number }[]) =>
      edges.slice(1).map((high, k) => {
        const inside = points.filter(({ x }) => x >= (edges[k] ?? 0) && x < high);
        const w = total(inside.map((p) => p.w));
        const mean = total(inside.map((p) => p.w * p.y)) / w;
        const spread = total(inside.map((p) => p.w * (p.y - mean) ** 2)) / w;
        return [mean, (spread * total(inside.map((p) => p.w ** 2))) / w ** 2, w];
      });
    const events1 = rows.flatMap(({ met, w, jet: [first] }) => (first ? [{ x: met, y: first.pt, w }] : []));
    const items = rows.flatMap(({ met, w, jet }) => jet.map((j) => ({ x: j.pt, y: j.eta * met, w })));
    for (const [found, points] of [
      [met, events1],
      [jets, items],
    ] as const) {
      means(points).forEach(([mean = 0, variance = 0, w = 0], k) => {
        if (w > 0) {
          expect(found.values[k]).toBeCloseTo(mean, 10);
          expect(found.variances[k]).toBeCloseTo(variance, 8);
        } else expect(found.values[k]).toBeNaN();
        expect(found.weights[k]).toBe(w);
      });
    }
    expect(met.entries).toBe(events1.length);
    expect(met.skipped).toBe(rows.length - events1.length);
  });

  it("groupBy fills each category, and counts the others", async () => {
    const { groups, others } = await lastValueFrom(
      events.pipe(
        ops.groupBy(
          (ev) => ev.channel,
          ops.sum((ev) => ev.met),
          { groups: ["ee", "mm"] },
        ),
      ),
    );
    for (const [name, sum] of Object.entries(groups))
      expect(sum.value).toBe(total(rows.filter(({ channel }) => channel === name).map((ev) => ev.met)));
    expect(Object.keys(groups)).toEqual(["ee", "mm"]);
    expect(others.value).toBe(rows.filter(({ channel }) => channel === "em").length);
  });

  it("groupBy by numbers is read by numbers", async () => {
    const stream = events.pipe(
      ops.groupBy((ev) => ev.jet.length, ops.count(), { groups: [2, 3] }),
      ops.objective(({ groups }) => groups[2].value - groups[3].value),
    );
    const counted = (n: number): number => rows.filter(({ jet }) => jet.length === n).length;
    expect((await lastValueFrom(stream)).value).toBe(counted(2) - counted(3));
  });

  it("groupBy fills bins, the upper edge belonging to the bin above", async () => {
    const { groups, others } = await lastValueFrom(
      events.pipe(ops.groupBy((ev) => ev.met, ops.count(), { edges: [20, 40, 90] })),
    );
    expect(Object.values(groups).map(({ value }) => value)).toEqual([
      rows.filter(({ met }) => met >= 20 && met < 40).length,
      rows.filter(({ met }) => met >= 40 && met < 90).length,
    ]);
    expect(others.value).toBe(rows.filter(({ met }) => met < 20 || met >= 90).length);
  });

  it("cutflow counts what is left after each cut", async () => {
    const flow = await lastValueFrom(
      events.pipe(
        ops.weight((ev) => ev.w),
        ops.cutflow({
          jets: ops.filter((ev) => ev.jet.length >= 2),
          "both high": (events: Stream) =>
            events.pipe(
              ops.filter((ev) => ev.met > 30),
              ops.filter((ev) => ev.ht > 40),
            ),
        }),
      ),
    );
    const jets = rows.filter(({ jet }) => jet.length >= 2);
    const high = jets.filter(({ met, ht }) => met > 30 && ht > 40);
    expect(Object.entries(flow).map(([name, { value, entries }]) => [name, value, entries])).toEqual(
      Object.entries({ all: rows, jets, "both high": high }).map(([name, kept]) => [
        name,
        total(kept.map((ev) => ev.w)),
        kept.length,
      ]),
    );
  });

  it("combine makes events of pairs, of triples, and of items of several lists", async () => {
    const pairs = rows.flatMap(({ jet }) => jet.flatMap((a, i) => jet.slice(i + 1).map((b) => [a, b] as const)));
    const triples = rows.flatMap(({ jet }) => (jet.length >= 3 ? [jet] : []));
    const crossed = rows.flatMap(({ jet, met }) => jet.flatMap((a) => jet.map((b) => a.pt * b.eta + met)));
    const sums = await lastValueFrom(
      events.pipe(
        ops.fill({
          pairs: (events) =>
            events.pipe(
              ops.combine((ev) => ev.jet, 2),
              ops.sum(([a, b]) => a.pt * b.pt),
            ),
          triples: (events) =>
            events.pipe(
              ops.combine((ev) => ev.jet, 3),
              ops.sum(([a, b, c]) => a.pt * b.pt + c.eta),
            ),
          crossed: (events) =>
            events.pipe(
              ops.combine([(ev) => ev.jet.map((j) => ({ ...j, met: ev.met })), (ev) => ev.jet]),
              ops.sum(([a, b]) => a.pt * b.eta + a.met),
            ),
        }),
      ),
    );
    expect(sums.pairs.value).toBe(total(pairs.map(([a, b]) => a.pt * b.pt)));
    expect(sums.triples.value).toBe(total(triples.map(([a, b, c]) => (a?.pt ?? 0) * (b?.pt ?? 0) + (c?.eta ?? 0))));
    expect(sums.crossed.value).toBe(total(crossed));
  });

  it("mergeMap is flatten", async () => {
    const sum = await lastValueFrom(
      events.pipe(
        ops.mergeMap((ev) => ev.jet.map((j) => j.pt * ev.w)),
        ops.sum((x) => x),
      ),
    );
    expect(sum.value).toBe(total(rows.flatMap((ev) => ev.jet.map((j) => j.pt * ev.w))));
  });

  it("sample keeps the events that the seed says, however the stream is cut", async () => {
    const kept = (fraction: number, seed: number, size: number) =>
      lastValueFrom(
        eventsOf(rows, size).pipe(
          ops.sample(fraction, { seed }),
          ops.sum((ev) => ev.met * 1000 + 1),
        ),
      );
    const [a, b, other] = await Promise.all([kept(0.3, 1, 150), kept(0.3, 1, 7), kept(0.3, 2, 150)]);
    expect(a.value).toBe(b.value);
    expect(other.value).not.toBe(a.value);
    expect(Math.abs(a.entries - 0.3 * rows.length)).toBeLessThan(5 * Math.sqrt(0.21 * rows.length));
    expect((await kept(1, 1, 150)).entries).toBe(rows.length);
    expect((await kept(0, 1, 150)).entries).toBe(0);
  });

  it("bootstrap gives replicas whose spread is the statistical error", async () => {
    const { nominal, replicas } = await lastValueFrom(
      events.pipe(
        ops.weight((ev) => ev.w),
        ops.bootstrap(ops.count(), { replicas: 200, seed: 4 }),
      ),
    );
    const values = replicas.map(({ value }) => value);
    const mean = total(values) / values.length;
    const variance = total(values.map((x) => (x - mean) ** 2)) / (values.length - 1);
    expect(nominal.value).toBe(total(rows.map((ev) => ev.w)));
    expect(Math.abs(mean - nominal.value)).toBeLessThan(5 * Math.sqrt(nominal.variance / values.length));
    expect(Math.abs(variance / nominal.variance - 1)).toBeLessThan(5 * Math.sqrt(2 / values.length));
    expect(new Set(values).size).toBeGreaterThan(20);
  });

  it("variations replaces a named weight, and mirrors the side that is not given", async () => {
    const { nominal, up, down } = await lastValueFrom(
      events.pipe(
        ops.weight({
          plain: (ev) => ev.w,
          btag: { nominal: (ev) => ev.met, up: (ev) => ev.met + 1, down: (ev) => ev.ht },
          pileup: { nominal: () => 4, up: (ev) => ev.ht },
        }),
        ops.variations(ops.count(), { scale }, { weights: ["btag", "pileup"] }),
      ),
    );
    const sum = (f: (ev: Event) => number): number => total(rows.map((ev) => ev.w * f(ev)));
    expect(nominal.value).toBe(sum((ev) => ev.met * 4));
    expect(up.btag.value).toBe(sum((ev) => (ev.met + 1) * 4));
    expect(down.btag.value).toBe(sum((ev) => ev.ht * 4));
    expect(up.pileup.value).toBe(sum((ev) => ev.met * ev.ht));
    expect(down.pileup.value).toBe(sum((ev) => ev.met * (8 - ev.ht)));
    expect(up.scale.value).toBe(nominal.value);
  });

  it("samples mirrors the side that was not simulated", async () => {
    const edges = [0, 30, 60, 101];
    const select = (shift: number) =>
      events.pipe(
        ops.filter((ev, { shift }) => ev.ht > 40 + shift, { shift }),
        ops.histogram((ev) => ev.met, { edges }),
      );
    const { nominal, up, down } = await lastValueFrom(
      select(0).pipe(ops.samples({ one: { up: select(10) }, two: { up: select(5), down: select(-5) } })),
    );
    const counts = (shift: number): readonly number[] =>
      edges.slice(1).map((high, k) => {
        const low = edges[k] ?? 0;
        return rows.filter(({ ht, met }) => ht > 40 + shift && met >= low && met < high).length;
      });
    expect([...nominal.values]).toEqual(counts(0));
    expect([...up.one.values]).toEqual(counts(10));
    expect([...down.one.values]).toEqual(counts(0).map((n, k) => 2 * n - (counts(10)[k] ?? 0)));
    expect([...down.two.values]).toEqual(counts(-5));
  });

  it("reduce folds like an array, into a number or an object", async () => {
    const one = await lastValueFrom(events.pipe(ops.reduce((sum, ev) => sum + ev.met, 7)));
    expect(one.value).toBe(rows.reduce((sum, ev) => sum + ev.met, 7));
    const { n, high } = await lastValueFrom(
      events.pipe(
        ops.reduce((sum, ev) => ({ n: 1 + sum.n, high: ev.met > 50 ? sum.high - ev.ht : sum.high }), { n: 0, high: 1 }),
      ),
    );
    expect(n.value).toBe(rows.length);
    expect(high.value).toBe(rows.reduce((sum, ev) => (ev.met > 50 ? sum - ev.ht : sum), 1));
  });

  it("max and min look at every number, and skip what is missing", async () => {
    const pts = rows.flatMap((ev) => ev.jet.map((j) => j.pt));
    const high = rows.filter((ev) => ev.ht > 90);
    const found = await Promise.all([
      lastValueFrom(events.pipe(ops.max((ev) => ev.jet.map((j) => j.pt)))),
      lastValueFrom(
        events.pipe(
          ops.filter((ev) => ev.ht > 90),
          ops.min((ev) => ev.met),
        ),
      ),
      lastValueFrom(events.pipe(ops.max((ev) => ev.jet[2].pt))),
      lastValueFrom(
        events.pipe(
          ops.filter((ev) => ev.ht > 1000),
          ops.max((ev) => ev.met),
        ),
      ),
    ]);
    expect(found.map(({ value }) => value)).toEqual([
      Math.max(...pts),
      Math.min(...high.map((ev) => ev.met)),
      Math.max(...rows.flatMap(({ jet: [, , third] }) => (third ? [third.pt] : []))),
      Number.NaN,
    ]);
    expect(found[2]?.skipped).toBe(rows.filter(({ jet }) => jet.length < 3).length);
  });

  it("an objective in a branch is one number of it", async () => {
    const { share } = await lastValueFrom(
      events.pipe(
        ops.fill({
          share: (events) =>
            events.pipe(
              ops.fill({ all: ops.count(), high: ops.reduce((n, ev) => (ev.met > 50 ? n + 1 : n), 0) }),
              ops.objective(({ all, high }) => high.value / all.value),
            ),
        }),
      ),
    );
    expect(share.value).toBe(rows.filter(({ met }) => met > 50).length / rows.length);
  });

  it("reduce in a branch is one pass with the others", async () => {
    const both = await lastValueFrom(
      events.pipe(ops.fill({ n: ops.count(), met: ops.reduce((sum, ev) => sum + ev.met, 0) })),
    );
    expect(both.met.value).toBe(total(rows.map((ev) => ev.met)));
  });

  it("scan emits at the end of each block, and at the end", async () => {
    const many = Array.from({ length: 70_000 }, (_, i) => ({ x: i % 5 }));
    const seen = (size: number) =>
      lastValueFrom(
        eventsOf(many, size).pipe(
          ops.scan((sum, ev) => sum + ev.x, 0),
          toArray(),
        ),
      );
    const first = (n: number): number => total(many.slice(0, n).map(({ x }) => x));
    const expected = [32_768, 65_536, 70_000].map(first);
    expect((await seen(1000)).map(({ value }) => value)).toEqual(expected);
    expect((await seen(70_000)).map(({ value }) => value)).toEqual(expected);
  });
});

describe("a hard fold", () => {
  const k = parameter("k", 0.5);
  it("may do more than add: it is what JavaScript makes of the events in their order", async () => {
    const { top, last } = await lastValueFrom(
      events.pipe(
        hard.filter((ev) => ev.met > 10),
        hard.map((ev) => ({ x: ev.met - ev.jet.length, ht: ev.ht })),
        hard.reduce(
          (s, ev, { k }) => ({ top: Math.max(s.top, ev.x), last: k * s.last + ev.ht }),
          { top: 0, last: 1 },
          { k },
        ),
      ),
    );
    const kept = rows.filter((ev) => ev.met > 10);
    expect(top.value).toBe(Math.max(...kept.map((ev) => ev.met - ev.jet.length)));
    expect(last.value).toBe(kept.reduce((s, ev) => 0.5 * s + ev.ht, 1));
    expect(top.entries).toBe(kept.length);
  });

  it("that does more than add needs no members but those that it mentions", async () => {
    const unread = { name: "wide", replayable: true, members: () => ["met", "ht", "never read"] };
    const wide = events.pipe(toEach((batch) => uncheckedBatch<Seen>({ ...batch, source: unread })));
    const largest = await lastValueFrom(wide.pipe(hard.reduce((most: number, ev: Seen) => Math.max(most, ev.met), 0)));
    expect(largest.value).toBe(Math.max(...rows.map((ev) => ev.met)));
    const doubled = await lastValueFrom(wide.pipe(hard.reduce((n: number) => Math.min(2 * n, 64), 1)));
    expect(doubled.value).toBe(64);
  });

  it("that does more than add knows no weights, and no branches", async () => {
    const largest = hard.reduce((most: number, ev: Seen) => Math.max(most, ev.met), 0);
    const weighted = events.pipe(
      hard.weight((ev) => ev.w),
      largest,
    );
    await expect(lastValueFrom(weighted)).rejects.toMatchObject({ code: "E_SOFT" });
    await expect(lastValueFrom(events.pipe(hard.fill({ largest })))).rejects.toMatchObject({ code: "E_SOFT" });
  });
});

describe("derivatives", () => {
  const cut = (events: Stream): Stream => events.pipe(diff.filter((ev, { met }) => ev.met > met, { met }));

  it("of a mean, of groups that move, of a cutflow and of replicas are those of their numbers", async () => {
    const figures = {
      mean: cut(events).pipe(diff.mean((ev, { met }) => ev.ht * met, { met })),
      profile: cut(events).pipe(
        diff.profile((ev, { met }) => [ev.ht, ev.w * met], { edges: [0, 50, 110], scope: { met } }),
        diff.objective((p) => (p.values[0] ?? 0) * 3 - (p.values[1] ?? 0) + (p.variances[0] ?? 0)),
      ),
      groups: events.pipe(
        diff.groupBy(
          (ev) => ev.met,
          diff.sum((ev) => ev.ht),
          { edges: [20, met, 90] },
        ),
        diff.objective(
          ({ groups, others }) => (groups[0]?.value ?? 0) * 2 - (groups[1]?.value ?? 0) + others.value * others.value,
        ),
      ),
      cutflow: events.pipe(
        diff.cutflow({ ht: diff.filter((ev) => ev.ht > 20), met: cut }),
        diff.objective((flow) => (flow.met.value * flow.met.value) / flow.ht.value),
      ),
      replica: cut(events).pipe(
        diff.bootstrap(diff.count(), { replicas: 2 }),
        diff.objective(({ replicas }) => (replicas[0]?.value ?? 0) - 3 * (replicas[1]?.value ?? 0)),
      ),
      mirrored: cut(events).pipe(
        diff.histogram((ev) => ev.ht, { edges: [0, 50, 100] }),
        diff.samples({ one: { up: cut(events).pipe(diff.histogram((ev) => ev.ht * 1.1, { edges: [0, 50, 100] })) } }),
        diff.objective(({ down }) => (down.one.values[0] ?? 0) - 2 * down.one.overflow),
      ),
      fold: cut(events).pipe(diff.reduce((sum, ev) => sum + ev.ht, 0)),
      variation: cut(events).pipe(
        diff.weight({ w: { nominal: (ev) => ev.w, up: (ev) => ev.ht } }),
        diff.variations(diff.count(), {}, { weights: ["w"] }),
        diff.objective(({ up, down, nominal }) => (up.w.value - down.w.value) / nominal.value),
      ),
    };
    for (const [name, figure] of Object.entries(figures)) {
      const { perParameter, maxRelativeError } = await checkGradients(figure, { met });
      expect(Math.abs(perParameter.met.derivative), name).toBeGreaterThan(1e-3);
      expect(maxRelativeError, name).toBeLessThan(1e-6);
    }
  });

  it("of a maximum is that of the largest number, and a relaxed filter before it is refused", async () => {
    const factor = parameter("factor", 1.5, { width: 0.1 });
    const largest = events.pipe(
      diff.filter((ev) => ev.ht > 30),
      diff.max((ev, { factor }) => ev.met * factor ** 2, { factor }),
    );
    const { perParameter } = await checkGradients(largest, { factor });
    const top = Math.max(...rows.filter(({ ht }) => ht > 30).map(({ met }) => met));
    expect(perParameter.factor.derivative).toBeCloseTo(2 * 1.5 * top, 9);
    await expect(lastValueFrom(cut(events).pipe(diff.max((ev) => ev.ht)))).rejects.toMatchObject({ code: "E_SOFT" });
    const bare = parameter("bare", 3);
    const stepped = events.pipe(diff.max((ev, { bare }) => (ev.met > bare ? 1 : 2), { bare }));
    await expect(checkGradients(stepped, { bare })).rejects.toMatchObject({ code: "E_WIDTH" });
  });

  it("bins of a key that moves add up to all events", async () => {
    const factor = parameter("factor", 1.1, { width: 0.1 });
    const { groups, others } = await lastValueFrom(
      events.pipe(
        diff.groupBy((ev, { factor }) => ev.met * factor, diff.count(), { edges: [20, 50, 80], scope: { factor } }),
      ),
    );
    const parts = [...Object.values(groups), others].map(({ value }) => value);
    expect(parts.every((part) => part > 1 && !Number.isInteger(part))).toBe(true);
    expect(total(parts)).toBeCloseTo(rows.length, 9);
  });
});

describe("what cannot be", () => {
  it.each([
    ["a cut called all", () => hard.cutflow({ all: hard.filter(() => true) }), "E_COLUMN"],
    ["a cut that fills", () => hard.cutflow({ x: hard.count() as never }), "E_SHAPE"],
    ["equal groups", () => hard.groupBy(() => 1, hard.count(), { groups: [1, 1] }), "E_SHAPE"],
    ["a group of NaN", () => hard.groupBy(() => 1, hard.count(), { groups: [Number.NaN, 1] }), "E_SHAPE"],
    ["bins that descend", () => hard.groupBy(() => 1, hard.count(), { edges: [0, 60, 30] }), "E_SHAPE"],
    ["bins without end", () => hard.groupBy(() => 1, hard.count(), { edges: [0, Number.NaN, 30] }), "E_NONFINITE"],
    ["a key alone", () => hard.groupBy(() => 1, hard.count(), undefined as never), "E_SHAPE"],
    ["neither groups nor edges", () => hard.groupBy(() => 1, hard.count(), {}), "E_SHAPE"],
    ["four of a list", () => hard.combine((ev: Seen) => ev.jet, 4 as never), "E_SHAPE"],
    ["one list", () => hard.combine([(ev: Seen) => ev.jet] as never), "E_SHAPE"],
    ["a fraction above 1", () => hard.sample(2), "E_PARAMETER"],
    ["a seed with a fraction", () => hard.sample(0.5, { seed: 0.5 }), "E_PARAMETER"],
    ["cuts by number", () => hard.cutflow({ 20: hard.filter(() => true), 10: hard.filter(() => true) }), "E_COLUMN"],
    ["no branches", () => hard.fill(undefined as never), "E_SHAPE"],
    ["a branch of the other flavour", () => diff.fill({ n: hard.count() }), "E_SHAPE"],
    [
      "a differentiable mean of variations",
      () =>
        hard.variations(
          diff.mean(() => 1),
          {},
        ),
      "E_SHAPE",
    ],
    ["a histogram without options", () => hard.histogram((ev: Seen) => ev.met, undefined as never), "E_SHAPE"],
    ["a profile of two axes", () => hard.profile(() => [1, 2], { edges: [[0, 1]] as never }), "E_SHAPE"],
    ["replicas without options", () => hard.bootstrap(hard.count(), undefined as never), "E_LIMIT"],
    ["no replicas", () => hard.bootstrap(hard.count(), { replicas: 0 }), "E_LIMIT"],
    ["a seed that is text", () => hard.reduce((s: never) => s, "x" as never), "E_TYPE"],
    ["an alternative without a stream", () => hard.samples({ tune: {} as never }), "E_SHAPE"],
    ["no weights", () => hard.weight({}), "E_SHAPE"],
    ["a variation named twice", () => hard.variations(hard.count(), { scale }, { weights: ["scale"] }), "E_COLUMN"],
    [
      "weights varied around variations of weights",
      () => hard.variations(hard.variations(hard.count(), {}, { weights: ["a"] }), {}, { weights: ["b"] }),
      "E_SHAPE",
    ],
  ])("%s", (_what, make, code) => {
    expect(make).toThrow(expect.objectContaining({ code }));
  });

  it.each<[string, (events: Stream) => Observable<unknown>]>([
    ["max", (events) => events.pipe(hard.max((ev) => ev.met))],
    ["min", (events) => events.pipe(hard.min((ev) => ev.met))],
    ["columns", (events) => events.pipe(hard.columns())],
    ["toArrow", (events) => events.pipe(hard.toArrow(() => 0))],
    [
      "tap",
      (events) =>
        events.pipe(
          hard.tap(() => undefined),
          hard.count(),
        ),
    ],
    [
      "sortBy",
      (events) =>
        events.pipe(
          hard.sortBy((ev) => ev.met),
          hard.count(),
        ),
    ],
  ])("%s in a branch, which names its place", (name, branch) => {
    expect(() => hard.fill({ branch: branch as never })).toThrow(
      expect.objectContaining({ code: "E_SHAPE", where: name, cure: expect.stringContaining(`${name}(...)`) }),
    );
  });

  it("but has a place beside the branches or before them", async () => {
    const { filled, top } = await lastValueFrom(
      forkJoin({ filled: events.pipe(hard.fill({ n: hard.count() })), top: events.pipe(hard.max((ev) => ev.met)) }),
    );
    expect([filled.n.value, top.value]).toEqual([rows.length, Math.max(...rows.map((ev) => ev.met))]);
    let seen = 0;
    const { n } = await lastValueFrom(
      events.pipe(
        hard.sortBy((ev) => ev.met),
        hard.tap(() => {
          seen += 1;
        }),
        hard.fill({ n: hard.count() }),
      ),
    );
    expect([n.value, seen]).toEqual([rows.length, rows.length]);
  });

  it("bins of a key that cross where a parameter is moved to", async () => {
    const groups = events.pipe(
      diff.groupBy((ev) => ev.met, diff.count(), { edges: [0, met, 80] }),
      diff.objective(({ groups }) => groups[0]?.value ?? 0),
    );
    await expect(gradient(groups, { met }, { at: { met: 90 } })).rejects.toMatchObject({ code: "E_SHAPE" });
    const { met: slope } = await gradient(groups, { met });
    expect(slope).toBeGreaterThan(0);
  });

  it("a derivative of numbers that were taken out of their results", async () => {
    const passed = events.pipe(
      diff.filter((ev, { met }) => ev.met > met, { met }),
      diff.count(),
    );
    const twice = passed.pipe(
      toEach(({ value }) => ({ value })),
      diff.objective(({ value }) => 2 * value),
    );
    await expect(gradient(twice, { met })).rejects.toMatchObject({ code: "E_TYPE" });
    const both = forkJoin({ passed, luminosity: of(3) }).pipe(diff.objective((r) => r.luminosity * r.passed.value));
    const [whole, part] = [await gradient(both, { met }), await gradient(passed, { met })];
    expect(whole.met).toBeCloseTo(3 * part.met, 12);
  });

  it("a derivative of a copy of a result, directly or through an objective", async () => {
    const yields = events.pipe(
      diff.filter((ev, { met }) => ev.met > met, { met }),
      diff.count(),
    );
    const copied = yields.pipe(toEach((n) => ({ ...n, value: 2 * n.value })));
    const refused = { code: "E_TYPE", cure: expect.stringContaining("objective(") };
    await expect(gradient(copied, { met })).rejects.toMatchObject(refused);
    await expect(gradient(copied.pipe(diff.objective((n) => n.value)), { met })).rejects.toMatchObject(refused);
    const doubled = yields.pipe(diff.objective((n) => 2 * n.value));
    expect((await gradient(doubled, { met })).met).toBeCloseTo(2 * (await gradient(yields, { met })).met, 12);
  });

  it("a derivative of a result that is rounded", async () => {
    const passed = events.pipe(
      diff.filter((ev, { met }) => ev.met > met, { met }),
      diff.count(),
    );
    const factor = parameter("factor", 2);
    const rounded = passed.pipe(diff.objective((n, { factor }) => factor * Math.round(n.value), { factor }));
    await expect(gradient(rounded, { met, factor })).rejects.toMatchObject({ code: "E_FLAT" });
    const { factor: slope } = await gradient(rounded, { factor });
    expect(slope).toBe(Math.round((await lastValueFrom(passed)).value));
    const guarded = passed.pipe(diff.objective((n) => (n.value > 3 ? Math.sqrt(n.value) : 0)));
    expect((await checkGradients(guarded, { met })).maxRelativeError).toBeLessThan(1e-6);
  });

  it("a weight that no stage names", async () => {
    const varied = events.pipe(hard.variations(hard.count(), {}, { weights: ["btag"] }));
    await expect(lastValueFrom(varied)).rejects.toMatchObject({ code: "E_PARAMETER" });
  });

  it.each(each)("in the %s flavour a fold that returns other members than its seed has", async (_name, ops) => {
    type Sums = { n: number; met: number };
    const seed: Sums = { n: 0, met: 0 };
    const extra = /"extra", which the seed does not have/;
    const folds: readonly (readonly [f: object, said: RegExp])[] = [
      [(s: Sums, ev: Seen) => ({ n: s.n + 1, met: s.met + ev.met, extra: 1 }), extra],
      [(s: Sums, ev: Seen) => (ev.met > 50 ? { ...s, extra: 1 } : s), extra],
      [(s: Sums, ev: Seen) => ({ n: Math.max(s.n, ev.ht), met: ev.met, extra: s.n }), extra],
      [(s: Sums) => ({ n: s.n + 1 }), /does not return the member "met" of the seed/],
      [(s: Sums, ev: Seen) => s.n + ev.met, /begins with an object, and its lambda returns a number/],
    ];
    for (const operator of [ops.reduce, ops.scan])
      for (const [f, said] of folds)
        await expect(
          lastValueFrom(events.pipe(operator(f as (s: Sums, ev: Seen) => Sums, seed))),
          String(f),
        ).rejects.toMatchObject({ code: "E_TYPE", message: expect.stringMatching(said) });
  });

  it("a differentiable fold that depends on the order", async () => {
    const largest = events.pipe(diff.reduce((most, ev) => Math.max(most, ev.met), 0));
    await expect(lastValueFrom(largest)).rejects.toMatchObject({ code: "E_SOFT" });
  });
});
