import { forkJoin, lastValueFrom, type Observable } from "rxjs";
import { describe, expect, expectTypeOf, it } from "vitest";
import {
  gradient,
  type Histogram,
  hold,
  type List,
  linspace,
  nuisance,
  parameter,
  type Scalar,
} from "../core/index.ts";
import * as diff from "./diff.ts";
import { eventsOf } from "./events-of.ts";
import * as hard from "./hard.ts";

interface Collision {
  readonly muon: readonly {
    readonly pt: number;
    readonly eta: number;
    readonly phi: number;
    readonly charge: number;
  }[];
  readonly met: number;
  readonly run: bigint;
  readonly good: boolean;
}

const { count, fill, filter, histogram, map, objective, sum, weight } = diff;
const events = eventsOf<Collision>([{ muon: [{ pt: 30, eta: 0, phi: 1, charge: 1 }], met: 3, run: 1n, good: true }]);
const cut = parameter("cut", 20, { width: 2 });
const scale = nuisance("scale", 1, { sigma: 0.1 });

describe("types inside .pipe, without an annotation", () => {
  it("know the event", () => {
    events.pipe(
      filter((ev) => {
        expectTypeOf(ev.met).toBeNumber();
        expectTypeOf(ev.good).toBeBoolean();
        expectTypeOf(ev.run).toBeBigInt();
        expectTypeOf(ev.muon[0].pt).toBeNumber();
        expectTypeOf(ev.muon[15].pt).toBeNumber();
        expectTypeOf(ev.muon.at(-1).pt).toBeNumber();
        expectTypeOf(ev.muon.find((m) => m.pt > 1).pt).toBeNumber();
        expectTypeOf(ev.muon.map((m) => m.charge)).toExtend<List<number>>();
        return true;
      }),
    );
  });

  it("refuse a column that is not there", () => {
    // @ts-expect-error there is no such column
    events.pipe(filter((ev) => ev.metal > 1));
    // @ts-expect-error a muon has no such member
    events.pipe(filter((ev) => ev.muon[0].energy > 1));
    // @ts-expect-error a list has no column of its items
    events.pipe(filter((ev) => ev.muon.pt > 1));
    // @ts-expect-error what a map leaves out is gone
    events.pipe(map((ev) => ({ m: ev.met }))).pipe(filter((ev) => ev.met > 1));
    expect(true).toBe(true);
  });

  it("make numbers of parameters", () => {
    events.pipe(
      filter(
        (ev, { cut, scale, held }) => {
          expectTypeOf(cut).toBeNumber();
          expectTypeOf(scale).toBeNumber();
          expectTypeOf(held).toBeNumber();
          return ev.met * scale > cut + held;
        },
        { cut, scale, held: hold(cut) },
      ),
    );
    // @ts-expect-error the scope has no such member
    events.pipe(filter((ev, { other }) => ev.met > other, { cut }));
    // @ts-expect-error there is no scope
    events.pipe(filter((ev, { cut }) => ev.met > cut));
  });

  it("keep functions and numbers of a scope as they are", () => {
    const mass = (a: { readonly pt: number }, b: { readonly pt: number }) => a.pt * b.pt;
    events.pipe(
      map(
        (ev, { mass, k }) => {
          expectTypeOf(mass(ev.muon[0], ev.muon[1])).toBeNumber();
          expectTypeOf(k).toBeNumber();
          return { m: k };
        },
        { mass, k: 3 },
      ),
      sum((ev) => {
        expectTypeOf(ev).toEqualTypeOf<{ m: number }>();
        return ev.m;
      }),
    );
    // @ts-expect-error a number is no muon
    events.pipe(map((ev, { mass }) => ({ m: mass(ev.met, ev.met) }), { mass }));
  });

  it("know what is emitted", () => {
    expectTypeOf(events.pipe(count())).toEqualTypeOf<Observable<Scalar>>();
    expectTypeOf(
      events.pipe(
        weight((ev) => ev.met),
        sum((ev) => ev.muon.map((m) => m.pt)),
      ),
    ).toEqualTypeOf<Observable<Scalar>>();
    expectTypeOf(events.pipe(histogram((ev) => ev.met, { edges: [0, 1] }))).toEqualTypeOf<Observable<Histogram>>();
    events.pipe(fill({ h: histogram((ev) => ev.met, { edges: [0, 1] }), n: count() })).subscribe(({ h, n }) => {
      expectTypeOf(h).toEqualTypeOf<Histogram>();
      expectTypeOf(n).toEqualTypeOf<Scalar>();
    });
    events.pipe(
      histogram((ev) => ev.met, { edges: [0, 1] }),
      objective((h) => {
        expectTypeOf(h).toEqualTypeOf<Histogram>();
        return 1;
      }),
    );
  });

  it("refuse a lambda that gives no number", () => {
    // @ts-expect-error a sum needs numbers
    const words = () => events.pipe(sum(() => "x"));
    // @ts-expect-error a filter needs a truth value
    const numbers = () => events.pipe(filter((ev) => ev.met));
    expect([words, numbers]).toHaveLength(2);
  });

  it("are the same in both flavours", () => {
    expectTypeOf<typeof diff>().toEqualTypeOf<typeof hard>();
    expect(Object.keys(diff)).toEqual(Object.keys(hard));
  });

  it("name the derivatives after the parameters", () => {
    const stream = events.pipe(count());
    expectTypeOf(gradient(stream, { cut, scale })).resolves.toEqualTypeOf<{
      readonly cut: number;
      readonly scale: number;
    }>();
  });
});

