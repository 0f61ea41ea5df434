import { from, lastValueFrom, type Observable, of, toArray } from "rxjs";
import { describe, expect, it } from "vitest";
import {
  type Batch,
  batchOf,
  columnOf,
  type Histogram,
  hold,
  linspace,
  nuisance,
  parameter,
  type Scalar,
} from "../core/index.ts";
import * as diff from "./diff.ts";
import { eventsOf } from "./events-of.ts";
import * as hard from "./hard.ts";

const { count, fill, filter, histogram, map, objective, sum, weight } = hard;

/** Numbers between 0 and 1 that are the same each time. */
const random = ((state: number) => () => {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return state / 2 ** 32;
})(7);

interface Muon {
  readonly pt: number;
  readonly eta: number;
  readonly charge: number;
}
interface Collision {
  readonly met: number;
  readonly good: boolean;
  readonly weight: number;
  readonly muon: readonly Muon[];
}

const collisions: readonly Collision[] = Array.from({ length: 20_000 }, () => ({
  met: 100 * random() ** 2,
  good: random() < 0.9,
  weight: 0.5 + random(),
  muon: Array.from({ length: Math.floor(5 * random()) }, () => ({
    pt: 5 + 60 * random(),
    eta: 5 * random() - 2.5,
    charge: random() < 0.5 ? 1 : -1,
  })),
}));

const bins = (values: readonly (readonly [x: number, w: number])[], edges: readonly number[]): readonly number[] => {
  const contents = new Array<number>(edges.length + 1).fill(0);
  for (const [x, w] of values) {
    const bin = edges.filter((edge) => edge <= x).length;
    contents[bin] = (contents[bin] ?? 0) + w;
  }
  return contents;
};

const all = (h: Histogram): readonly number[] => [h.underflow, ...h.values, h.overflow];

const close = (found: readonly number[], wanted: readonly number[]): void => {
  expect(found.length).toBe(wanted.length);
  found.forEach((x, k) => {
    expect(Math.abs(x - (wanted[k] ?? Number.NaN))).toBeLessThanOrEqual(1e-11 * Math.max(1, Math.abs(wanted[k] ?? 0)));
  });
};

const total = (terms: readonly number[]): number => terms.reduce((s, x) => s + x, 0);
const only = async (stream: Observable<Scalar>): Promise<number> => (await lastValueFrom(stream)).value;
const events = eventsOf(collisions, 3000);
const cut = parameter("cut", 20, { width: 2 });
const edges = linspace(10, 60, 11);

