import { lastValueFrom } from "rxjs";
import { describe, expect, it } from "vitest";
import { checkGradients, nuisance, parameter } from "../core/index.ts";
import * as diff from "./diff.ts";
import { eventsOf } from "./events-of.ts";
import * as hard from "./hard.ts";

interface Event {
  met: number;
  jet: { pt: number }[];
}

const events: readonly Event[] = Array.from({ length: 300 }, (_, i) => ({
  met: (i * 37) % 100,
  jet: Array.from({ length: i % 4 }, (_, k) => ({ pt: ((i * 13 + k * 29) % 80) + 10 })),
}));

const edges = [20, 50, 80, 110];
const cut = parameter("jet pt cut", 30, { width: 3 });
const scale = nuisance("jet scale", 1, { sigma: 0.05 });

const templates = ({ filter, flatten, histogram, variations }: typeof hard) =>
  eventsOf(events).pipe(
    filter((ev) => ev.met > 20),
    flatten((ev, { scale }) => ev.jet.map((j) => ({ pt: j.pt * scale })), { scale }),
    filter((j, { cut }) => j.pt > cut, { cut }),
    variations(
      histogram((j) => j.pt, { edges }),
      { scale },
    ),
  );

/** The same, written as loops. */
const byHand = (scale: number): readonly number[] => {
  const pts = events.filter((ev) => ev.met > 20).flatMap((ev) => ev.jet.map((j) => j.pt * scale));
  const kept = pts.filter((pt) => pt > 30);
  return edges.slice(1).map((high, k) => kept.filter((pt) => pt >= (edges[k] ?? 0) && pt < high).length);
};

describe("variations", () => {
  it("gives the nominal histogram and one per side of each nuisance", async () => {
    const { nominal, up, down } = await lastValueFrom(templates(hard));
    expect([...nominal.values]).toEqual(byHand(1));
    expect([...up.scale.values]).toEqual(byHand(1.05));
    expect([...down.scale.values]).toEqual(byHand(0.95));
  });

  it("keeps the nuisance hard and gives slopes with respect to choices", async () => {
    const figure = templates(diff).pipe(
      diff.objective(({ nominal, up }) => {
        const shift = (up.scale.values[0] ?? 0) - (nominal.values[0] ?? 0);
        return shift * shift + (nominal.values[0] ?? 0);
      }),
    );
    const { perParameter, maxRelativeError } = await checkGradients(figure, { cut });
    expect(Math.abs(perParameter.cut.derivative)).toBeGreaterThan(0.1);
    expect(maxRelativeError).toBeLessThan(1e-7);
  });

  it("inside variations add up", async () => {
    const [a, b] = [nuisance("a", 1, { sigma: 0.25 }), nuisance("b", 8, { sigma: 1 })];
    const events = eventsOf([{ x: 1 }, { x: 2 }]);
    const { up, down } = await lastValueFrom(
      events.pipe(
        hard.weight((_ev, { a, b }) => a * b, { a, b }),
        hard.variations(hard.variations(hard.count(), { a }), { a, b }),
      ),
    );
    expect([up.a.up.a, up.a.down.a, down.a.down.a, up.b.up.a, down.b.nominal].map(({ value }) => value)).toEqual(
      [1.5 * 8, 8, 0.5 * 8, 1.25 * 9, 7].map((each) => 2 * each),
    );
  });

  it("move a nuisance also in the objective that ends their branch", async () => {
    const shift = nuisance("luminosity", 2, { sigma: 0.5 });
    const varied = eventsOf(events).pipe(
      diff.filter((ev, { cut }) => ev.met > cut, { cut }),
      diff.variations(
        (events) =>
          events.pipe(
            diff.weight((_ev, { shift }) => shift, { shift }),
            diff.count(),
            diff.objective((n, { shift }) => n.value * shift ** 2, { shift }),
          ),
        { shift },
      ),
    );
    const { nominal, up, down } = await lastValueFrom(varied);
    expect(up.shift.value / nominal.value).toBeCloseTo((2.5 / 2) ** 3, 12);
    expect(down.shift.value / nominal.value).toBeCloseTo((1.5 / 2) ** 3, 12);
    const both = varied.pipe(diff.objective(({ up, down }) => up.shift.value - down.shift.value));
    const { perParameter } = await checkGradients(both, { shift, cut });
    expect(perParameter.shift.derivative / nominal.value).toBeCloseTo((3 * (2.5 ** 2 - 1.5 ** 2)) / 2 ** 3, 9);
    expect(perParameter.cut.relativeError).toBeLessThan(1e-7);
    expect(perParameter.shift.relativeError).toBeLessThan(1e-7);
  });

  it("refuses a choice", () => {
    expect(() => hard.variations(hard.count(), { cut } as never)).toThrow(/E_PARAMETER.*"cut" is not a nuisance/);
  });
});

describe("flatten", () => {
  it("makes events of items, under the conditions of their event", async () => {
    const jets = eventsOf(events).pipe(
      hard.filter((ev) => ev.met > 20),
      hard.flatten((ev) => ev.jet.map((j) => ({ pt: j.pt, met: ev.met }))),
      hard.filter((j) => j.pt + j.met > 90),
      hard.sum((j) => j.pt),
    );
    const expected = events
      .filter((ev) => ev.met > 20)
      .flatMap((ev) => ev.jet.filter((j) => j.pt + ev.met > 90))
      .reduce((s, j) => s + j.pt, 0);
    expect((await lastValueFrom(jets)).value).toBe(expected);
  });

  it("counts items as events", async () => {
    const jets = eventsOf(events).pipe(
      hard.flatten((ev) => ev.jet),
      hard.count(),
    );
    expect((await lastValueFrom(jets)).value).toBe(events.reduce((n, ev) => n + ev.jet.length, 0));
  });

  it("refuses what is no list, and says what to write", async () => {
    const wrong = eventsOf(events).pipe(
      hard.flatten((ev) => ev.met as never),
      hard.count(),
    );
    await expect(lastValueFrom(wrong)).rejects.toThrow(/E_TYPE: flatten needs a list, found a number/);
  });
});
