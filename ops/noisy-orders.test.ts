import { lastValueFrom, type Observable } from "rxjs";
import { describe, expect, it } from "vitest";
import {
  argmax,
  argmin,
  checkGradients,
  explain,
  hold,
  normalCdf,
  parameter,
  type Scalar,
  valueAndGradient,
} from "../core/index.ts";
import * as diff from "./diff.ts";
import { eventsOf } from "./events-of.ts";
import * as hard from "./hard.ts";

const numberFrom = async (stream: Observable<Scalar>): Promise<number> => (await lastValueFrom(stream)).value;

const a = parameter("a", 1, { width: 0.1 });
const cut = parameter("cut", 1, { width: 0.5 });
const one = eventsOf([{ x: [1.5, 1.25, 0.5, -0.25] }]);

/** How often item `k` has the best key, where the first key is 1.5 a. */
const chanceOf = (k: number, name: "argmax" | "argmin", noise = 0.75): Observable<Scalar> =>
  one.pipe(
    diff.sum(
      (ev, { a, best, sign, noise, k }) =>
        best(ev.x, (x, i) => sign * (i === 0 ? a * x : x), { noise }) === k ? 1 : 0,
      { a, best: name === "argmax" ? argmax : argmin, sign: name === "argmax" ? 1 : -1, noise, k },
    ),
  );

/** The chances of the keys 3/2, 5/4, 1/2, -1/4 with noise 3/4 and their slopes in the first key, by mpmath. */
const chances = [0.5373897946793149, 0.36292051408186243, 0.08670511908563695, 0.012984572153175751];
const slopes = [0.40335703382540794, -0.29511209478427625, -0.09099270192590424, -0.017252237115227446];

describe("an order of items whose keys carry noise", () => {
  it.each(["argmax", "argmin"] as const)("takes each item as often as its key is best: %s", async (name) => {
    for (const [k, chance] of chances.entries()) {
      const { value, gradient: found } = await valueAndGradient(chanceOf(k, name), { a });
      expect(Math.abs(value - chance)).toBeLessThan(1e-13);
      expect(Math.abs(found.a - 1.5 * (slopes[k] ?? 0))).toBeLessThan(1e-12);
    }
    expect(Math.abs((await numberFrom(chanceOf(0, name, 1.5))) - (chances[0] ?? 0))).toBeGreaterThan(0.05);
  });

  it("has the slopes of differences, the same ones forward and backward", async () => {
    for (const k of [0, 1, 2, 3])
      expect((await checkGradients(chanceOf(k, "argmax"), { a })).maxRelativeError).toBeLessThan(1e-8);
    const both = await Promise.all(
      (["forward", "reverse"] as const).map((mode) => valueAndGradient(chanceOf(1, "argmax"), { a }, { mode })),
    );
    expect(both[0]?.gradient.a).toBeCloseTo(both[1]?.gradient.a ?? Number.NaN, 13);
  });

  it("is a difference of two keys for two items", async () => {
    const two = eventsOf([{ x: [3, 2] }, { x: [1, 4] }]);
    const stream = two.pipe(
      diff.sum((ev, { a, argmax }) => ev.x.at(argmax(ev.x, (x, i) => (i === 0 ? a * x : x), { noise: 2 })), {
        a,
        argmax,
      }),
    );
    const chance = (gap: number): number => normalCdf(gap / (2 * Math.SQRT2));
    const wanted = 2 + chance(1) + 4 - 3 * chance(-3);
    expect(await numberFrom(stream)).toBeCloseTo(wanted, 12);
  });

  it("goes through the rest of the lambda once for each item that may be it", async () => {
    const jets = eventsOf([{ x: [1, 1, -90] }]);
    const binned = jets.pipe(
      diff.map((ev, { a, argmax }) => ({ k: argmax(ev.x, (x) => a * x, { noise: 0.5 }) }), { a, argmax }),
      diff.filter((ev) => ev.k < 2),
      diff.histogram((ev) => ev.k * ev.k, { edges: [0, 0.5, 1.5, 9] }),
    );
    const { values, variances } = await lastValueFrom(binned);
    expect([...values].map((x) => Number(x.toFixed(12)))).toEqual([0.5, 0.5, 0]);
    expect([...variances].map((x) => Number(x.toFixed(12)))).toEqual([0.5, 0.5, 0]);
  });

  it("is hard where there is nothing to choose, for a NaN, and for keys of data or held choices", async () => {
    const odd = eventsOf([{ x: [] as number[] }, { x: [2, Number.NaN, 5] }, { x: [7] }]);
    const at = (choice: typeof a | ReturnType<typeof hold>) =>
      odd.pipe(
        diff.sum((ev, { argmax, choice }) => 1 + (argmax(ev.x, (x) => choice * x, { noise: 3 }) ?? 10), {
          argmax,
          choice,
        }),
      );
    expect(await numberFrom(at(a))).toBeCloseTo(11 + 2 + 1, 13);
    expect(await numberFrom(at(hold(a)))).toBe(14);
    const data = one.pipe(diff.sum((ev, { argmax }) => argmax(ev.x, (x) => x, { noise: 3 }), { argmax }));
    expect(await numberFrom(data)).toBe(0);
    const plain = one.pipe(hard.sum((ev, { argmax, a }) => argmax(ev.x, (x) => a * x, { noise: 3 }), { argmax, a }));
    expect(await numberFrom(plain)).toBe(0);
  });

  it("is named by explain, with its noise", async () => {
    const { steps } = await explain(chanceOf(0, "argmax"));
    expect(steps.map(({ kind, treatment, width, choices }) => [kind, treatment, width, choices])).toEqual([
      ["order", "exact", 0.75, ["a"]],
    ]);
    expect(String(await explain(chanceOf(0, "argmax")))).toContain("-> exact, noise 0.75 on each key from a");
  });
});