describe.each([
  ["hard", hard],
  ["diff", diff],
])(
  "without a choice, the %s flavour gives what JavaScript gives",
  (_name, { count, fill, filter, histogram, map, sum, weight }) => {
    it("counts", async () => {
      expect(await only(events.pipe(count()))).toBe(collisions.length);
      expect(
        await only(
          events.pipe(
            filter((ev) => ev.good),
            filter((ev) => ev.met > 20),
            count(),
          ),
        ),
      ).toBe(collisions.filter(({ good, met }) => good && met > 20).length);
    });

    it("sums, with weights, squared weights and entries", async () => {
      const wanted = collisions.filter(({ met }) => met > 20);
      const result = await lastValueFrom(
        events.pipe(
          weight((ev) => ev.weight),
          filter((ev) => ev.met > 20),
          sum((ev) => ev.met * 2),
        ),
      );
      close(
        [result.value, result.variance, result.entries],
        [
          total(wanted.map(({ met, weight }) => 2 * met * weight)),
          total(wanted.map(({ met, weight }) => (2 * met * weight) ** 2)),
          wanted.length,
        ],
      );
    });

    it("multiplies weights", async () => {
      close(
        [
          await only(
            events.pipe(
              weight((ev) => ev.weight),
              weight((ev) => ev.met),
              count(),
            ),
          ),
        ],
        [total(collisions.map(({ weight, met }) => weight * met))],
      );
    });

    it("fills a number per event", async () => {
      const h = await lastValueFrom(
        events.pipe(
          weight((ev) => ev.weight),
          histogram((ev) => ev.met, { edges }),
        ),
      );
      close(
        all(h),
        bins(
          collisions.map(({ met, weight }) => [met, weight] as const),
          edges,
        ),
      );
      close(
        [...h.variances],
        bins(
          collisions.map(({ met, weight }) => [met, weight ** 2] as const),
          edges,
        ).slice(1, -1),
      );
      expect([h.entries, h.skipped]).toEqual([collisions.length, 0]);
      expect([...h.edges]).toEqual([...edges]);
    });

    it("fills a number per item", async () => {
      const h = await lastValueFrom(
        events.pipe(
          filter((ev) => ev.good),
          histogram((ev) => ev.muon.filter((m) => Math.abs(m.eta) < 1).map((m) => m.pt), { edges }),
        ),
      );
      const wanted = collisions
        .filter(({ good }) => good)
        .flatMap(({ muon }) => muon.filter(({ eta }) => Math.abs(eta) < 1).map(({ pt }) => pt));
      expect(all(h)).toEqual(
        bins(
          wanted.map((x) => [x, 1] as const),
          edges,
        ),
      );
      expect(h.entries).toBe(wanted.length);
    });

    it("counts what is missing and fills the rest", async () => {
      const h = await lastValueFrom(events.pipe(histogram((ev) => ev.muon[1].pt, { edges })));
      const wanted = collisions.flatMap(({ muon: [, second] }) => (second ? [second.pt] : []));
      expect(all(h)).toEqual(
        bins(
          wanted.map((x) => [x, 1] as const),
          edges,
        ),
      );
      expect([h.entries, h.skipped]).toEqual([wanted.length, collisions.length - wanted.length]);
    });

    it("maps", async () => {
      const stream = events.pipe(
        map((ev) => ({ lead: ev.muon.toSorted((a, b) => b.pt - a.pt).at(0), n: ev.muon.length })),
        filter((ev) => ev.n >= 2 && ev.lead.charge > 0),
        map((ev) => ({ x: ev.lead.pt / ev.n })),
        sum((ev) => ev.x),
      );
      const wanted = collisions.flatMap(({ muon }) => {
        const lead = muon.toSorted((a, b) => b.pt - a.pt)[0];
        return lead && muon.length >= 2 && lead.charge > 0 ? [lead.pt / muon.length] : [];
      });
      close([await only(stream)], [total(wanted)]);
    });

    it("fills many sinks in one pass", async () => {
      const { met, tight, pts, n } = await lastValueFrom(
        events.pipe(
          filter((ev) => ev.good),
          fill({
            met: histogram((ev) => ev.met, { edges }),
            tight: (good) =>
              good.pipe(
                filter((ev) => ev.met > 50),
                map((ev) => ({ n: ev.muon.length })),
                sum((ev) => ev.n),
              ),
            pts: sum((ev) => ev.muon.map((m) => m.pt)),
            n: count(),
          }),
        ),
      );
      const good = collisions.filter(({ good }) => good);
      expect(all(met)).toEqual(
        bins(
          good.map(({ met }) => [met, 1] as const),
          edges,
        ),
      );
      expect(tight.value).toBe(total(good.filter(({ met }) => met > 50).map(({ muon }) => muon.length)));
      close([pts.value], [total(good.flatMap(({ muon }) => muon.map(({ pt }) => pt)))]);
      expect(n.value).toBe(good.length);
    });

    it("does not depend on how the stream was cut", async () => {
      const stream = (size: number) =>
        eventsOf(collisions, size).pipe(
          weight((ev) => ev.weight),
          histogram((ev) => ev.muon.map((m) => m.pt), { edges }),
        );
      const whole = await lastValueFrom(stream(collisions.length));
      for (const size of [1111, 8192, 8193]) expect(all(await lastValueFrom(stream(size)))).toEqual(all(whole));
    });

    it("emits zeros once for a source without events", async () => {
      const nothing = eventsOf<Collision>([]);
      const emitted = await lastValueFrom(
        nothing.pipe(
          filter((ev) => ev.good),
          histogram((ev) => ev.met, { edges: [0, 1, 2] }),
          toArray(),
        ),
      );
      expect(emitted).toMatchObject([{ underflow: 0, overflow: 0, entries: 0, skipped: 0 }]);
      expect([...(emitted[0]?.values ?? [])]).toEqual([0, 0]);
      expect(await lastValueFrom(nothing.pipe(count()))).toMatchObject({
        value: 0,
        variance: 0,
        entries: 0,
        skipped: 0,
      });
      expect(await lastValueFrom(nothing.pipe(sum((ev) => ev.met)))).toMatchObject({ value: 0 });
    });
  },
);

