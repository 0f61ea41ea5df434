import { lastValueFrom, type Observable } from "rxjs";
import { describe, expect, it } from "vitest";
import {
  type Batch,
  checkGradients,
  eventsInside,
  explain,
  normalCdf,
  parameter,
  type Scalar,
  type View,
} from "../core/index.ts";
import { columns, count, filter, histogram, map, objective, sum } from "./diff.ts";
import { eventsOf } from "./events-of.ts";

interface Event {
  met: number;
  muon: { pt: number; charge: number }[];
}
type Stream = Observable<Batch<View<Event>>>;

const cut = parameter("cut", 20, { width: 5 });
const tight = parameter("tight", 30, { width: 5 });

/** Three muons, each above the cut with probability one half. */
const three = eventsOf<Event>([{ met: 1, muon: [1, -1, 1].map((charge) => ({ pt: 20, charge })) }]);

const numberFrom = async (stream: Observable<Scalar>): Promise<number> => (await lastValueFrom(stream)).value;

const many: readonly Event[] = Array.from({ length: 120 }, (_, i) => ({
  met: (i * 7) % 50,
  muon: Array.from({ length: i % 5 }, (_, k) => ({ pt: 9 + ((i * 7 + k * 5) % 23), charge: (i + k) % 2 ? 1 : -1 })),
}));

describe("three muons, each above a cut with probability one half", () => {
  it.each<[string, number, (events: Stream) => Observable<Scalar>]>([
    [
      "two or more of them",
      1 / 2,
      (events) =>
        events.pipe(
          filter((ev, { cut }) => ev.muon.filter((m) => m.pt > cut).length >= 2, { cut }),
          count(),
        ),
    ],
    [
      "some of them",
      7 / 8,
      (events) =>
        events.pipe(
          filter((ev, { cut }) => ev.muon.some((m) => m.pt > cut), { cut }),
          count(),
        ),
    ],
    [
      "all of them",
      1 / 8,
      (events) =>
        events.pipe(
          filter((ev, { cut }) => ev.muon.every((m) => m.pt > cut), { cut }),
          count(),
        ),
    ],
    [
      "a pair of opposite charge, which a product over pairs would give 7/16",
      3 / 8,
      (events) =>
        events.pipe(
          map((ev, { cut }) => ({ good: ev.muon.filter((m) => m.pt > cut) }), { cut }),
          filter(({ good }) => good.some((a) => good.some((b) => a.charge > b.charge))),
          count(),
        ),
    ],
    [
      "the first one above the cut is positive",
      5 / 8,
      (events) =>
        events.pipe(
          filter((ev, { cut }) => ev.muon.filter((m) => m.pt > cut)[0].charge > 0, { cut }),
          count(),
        ),
    ],
    [
      "the square of their number",
      3,
      (events) => events.pipe(sum((ev, { cut }) => ev.muon.filter((m) => m.pt > cut).length ** 2, { cut })),
    ],
    [
      "the sum of their momenta where there are two or more: the same condition in a filter and in a map",
      (3 * 40 + 60) / 8,
      (events) =>
        events.pipe(
          filter((ev, { cut }) => ev.muon.filter((m) => m.pt > cut).length >= 2, { cut }),
          map((ev, { cut }) => ev.muon.filter((m) => m.pt > cut).reduce((s, m) => s + m.pt, 0), { cut }),
          sum((ht) => ht),
        ),
    ],
  ])("%s", async (_what, expected, pipeline) => {
    expect(await numberFrom(pipeline(three))).toBeCloseTo(expected, 12);
  });
});

interface Jets {
  jet: { pt: number; b: number; track: { pt: number }[] }[];
}

/** A jet above the cut with probability 1/2 that has two tracks like it, and one surely above that has one. */
const jets = eventsOf<Jets>([
  {
    jet: [
      { pt: 20, b: 1, track: [{ pt: 20 }, { pt: 20 }] },
      { pt: 90, b: 2, track: [{ pt: 20 }] },
    ],
  },
]);
type JetStream = typeof jets;