describe("the first example", () => {
  let state = 1;
  const random = (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  const collisions: readonly Collision[] = Array.from({ length: 5000 }, () => ({
    muon: Array.from({ length: Math.floor(4 * random()) }, () => ({
      pt: 10 + 60 * random(),
      eta: 4 * random() - 2,
      phi: 6 * random() - 3,
      charge: random() < 0.5 ? 1 : -1,
    })),
    met: 1,
    run: 1n,
    good: true,
  }));
  type Muon = Collision["muon"][number];
  const mass = (a: Muon, b: Muon) => Math.sqrt(2 * a.pt * b.pt * (Math.cosh(a.eta - b.eta) - Math.cos(a.phi - b.phi)));

  const select = ({ filter, histogram, map }: typeof hard) =>
    eventsOf(collisions).pipe(
      filter((ev) => ev.muon.length >= 2 && ev.muon[0].charge !== ev.muon[1].charge),
      filter((ev, { cut }) => Math.min(ev.muon[0].pt, ev.muon[1].pt) > cut, { cut }),
      map((ev, { mass, scale }) => ({ m: scale * mass(ev.muon[0], ev.muon[1]) }), { mass, scale }),
      histogram((ev) => ev.m, { edges: linspace(60, 120, 7) }),
    );

  const masses = (pass: (pt: number) => number): readonly number[] => {
    const bins = new Array<number>(6).fill(0);
    for (const {
      muon: [a, b],
    } of collisions) {
      if (!a || !b || a.charge === b.charge) continue;
      const bin = Math.floor((mass(a, b) - 60) / 10);
      if (bin >= 0 && bin < 6) bins[bin] = (bins[bin] ?? 0) + pass(Math.min(a.pt, b.pt));
    }
    return bins;
  };

  it("counts with the hard operators what plain JavaScript counts", async () => {
    const { values } = await lastValueFrom(select(hard));
    expect([...values]).toEqual(masses((pt) => Number(pt > 20)));
  });

  it("has derivatives that are those of a finely binned sample, forward and backward", async () => {
    const pdf = (z: number) => Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
    const slopes = masses((pt) => -pdf((pt - 20) / 2) / 2);
    const both = forkJoin({ signal: select(diff), background: select(diff) });
    const z = both.pipe(
      objective(({ signal, background }) => (signal.values[0] ?? 0) + 0 * (background.values[0] ?? 0)),
    );
    for (const mode of ["forward", "reverse"] as const)
      expect((await gradient(z, { cut }, { mode })).cut).toBeCloseTo(slopes[0] ?? Number.NaN, 10);
    const all = both.pipe(
      objective(
        ({ signal, background }) =>
          signal.values.reduce((s, n) => s + n, 0) + 2 * background.values.reduce((s, n) => s + n, 0),
      ),
    );
    expect((await gradient(all, { cut })).cut).toBeCloseTo(3 * slopes.reduce((s, x) => s + x, 0), 9);
  });
});