describe("the hard flavour", () => {
  it("takes a choice, a nuisance and a held one for its value", async () => {
    const scale = nuisance("scale", 2, { sigma: 0.1 });
    const stream = events.pipe(
      filter((ev, { cut, scale, held }) => ev.met * scale > cut && ev.met < held, {
        cut,
        scale,
        held: hold(parameter("held", 70)),
      }),
      count(),
    );
    expect(await only(stream)).toBe(collisions.filter(({ met }) => 2 * met > 20 && met < 70).length);
  });

  it("puts a value at an edge into the bin above", async () => {
    const h = await lastValueFrom(
      eventsOf([0, 1, 2, 3].map((x) => ({ x }))).pipe(histogram((ev) => ev.x, { edges: [1, 2, 3] })),
    );
    expect(all(h)).toEqual([1, 1, 1, 1]);
  });

  it("adds up blocks with nulls and blocks without, also where one number stands for several results", async () => {
    const rows = Array.from({ length: 70_000 }, (_, i) => ({ x: i > 33_000 && i % 3 === 0 ? null : i % 5 }));
    const missing = rows.filter(({ x }) => x === null).length;
    const { value, variance, entries } = await lastValueFrom(
      eventsOf(rows, 10_000).pipe(sum((ev) => (ev.x == null ? 1 : 0))),
    );
    expect([value, variance, entries]).toEqual([missing, missing, rows.length]);
  });

  it("fills infinities into the flow bins and skips NaN", async () => {
    const odd = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NaN, null, 1.5].map((x) => ({
      x: x as number,
    }));
    const h = await lastValueFrom(eventsOf(odd).pipe(histogram((ev) => ev.x, { edges: [1, 2] })));
    expect([h.underflow, ...h.values, h.overflow, h.entries, h.skipped]).toEqual([1, 1, 1, 3, 2]);
  });

  it("drops an event whose condition or weight is missing", async () => {
    const rows = [
      { x: 1, w: 2 },
      { x: null, w: 3 },
      { x: 5, w: null },
    ] as unknown as readonly { readonly x: number; readonly w: number }[];
    expect(
      await only(
        eventsOf(rows).pipe(
          filter((ev) => ev.x > 0),
          count(),
        ),
      ),
    ).toBe(2);
    expect(
      await only(
        eventsOf(rows).pipe(
          filter((ev) => !(ev.x <= 0)),
          count(),
        ),
      ),
    ).toBe(3);
    expect(
      await only(
        eventsOf(rows).pipe(
          weight((ev) => ev.w),
          count(),
        ),
      ),
    ).toBe(5);
  });

  it("uses edges that are parameters at their values", async () => {
    const h = await lastValueFrom(events.pipe(histogram((ev) => ev.met, { edges: [0, cut, 50] })));
    expect([...h.values]).toEqual([
      collisions.filter(({ met }) => met < 20).length,
      collisions.filter(({ met }) => met >= 20 && met < 50).length,
    ]);
    expect([...h.edges]).toEqual([0, 20, 50]);
  });

  it("tells lambdas of equal text and different scope apart", async () => {
    const above = (cut: number) =>
      events.pipe(
        filter((ev, { cut }) => ev.met > cut, { cut }),
        count(),
      );
    for (const c of [10, 50, 90]) expect(await only(above(c))).toBe(collisions.filter(({ met }) => met > c).length);
  });

  it("makes a number of what a stream emits", async () => {
    const stream = events.pipe(
      histogram((ev) => ev.met, { edges }),
      objective((h, { k }) => k * h.values.reduce((s, n) => s + n, 0) + h.underflow - h.overflow + h.values.length, {
        k: 2,
      }),
    );
    const contents = bins(
      collisions.map(({ met }) => [met, 1] as const),
      edges,
    );
    expect(await only(stream)).toBe(
      2 * total(contents.slice(1, -1)) + (contents[0] ?? 0) - (contents.at(-1) ?? 0) + 10,
    );
    expect(await only(of({ a: 3, list: [1, 2] }).pipe(objective((e) => e.a * (e.list[1] ?? 0))))).toBe(6);
  });
});

