import { lastValueFrom } from "rxjs";
import { describe, expect, it } from "vitest";

import { normalCdf, nuisance, parameter } from "../core/index.ts";
import * as diff from "./diff.ts";
import { eventsOf } from "./events-of.ts";
import * as hard from "./hard.ts";

interface Jet {
  p: number;
  s: { e: number }[];
}
interface Collision {
  met: number;
  jet: Jet[];
  mu: { p: number }[];
}

const collisions: Collision[] = [
  { met: 5, jet: [], mu: [{ p: 1 }] },
  {
    met: 7,
    jet: [
      { p: 30, s: [{ e: 1 }, { e: 2 }] },
      { p: 40, s: [{ e: 5 }] },
      { p: 50, s: [] },
    ],
    mu: [{ p: 3 }, { p: 4 }],
  },
  { met: 9, jet: [{ p: 36, s: [{ e: 7 }, { e: 8 }, { e: 9 }] }], mu: [] },
  {
    met: 1,
    jet: [
      { p: 60, s: [{ e: 11 }] },
      { p: 10, s: [{ e: 13 }] },
    ],
    mu: [{ p: 6 }],
  },
];

const kept = (jets: readonly Jet[]): readonly Jet[] => jets.filter((jet) => jet.p > 35);
const total = (numbers: readonly number[]): number => numbers.reduce((s, x) => s + x, 0);
const events = eventsOf(collisions, 2);

describe.each([
  ["hard", hard],
  ["diff", diff],
] as const)("items as events, %s", (_name, { filter, flatten, map, sum, weight }) => {
  const sumOf = async (stream: Parameters<typeof lastValueFrom>[0]): Promise<unknown> =>
    (await lastValueFrom(stream as ReturnType<typeof one>)).value;
  const one = () =>
    events.pipe(
      flatten((ev) => ev.jet.filter((jet) => jet.p > 35)),
      flatten((jet) => jet.s),
      sum((part) => part.e),
    );

  it("of a filtered list hand on only what their own lists hold", async () => {
    expect(await sumOf(one())).toBe(
      total(collisions.flatMap(({ jet }) => kept(jet).flatMap(({ s }) => s.map(({ e }) => e)))),
    );
  });

  it("of the first items of a list hand on only what these hold", async () => {
    const stream = events.pipe(
      flatten((ev) => ev.jet.slice(0, 1)),
      flatten((jet) => jet.s),
      sum((part) => part.e),
    );
    expect(await sumOf(stream)).toBe(
      total(collisions.flatMap(({ jet }) => jet.slice(0, 1).flatMap(({ s }) => s.map(({ e }) => e)))),
    );
  });

  it("of a list that an earlier stage filtered, with weights, are filled with lists of numbers", async () => {
    const stream = events.pipe(
      map((ev) => ({ jet: ev.jet.filter((jet) => jet.p > 35), met: ev.met })),
      filter((ev) => ev.met > 2),
      flatten((ev) => ev.jet),
      weight((jet) => jet.p),
      sum((jet) => jet.s.map((part) => part.e)),
    );
    const wanted = collisions
      .filter(({ met }) => met > 2)
      .flatMap(({ jet }) => kept(jet).flatMap(({ p, s }) => s.map(({ e }) => p * e)));
    expect(await sumOf(stream)).toBe(total(wanted));
  });

  it("that carry a list of the event repeat it for each item", async () => {
    const stream = events.pipe(
      flatten((ev) => ev.jet.filter((jet) => jet.p > 35).map((jet) => ({ p: jet.p, mu: ev.mu }))),
      flatten((item) => item.mu),
      sum((mu) => mu.p),
    );
    expect(await sumOf(stream)).toBe(
      total(collisions.flatMap(({ jet, mu }) => kept(jet).flatMap(() => mu.map(({ p }) => p)))),
    );
  });

  it("of a list of lists in one lambda are those of a loop in a loop", async () => {
    const stream = events.pipe(
      sum((ev) =>
        ev.jet
          .filter((jet) => jet.p > 35)
          .flatMap((jet) => jet.s)
          .map(({ e }) => e),
      ),
    );
    expect(await sumOf(stream)).toBe(
      total(collisions.flatMap(({ jet }) => kept(jet).flatMap(({ s }) => s.map(({ e }) => e)))),
    );
  });

  it("can be chosen by their number in a filtered list", async () => {
    const stream = events.pipe(
      flatten((ev) => ev.jet.filter((jet) => jet.p > 35).map((jet, i) => ({ i, p: jet.p }))),
      filter((item) => item.i === 0),
      sum((item) => item.p),
    );
    expect(await sumOf(stream)).toBe(
      total(
        collisions.flatMap(({ jet }) =>
          kept(jet)
            .slice(0, 1)
            .map(({ p }) => p),
        ),
      ),
    );
  });
});

describe("a choice that decides on items", () => {
  const cut = parameter("cut", 35, { width: 6 });

  it("is relaxed in a list whose items are flattened, as it is as a filter of items", async () => {
    const inList = events.pipe(
      diff.flatten((ev, { cut }) => ev.jet.filter((jet) => jet.p > cut), { cut }),
      diff.flatten((jet) => jet.s),
      diff.count(),
    );
    const asStage = events.pipe(
      diff.flatten((ev) => ev.jet),
      diff.filter((jet, { cut }) => jet.p > cut, { cut }),
      diff.flatten((jet) => jet.s),
      diff.count(),
    );
    const each = collisions.flatMap(({ jet }) => jet.map(({ p, s }) => s.length * normalCdf((p - 35) / 6)));
    expect((await lastValueFrom(asStage)).value).toBeCloseTo(total(each), 9);
    expect((await lastValueFrom(inList)).value).toBeCloseTo(total(each), 4);
  });

  it("is relaxed where the number of an item counts: the first above a cut", async () => {
    const stream = events.pipe(
      diff.sum(
        (ev, { cut }) =>
          ev.jet
            .filter((jet) => jet.p > cut)
            .slice(0, 1)
            .map((jet) => jet.p),
        { cut },
      ),
    );
    const firstOf = ({ jet }: (typeof collisions)[number]): number => {
      let none = 1;
      let sum = 0;
      for (const { p } of jet) {
        const odds = normalCdf((p - 35) / 6);
        sum += none * odds * p;
        none *= 1 - odds;
      }
      return sum;
    };
    expect((await lastValueFrom(stream)).value).toBeCloseTo(total(collisions.map(firstOf)), 3);
  });

  it("of a nuisance is shifted by variations", async () => {
    const jes = nuisance("jes", 1, { sigma: 0.1 });
    const { nominal, up, down } = await lastValueFrom(
      events.pipe(
        hard.flatten((ev, { jes }) => ev.jet.filter((jet) => jet.p * jes > 35), { jes }),
        hard.flatten((jet) => jet.s),
        hard.variations(hard.count(), { jes }),
      ),
    );
    const at = (scale: number): number =>
      total(collisions.flatMap(({ jet }) => jet.map(({ p, s }) => (p * scale > 35 ? s.length : 0))));
    expect([nominal.value, up.jes.value, down.jes.value]).toEqual([at(1), at(1.1), at(0.9)]);
    expect(at(0.9)).toBeLessThan(at(1));
  });
});
