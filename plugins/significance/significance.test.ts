import { forkJoin, from, lastValueFrom, type Observable, of } from "rxjs";
import { describe, expect, it } from "vitest";
import { type Batch, batchOf, checkGradients, columnOf, gradient, parameter, type View } from "../../core/index.ts";
import { count, filter, histogram, weight } from "../../ops/diff.ts";
import * as hard from "../../ops/hard.ts";
import { plugin, significance } from "./index.ts";

const eventsOf = <E extends object>(objects: readonly E[]): Observable<Batch<View<E>>> => {
  const columns = columnOf(objects);
  if (columns.kind !== "record") throw new TypeError("events are records");
  return from([batchOf<View<E>>(columns, { name: "test", replayable: true })]);
};

/** One event per bin whose weight is a parameter: contents with derivatives, and variances of their squares. */
const bins = (names: readonly string[], contents: readonly number[]) => {
  const parameters = contents.map((n, k) => parameter(names[k] ?? "", n));
  const [p = parameter("p", 0), q = parameter("q", 0)] = parameters;
  const filled = eventsOf(contents.map((_, k) => ({ k }))).pipe(
    weight((ev, { p, q }) => (ev.k === 0 ? p : q), { p, q }),
    histogram((ev) => ev.k, { edges: [-0.5, 0.5, 1.5] }),
  );
  return { filled, p, q };
};

const signal = bins(["s0", "s1"], [3, 5]);
const background = bins(["b0", "b1"], [20, 10]);
const all = { s0: signal.p, s1: signal.q, b0: background.p, b1: background.q };
const both = forkJoin({ signal: signal.filled, background: background.filled });

/** arXiv:1007.1727 eq. 97, squared. */
const known = (s: number, b: number): number => 2 * ((s + b) * Math.log(1 + s / b) - s);

/** G. Cowan (2012), background with variance v, squared. */
const uncertain = (s: number, b: number, v: number): number =>
  2 *
  ((s + b) * Math.log(((s + b) * (b + v)) / (b * b + (s + b) * v)) -
    ((b * b) / v) * Math.log(1 + (v * s) / (b * (b + v))));

const valueFrom = async (stream: Observable<{ readonly value: number }>): Promise<number> =>
  (await lastValueFrom(stream)).value;

describe("significance of histograms", () => {
  // source: statistics.md section 10.7, Asimov significance
  it("without uncertainty has the published value and derivatives", async () => {
    const z = both.pipe(significance({ uncertainty: false }));
    expect(await valueFrom(z)).toBeCloseTo(1.6102802838333, 12);
    for (const mode of ["forward", "reverse"] as const) {
      const slopes = await gradient(z, all, { mode });
      expect(slopes.s0).toBeCloseTo(0.0867935500287, 12);
      expect(slopes.s1).toBeCloseTo(0.251797846734, 12);
      expect(slopes.b0).toBeCloseTo(-0.00635793515429, 12);
      expect(slopes.b1).toBeCloseTo(-0.0587071038756, 12);
    }
  });

  it("includes the variance of the background sample", async () => {
    const wanted = Math.sqrt(uncertain(3, 20, 20 ** 2) + uncertain(5, 10, 10 ** 2));
    expect(await valueFrom(both.pipe(significance()))).toBeCloseTo(wanted, 12);
  });

  it("adds a relative uncertainty in quadrature", async () => {
    const wanted = Math.sqrt(uncertain(3, 20, 20 ** 2 + 4) + uncertain(5, 10, 10 ** 2 + 1));
    expect(await valueFrom(both.pipe(significance({ relative: 0.1 })))).toBeCloseTo(wanted, 12);
  });

  it("adds half the difference of the shifted backgrounds in quadrature", async () => {
    const [up, down] = [bins(["u0", "u1"], [24, 10.5]), bins(["d0", "d1"], [18, 11])];
    const shifted = forkJoin({
      signal: signal.filled,
      background: background.filled,
      up: up.filled,
      down: down.filled,
    });
    const v = [20 ** 2 + 3 ** 2, 10 ** 2 + 0.25 ** 2] as const;
    expect(await valueFrom(shifted.pipe(significance()))).toBeCloseTo(
      Math.sqrt(uncertain(3, 20, v[0]) + uncertain(5, 10, v[1])),
      12,
    );
    const relative = await valueFrom(shifted.pipe(significance({ relative: 0.2 })));
    expect(relative).toBeCloseTo(Math.sqrt(uncertain(3, 20, v[0] + 16) + uncertain(5, 10, v[1] + 4)), 12);
    const { maxRelativeError } = await checkGradients(shifted.pipe(significance()), { ...all, u: up.p, d: down.q });
    expect(maxRelativeError).toBeLessThan(1e-8);
  });

  it("differentiates through the variance too", async () => {
    const { maxRelativeError } = await checkGradients(both.pipe(significance({ relative: 0.1 })), all);
    expect(maxRelativeError).toBeLessThan(1e-8);
  });

  it("is 0, with derivative 0, without signal", async () => {
    const nothing = bins(["z0", "z1"], [0, 0]);
    const z = forkJoin({ signal: nothing.filled, background: background.filled }).pipe(significance());
    expect(await valueFrom(z)).toBe(0);
    expect(await gradient(z, { s: nothing.p, b: background.p })).toEqual({ s: 0, b: 0 });
  });

  it("counts a bin without signal and background for nothing", async () => {
    const [s, b] = [bins(["s", "t"], [3, 0]), bins(["b", "c"], [20, 0])];
    const z = forkJoin({ signal: s.filled, background: b.filled }).pipe(significance({ uncertainty: false }));
    expect(await valueFrom(z)).toBeCloseTo(Math.sqrt(known(3, 20)), 13);
    expect((await gradient(z, { s: s.p })).s).toBeCloseTo(Math.log(1 + 3 / 20) / Math.sqrt(known(3, 20)), 12);
  });
});