describe("a bad operator fails where it is written", () => {
  it.each<[string, () => unknown, string]>([
    ["a filter by an async lambda", () => filter((async () => true) as never), "E_LAMBDA"],
    ["a map by a native function", () => map(Math.sqrt as never), "E_LAMBDA"],
    ["a sum of a bound function", () => sum(((x: number) => x).bind(undefined) as never), "E_LAMBDA"],
    ["an objective that is no function", () => objective(3 as never), "E_LAMBDA"],
    ["a histogram of one edge", () => histogram(() => 1, { edges: [1] }), "E_SHAPE"],
    ["edges that do not ascend", () => histogram(() => 1, { edges: [1, 1] }), "E_SHAPE"],
    ["edges that fall", () => histogram(() => 1, { edges: [2, 1] }), "E_SHAPE"],
    ["an edge that is not finite", () => histogram(() => 1, { edges: [0, Number.NaN] }), "E_NONFINITE"],
    ["an edge at infinity", () => histogram(() => 1, { edges: [0, Number.POSITIVE_INFINITY] }), "E_NONFINITE"],
    ["a histogram without edges", () => histogram(() => 1, {} as never), "E_SHAPE"],
    ["a branch without a sink", () => fill({ a: filter(() => true) }), "E_SHAPE"],
    [
      "a branch with an operator of another package",
      () => fill({ a: (events: Observable<Batch<unknown>>) => events.pipe(toArray()) }),
      "E_SHAPE",
    ],
  ])("%s", (_what, make, code) => {
    expect(make).toThrow(expect.objectContaining({ code }));
  });

  it.each([-1, Number.NaN, Number.POSITIVE_INFINITY])("a bandwidth of %d", (bandwidth) => {
    expect(() => histogram(() => 1, { edges: [0, 1], bandwidth })).toThrow(
      expect.objectContaining({ name: "JagradError" }),
    );
  });

  it.each([-1, Number.NaN])("a stage of width %d", (width) => {
    expect(() => filter(() => true, {}, { width })).toThrow(expect.objectContaining({ name: "JagradError" }));
  });
});

describe("an error in the stream", () => {
  it.each<[string, Observable<unknown>, string]>([
    [
      "a column that is not there",
      events.pipe(
        filter((ev) => Reflect.get(ev, "nothing") > 1),
        count(),
      ),
      "E_FREE",
    ],
    ["a missing column", events.pipe(sum(Function("return (ev) => ev.jet.length")() as () => number)), "E_COLUMN"],
    ["a histogram of an object", events.pipe(histogram((ev) => ev as never, { edges })), "E_TYPE"],
    [
      "batches of different columns",
      from(
        [...[{ x: 1 }], ...[{ y: 1 }]].map((row) => batchOf(columnOf([row]) as never, { name: "t", replayable: true })),
      ).pipe(count()),
      "E_SCHEMA",
    ],
  ])("carries its code: %s", async (_what, stream, code) => {
    await expect(lastValueFrom(stream)).rejects.toMatchObject({ code });
  });
});