describe("tracks of jets, each above a cut with probability one half", () => {
  it.each<[string, number, (events: JetStream) => Observable<Scalar>]>([
    [
      "how many there are in jets above it",
      1 / 2 + 1 / 2,
      (events) =>
        events.pipe(
          sum(
            (ev, { cut }) =>
              ev.jet
                .filter((j) => j.pt > cut)
                .flatMap((j) => j.track)
                .filter((t) => t.pt > cut).length,
            {
              cut,
            },
          ),
        ),
    ],
    [
      "the same, jet by jet, squared: the tracks of both jets, one of which is there in half of all cases",
      1 / 2 / 2 + (6 / 4 + 3 / 4 + 3 / 4) / 2,
      (events) =>
        events.pipe(
          sum(
            (ev, { cut }) =>
              ev.jet.filter((j) => j.pt > cut).reduce((s, j) => s + j.track.filter((t) => t.pt > cut).length, 0) ** 2,
            { cut },
          ),
        ),
    ],
    [
      "some in the other jets of each jet, which are the same tracks in each of them",
      (1 / 2) * (3 / 4),
      (events) =>
        events.pipe(
          filter(
            (ev, { cut }) =>
              ev.jet.every((_a, i) =>
                ev.jet
                  .filter((_c, j) => j !== i)
                  .flatMap((c) => c.track)
                  .some((t) => t.pt > cut),
              ),
            { cut },
          ),
          count(),
        ),
    ],
    [
      "some in the first jet above the cut",
      ((1 / 2) * 3) / 4 + (1 / 2) * (1 / 2),
      (events) =>
        events.pipe(
          filter((ev, { cut }) => ev.jet.filter((j) => j.pt > cut)[0].track.some((t) => t.pt > cut), { cut }),
          count(),
        ),
    ],
    [
      "tracks and jets as one list",
      2 + 1 / 2 + 1 / 2,
      (events) =>
        events.pipe(
          map(
            (ev, { cut }) => ({
              all: ev.jet
                .filter((j) => j.pt > cut)
                .map((j) => j.b)
                .concat(
                  ev.jet
                    .flatMap((j) => j.track)
                    .filter((t) => t.pt > cut)
                    .map(() => 0),
                ),
            }),
            { cut },
          ),
          sum((ev) => ev.all.reduce((s, x) => s + (x === 2 ? 2 : x === 1 ? 2 * x : 0), 0)),
        ),
    ],
    [
      "the first jet by another quantity is compared in two ways",
      1,
      (events) =>
        events.pipe(
          map((ev, { cut }) => ({ j: ev.jet.filter((j) => j.pt > cut).toSorted((a, c) => c.b - a.b)[0] }), { cut }),
          filter(({ j }, { tight }) => j.pt > tight || j.b > tight, { tight }),
          count(),
        ),
    ],
  ])("%s", async (_what, expected, pipeline) => {
    expect(await numberFrom(pipeline(jets))).toBeCloseTo(expected, 9);
  });
});