describe("significance of histograms of two axes", () => {
  const cut = parameter("cut", 1, { width: 0.3 });
  const region = (scale: number, turn: number) =>
    eventsOf(Array.from({ length: 200 }, (_, i) => ({ x: ((i * 37) % 100) / 25, y: (i * turn) % 7, w: scale }))).pipe(
      weight((ev) => ev.w),
      histogram((ev) => [ev.y, ev.x], {
        edges: [
          [0, 3, 7],
          [0, cut, 4],
        ],
      }),
    );
  const yields = forkJoin({ signal: region(0.05, 3), background: region(0.4, 5) });

  it("adds up over all bins, and differentiates", async () => {
    const { signal, background } = await lastValueFrom(yields);
    const q = signal.values.reduce(
      (sum, s, k) => sum + uncertain(s, background.values[k] ?? 0, background.variances[k] ?? 0),
      0,
    );
    expect(signal.values).toHaveLength(4);
    expect(await valueFrom(yields.pipe(significance()))).toBeCloseTo(Math.sqrt(q), 12);
    expect((await checkGradients(yields.pipe(significance()), { cut })).maxRelativeError).toBeLessThan(1e-8);
  });
});

describe("significance of counts", () => {
  const cut = parameter("cut", 1, { width: 0.3 });
  const region = (scale: number) =>
    eventsOf(Array.from({ length: 200 }, (_, i) => ({ x: ((i * 37) % 100) / 25, w: scale }))).pipe(
      weight((ev) => ev.w),
      filter((ev, { cut }) => ev.x > cut, { cut }),
      count(),
    );
  const yields = forkJoin({ signal: region(0.05), background: region(0.4) });

  it("is that of their values and variances", async () => {
    const { signal, background } = await lastValueFrom(yields);
    const [s, b, v] = [signal.value, background.value, background.variance];
    expect(await valueFrom(yields.pipe(significance({ uncertainty: false })))).toBeCloseTo(Math.sqrt(known(s, b)), 12);
    expect(await valueFrom(yields.pipe(significance()))).toBeCloseTo(Math.sqrt(uncertain(s, b, v)), 12);
    expect(await valueFrom(yields.pipe(significance({ relative: 0.3 })))).toBeCloseTo(
      Math.sqrt(uncertain(s, b, v + (0.3 * b) ** 2)),
      12,
    );
  });

  it("differentiates", async () => {
    for (const options of [{ uncertainty: false }, {}, { relative: 0.3 }]) {
      const z = yields.pipe(significance(options));
      expect((await checkGradients(z, { cut })).maxRelativeError).toBeLessThan(1e-8);
      expect((await gradient(z, { cut }, { mode: "reverse" })).cut).toBeCloseTo((await gradient(z, { cut })).cut, 11);
    }
  });

  it("takes shifted backgrounds", async () => {
    const shifted = forkJoin({ signal: region(0.05), background: region(0.4), up: region(0.5), down: region(0.35) });
    const { signal, background, up, down } = await lastValueFrom(shifted);
    const v = background.variance + ((up.value - down.value) / 2) ** 2;
    expect(await valueFrom(shifted.pipe(significance()))).toBeCloseTo(
      Math.sqrt(uncertain(signal.value, background.value, v)),
      12,
    );
  });

  it("of the hard flavour has a value and no derivative", async () => {
    const hardly = eventsOf([{ x: 1 }]).pipe(
      hard.filter((ev, { cut }) => ev.x > cut - 1, { cut }),
      hard.count(),
    );
    const z = forkJoin({ signal: hardly, background: hardly }).pipe(significance());
    expect(await valueFrom(z)).toBeCloseTo(Math.sqrt(uncertain(1, 1, 1)), 13);
    await expect(gradient(z, { cut })).rejects.toMatchObject({ code: "E_HARD" });
  });
});

describe("significance refuses", () => {
  it.each<[string, Observable<unknown>, string]>([
    ["a stream without yields", of({ signal: 1, background: 2 }), "E_TYPE"],
    ["a signal alone", forkJoin({ signal: signal.filled }), "E_TYPE"],
    [
      "a histogram beside a count",
      forkJoin({ signal: signal.filled, background: eventsOf([{ x: 1 }]).pipe(count()) }),
      "E_SHAPE",
    ],
    [
      "histograms of different bins",
      forkJoin({
        signal: signal.filled,
        background: eventsOf([{ x: 1 }]).pipe(histogram((ev) => ev.x, { edges: [0, 1, 2, 3] })),
      }),
      "E_SHAPE",
    ],
  ])("%s", async (_what, stream, code) => {
    await expect(lastValueFrom((stream as never as typeof both).pipe(significance()))).rejects.toMatchObject({ code });
  });
});

it("the plugin says what it brings", () => {
  expect(plugin).toMatchObject({ name: "significance", operators: { significance } });
  expect(Object.keys(plugin.functions).sort()).toEqual(["asimov", "asimovWithUncertainty", "devianceRatio", "onOff"]);
});