describe("an order with noise is refused", () => {
  const refused = (stream: Observable<unknown>) => lastValueFrom(stream).catch((error: unknown) => error);

  it("where its keys carry noise in another place too", async () => {
    const spread = one.pipe(
      diff.histogram(
        (ev, { a, argmax }) => a * ev.x.at(argmax(ev.x, (x) => a * x, { noise: 1 })),
        { a, argmax },
        {
          edges: [0, 1, 2],
        },
      ),
    );
    expect(await refused(spread)).toMatchObject({ code: "E_SOFT", where: expect.stringContaining("argmax") });
    const twice = one.pipe(
      diff.sum(
        (ev, { a, argmax, argmin }) =>
          argmax(ev.x, (x) => a * x, { noise: 1 }) + argmin(ev.x, (x) => a * x, { noise: 1 }),
        {
          a,
          argmax,
          argmin,
        },
      ),
    );
    expect(await refused(twice)).toMatchObject({ code: "E_SOFT", message: expect.stringContaining("common noise") });
  });

  it("inside the items of a list, and behind a relaxed comparison of the event", async () => {
    const nested = eventsOf([{ met: 1, jet: [{ x: [1, 2] }, { x: [3] }] }]);
    const inner = nested.pipe(
      diff.sum((ev, { a, argmax }) => ev.jet.map((j) => argmax(j.x, (x) => a * x, { noise: 1 })), { a, argmax }),
    );
    expect(await refused(inner)).toMatchObject({ code: "E_SOFT", cure: expect.stringContaining("argmax(list, key)") });
    const behind = nested.pipe(
      diff.sum((ev, { a, cut, argmax }) => argmax(ev.jet, (j) => (ev.met > cut ? a : 2) * j.x[0], { noise: 1 }), {
        a,
        cut,
        argmax,
      }),
    );
    expect(await refused(behind)).toMatchObject({
      code: "E_SOFT",
      message: expect.stringContaining("comparison of the event"),
    });
  });

  it("for a value of a row, which has no one number", async () => {
    const rows = one.pipe(
      diff.map((ev, { a, argmax }) => ({ k: argmax(ev.x, (x) => a * x, { noise: 1 }) }), { a, argmax }),
      diff.columns(),
    );
    expect(await refused(rows)).toMatchObject({ code: "E_SOFT", where: expect.stringContaining("argmax") });
  });

  it("for noise that is no finite number, and for more items than the ways of a fill", async () => {
    const wrong = one.pipe(diff.sum((ev, { a, argmax }) => argmax(ev.x, (x) => a * x, { noise: -1 }), { a, argmax }));
    expect(await refused(wrong)).toMatchObject({ code: "E_PARAMETER" });
    const many = one.pipe(
      diff.sum((ev, { a, argmax }) => argmax(ev.x, (x) => a * x, { noise: 1 }), { a, argmax }, { ways: 3 }),
    );
    expect(await refused(many)).toMatchObject({ code: "E_LIMIT", message: expect.stringContaining("event 0") });
    const crowd = eventsOf([{ x: [1] }, { x: Array.from({ length: 300 }, () => 2) }]);
    const close = crowd.pipe(diff.sum((ev, { a, argmax }) => argmax(ev.x, (x) => a * x, { noise: 1 }), { a, argmax }));
    expect(await refused(close)).toMatchObject({
      code: "E_LIMIT",
      message: expect.stringMatching(/event 1 has 300 items/),
    });
  });
});