describe("a relaxed list", () => {
  it("has a width for each of its items", async () => {
    const scale = parameter("scale", 1, { width: 0.1 });
    const stream = eventsOf<Event>([{ met: 1, muon: [22, 38].map((pt) => ({ pt, charge: 1 })) }]).pipe(
      filter((ev, { scale }) => ev.muon.filter((m) => m.pt * scale > 20).length >= 1, { scale }),
      sum((ev, { scale }) => ev.muon.filter((m) => m.pt * scale > 35).length, { scale }),
    );
    const odds = [22, 38].map((pt) => [20, 35].map((edge) => normalCdf((pt - edge) / (0.1 * pt))));
    expect(await numberFrom(stream)).toBeCloseTo((odds[0]?.[1] ?? 0) + (odds[1]?.[1] ?? 0), 6);
  });

  it("keeps nested cuts nested", async () => {
    const odds = { loose: normalCdf(0), tight: normalCdf(-2) };
    const both = three.pipe(
      filter((ev, { cut }) => ev.muon.filter((m) => m.pt > cut).length >= 3, { cut }),
      sum((ev, { tight }) => ev.muon.filter((m) => m.pt > tight).length, { tight }),
    );
    expect(await numberFrom(both)).toBeCloseTo(3 * odds.tight * odds.loose ** 2, 12);
  });

  it("has the derivatives of its numbers, forward and backward, of both choices", async () => {
    const figure = eventsOf(many, 17).pipe(
      filter((ev, { cut }) => ev.muon.filter((m) => m.pt > cut).length >= 2, { cut }),
      histogram(
        (ev, { tight }) => ev.muon.reduce((s, m) => (m.pt > tight ? s + m.pt : s), 0),
        { tight },
        { edges: [0, 20, 40, 200] },
      ),
      objective((h) => h.values.reduce((s, x, k) => s + x * x * (k + 1), 0)),
    );
    for (const mode of ["forward", "reverse"] as const) {
      const { perParameter, maxRelativeError } = await checkGradients(figure, { cut, tight }, { mode });
      expect(Math.abs(perParameter.cut.derivative)).toBeGreaterThan(1);
      expect(maxRelativeError).toBeLessThan(1e-6);
    }
  });

  it("is explained, and gives columns a weight", async () => {
    const good = eventsOf(many).pipe(filter((ev, { cut }) => ev.muon.some((m) => m.pt > cut), { cut }));
    expect(String(await explain(good.pipe(count())))).toContain("m.pt > cut -> exact, width 5 from cut");
    const both = good.pipe(sum((ev, { tight }) => ev.muon.filter((m) => m.pt > tight).length, { tight }));
    expect(String(await explain(both))).not.toContain("hard");
    const { columns: found } = await lastValueFrom(
      good.pipe(
        map((ev) => ({ met: ev.met })),
        columns(),
      ),
    );
    const weight = found.fields.get("weight");
    const met = found.fields.get("met");
    const total =
      weight?.kind === "leaf" && met?.kind === "leaf"
        ? Array.from(
            { length: weight.values.length },
            (_, i) => Number(weight.values[i]) * Number(met.values[i]),
          ).reduce((s, x) => s + x, 0)
        : Number.NaN;
    expect(total).toBeCloseTo(await numberFrom(good.pipe(sum((ev) => ev.met))), 9);
  });

  it("counts the items inside a width once each, also those that are met in several ways", async () => {
    const nested = eventsOf(many).pipe(
      filter((ev, { cut }) => ev.muon.filter((m) => m.pt > cut).length >= 1, { cut }),
      sum((ev, { tight }) => ev.muon.filter((m) => m.pt > tight).length, { tight }),
    );
    const near = (t: number): number =>
      many.flatMap(({ muon }) => muon.filter(({ pt }) => Math.abs(pt - t) < 5)).length;
    expect(await eventsInside(nested, { cut, tight })).toBeCloseTo(Math.min(near(20), near(30)), 3);
  });

  it("of too many items in doubt is refused while it is read", async () => {
    const muon = Array.from({ length: 17 }, () => ({ pt: 20, charge: 1 }));
    const crowd = eventsOf<Event>([
      { met: 1, muon: [] },
      { met: 1, muon },
    ]);
    const stream = crowd.pipe(
      sum((ev, { cut }) => ev.muon.filter((m) => m.pt > cut).reduce((s, m) => s + m.pt, 0) ** 2, { cut }),
    );
    await expect(lastValueFrom(stream)).rejects.toMatchObject({
      code: "E_LIMIT",
      message: expect.stringContaining("event 1 has 17 items in doubt; the answers about them come out in 131072 ways"),
      cure: expect.stringContaining("{ ways: 131072 }"),
    });
  });

  it("of too many comparisons of items in doubt is refused while it is read", async () => {
    const crowd = eventsOf([{ jet: Array.from({ length: 9 }, () => ({ a: 20, b: 20, c: 20 })) }]);
    const stream = crowd.pipe(
      filter((ev, { cut }) => ev.jet.find((j) => j.a > cut)?.b > 0, { cut }),
      filter((ev, { cut }) => ev.jet.find((j) => j.b > cut)?.b > 0, { cut }),
      filter((ev, { cut }) => ev.jet.find((j) => j.c > cut)?.b > 0, { cut }),
      count(),
    );
    await expect(lastValueFrom(stream)).rejects.toMatchObject({
      code: "E_LIMIT",
      message: expect.stringContaining("together"),
    });
  });
});

/** A stream of one event whose muons lie at these distances from the cut of 20, in widths. */
const around = (...distances: readonly number[]): Stream =>
  eventsOf<Event>([{ met: 1, muon: distances.map((z, i) => ({ pt: 20 + 5 * z, charge: i % 2 ? 1 : -1 })) }]);

const distances = Array.from({ length: 13 }, (_, i) => (i - 5) / 4);

/** The probability of what is asked of which items pass, summed over all 2^n ways. */
const overWays = (odds: readonly number[], holds: (passes: readonly boolean[]) => boolean): number => {
  let total = 0;
  for (let way = 0; way < 2 ** odds.length; way++) {
    const passes = odds.map((_p, i) => ((way >> i) & 1) === 1);
    if (holds(passes)) total += odds.reduce((p, q, i) => p * (passes[i] ? q : 1 - q), 1);
  }
  return total;
};

const numberOf = (passes: readonly boolean[]): number => passes.filter(Boolean).length;
const odds = distances.map((z) => normalCdf(z));

describe("thirteen items in doubt of which a fill asks only how many pass", () => {
  it.each<[string, (events: Stream) => Observable<Scalar>, number]>([
    [
      "six or more of them",
      (events) =>
        events.pipe(
          filter((ev, { cut }) => ev.muon.filter((m) => m.pt > cut).length >= 6, { cut }),
          count({ ways: 200 }),
        ),
      overWays(odds, (passes) => numberOf(passes) >= 6),
    ],
    [
      "some, but not every one",
      (events) =>
        events.pipe(
          filter((ev, { cut }) => ev.muon.some((m) => m.pt > cut) && !ev.muon.every((m) => m.pt > cut), { cut }),
          count({ ways: 200 }),
        ),
      overWays(odds, (passes) => passes.some(Boolean) && !passes.every(Boolean)),
    ],
    [
      "more positive than negative ones: two counts of one quantity",
      (events) =>
        events.pipe(
          map((ev, { cut }) => ({ good: ev.muon.filter((m) => m.pt > cut) }), { cut }),
          filter(
            ({ good }) =>
              good.filter((m) => m.charge > 0).length > good.reduce((n, m) => (m.charge < 0 ? n + 1 : n), 0),
          ),
          count({ ways: 200 }),
        ),
      overWays(
        odds,
        (passes) => numberOf(passes.filter((_p, i) => i % 2)) > numberOf(passes.filter((_p, i) => !(i % 2))),
      ),
    ],
  ])("%s", async (_what, pipeline, expected) => {
    expect(await numberFrom(pipeline(around(...distances)))).toBeCloseTo(expected, 10);
  });

  it("has the derivatives of the probabilities of counts, forward and backward", async () => {
    const figure = around(...distances).pipe(
      filter((ev, { cut }) => ev.muon.filter((m) => m.pt > cut).length >= 6, { cut }),
      filter((ev, { tight }) => !ev.muon.every((m) => m.pt > tight) && ev.muon.some((m) => m.pt > tight), { tight }),
      sum((ev, { cut }) => ev.muon.filter((m) => m.pt > cut).length * cut, { cut }, { ways: 200 }),
    );
    for (const mode of ["forward", "reverse"] as const) {
      const { perParameter, maxRelativeError } = await checkGradients(figure, { cut, tight }, { mode });
      expect(Math.abs(perParameter.cut.derivative)).toBeGreaterThan(1);
      expect(Math.abs(perParameter.tight.derivative)).toBeGreaterThan(1e-3);
      expect(maxRelativeError).toBeLessThan(1e-6);
    }
  });
});

describe("the most ways of an event", () => {
  it("is a whole number", () => {
    for (const ways of [0, 1.5, 2 ** 31, Number.NaN])
      expect(() => count({ ways })).toThrowError(expect.objectContaining({ code: "E_PARAMETER" }));
  });

  it("can be raised, and lowered, by the operator that fills", async () => {
    const pipeline = (ways: number) =>
      around(...distances).pipe(
        sum((ev, { cut }) => ev.muon.reduce((s, m) => (m.pt > cut ? s + m.pt : s), 0) ** 2, { cut }, { ways }),
      );
    const pts = distances.map((z) => 20 + 5 * z);
    const mean = pts.reduce((s, pt, i) => s + pt * (odds[i] ?? 0), 0);
    const variance = pts.reduce((s, pt, i) => s + pt * pt * (odds[i] ?? 0) * (1 - (odds[i] ?? 0)), 0);
    expect(await numberFrom(pipeline(2 ** 13))).toBeCloseTo(mean ** 2 + variance, 6);
    await expect(numberFrom(pipeline(2 ** 13 - 1))).rejects.toMatchObject({ code: "E_LIMIT" });
  });
});
