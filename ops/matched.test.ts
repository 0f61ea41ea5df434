import { lastValueFrom } from "rxjs";
import { describe, expect, it } from "vitest";
import { checkGradients, explain, type Histogram, parameter } from "../core/index.ts";
import { filter, histogram, objective } from "./diff.ts";
import { eventsOf } from "./events-of.ts";

const cut = parameter("cut", 30, { width: 5 });

/** Ten jets near the cut, so that all of them are in doubt, and a few events with two. */
const rows = Array.from({ length: 15 }, (_, i) => ({
  jet: Array.from({ length: i % 5 === 4 ? 2 : 10 }, (_, k) => ({ pt: 20 + ((i * 7 + k * 5) % 20) })),
}));
const events = eventsOf(rows, 8);
const full = rows.filter(({ jet }) => jet.length > 2).length;

interface Options {
  readonly ways: number;
  readonly above?: "matched";
  readonly edges?: readonly number[];
}

const wide = Array.from({ length: 9 }, (_, i) => i * 60);

const ht = ({ edges = wide, ...options }: Options) =>
  events.pipe(
    histogram(
      (ev, { cut }) => ev.jet.filter((j) => j.pt > cut).reduce((s, j) => s + j.pt, 0),
      { cut },
      { edges, ...options },
    ),
  );

const busy = ({ edges = wide, ...options }: Options) =>
  events.pipe(
    filter((ev, { cut }) => ev.jet.filter((j) => j.pt > cut).length >= 6, { cut }),
    histogram(
      (ev, { cut }) => 40 + ev.jet.reduce((s, j) => (j.pt > cut ? s + j.pt : s), 0),
      { cut },
      { edges, ...options },
    ),
  );

/** What a finely binned histogram says of the sum of a power of its observable. */
const powers = ({ edges, values }: Histogram, power: number): number =>
  values.reduce((s, n, k) => s + n * (((edges[k] ?? 0) + (edges[k + 1] ?? 0)) / 2) ** power, 0);

describe.each([
  ["the sum of the jets above a cut", ht],
  ["the sum and a number where enough of them are above it", busy],
] as const)("%s", (_name, pipeline) => {
  it("is refused above the limit, and matched where that is asked for", async () => {
    await expect(lastValueFrom(pipeline({ ways: 100 }))).rejects.toMatchObject({
      code: "E_LIMIT",
      cure: expect.stringContaining('above: "matched"'),
    });
    const exact = await lastValueFrom(pipeline({ ways: 2 ** 10 }));
    const all = await lastValueFrom(pipeline({ ways: 2 ** 10, above: "matched" }));
    expect([...all.values]).toEqual([...exact.values].map((x) => expect.closeTo(x, 9)));
    const matched = await lastValueFrom(pipeline({ ways: 100, above: "matched" }));
    expect(matched.entries).toBeCloseTo(exact.entries, 9);
    matched.values.forEach((x, k) => {
      expect(Math.abs(x - (exact.values[k] ?? 0))).toBeLessThan(0.02 * exact.entries);
    });
    expect(Math.max(...matched.values.map((x, k) => Math.abs(x - (exact.values[k] ?? 0))))).toBeGreaterThan(1e-3);
  });

  it("keeps its mean and its variance", async () => {
    const edges = Array.from({ length: 6001 }, (_, i) => -200.1 + i * 0.2);
    const exact = await lastValueFrom(pipeline({ ways: 2 ** 10, edges }));
    const matched = await lastValueFrom(pipeline({ ways: 100, above: "matched", edges }));
    for (const power of [1, 2]) expect(powers(matched, power) / powers(exact, power)).toBeCloseTo(1, 6);
  });

  it("has the derivatives of its contents, forward and backward", async () => {
    const figure = pipeline({ ways: 100, above: "matched" }).pipe(
      objective((h) => h.values.reduce((s, x, k) => s + x * x * (k + 1), 0)),
    );
    for (const mode of ["forward", "reverse"] as const) {
      const { perParameter, maxRelativeError } = await checkGradients(figure, { cut }, { mode, steps: { cut: 0.6 } });
      expect(Math.abs(perParameter.cut.derivative)).toBeGreaterThan(1);
      expect(maxRelativeError).toBeLessThan(1e-8);
    }
  });

  it("is named and counted", async () => {
    const { matched, steps } = await explain(pipeline({ ways: 100, above: "matched" }));
    expect(matched).toBe(full);
    expect(steps.map(({ treatment }) => treatment)).toContain("matched");
    expect(String(await explain(pipeline({ ways: 100, above: "matched" })))).toContain(
      `matched by moments: ${full} events`,
    );
    expect((await explain(pipeline({ ways: 2 ** 10 }))).matched).toBe(0);
  });
});

describe("what is not a sum alone", () => {
  it("is refused: several axes", () => {
    expect(() => histogram(() => [1, 1], { edges: [wide, wide], above: "matched" } as never)).toThrow(
      expect.objectContaining({ code: "E_PARAMETER" }),
    );
  });

  it("is refused: a power of the sum", async () => {
    const squared = events.pipe(
      histogram(
        (ev, { cut }) => ev.jet.filter((j) => j.pt > cut).reduce((s, j) => s + j.pt, 0) ** 2,
        { cut },
        { edges: wide, ways: 100, above: "matched" },
      ),
    );
    await expect(lastValueFrom(squared)).rejects.toMatchObject({ code: "E_SOFT" });
  });

  it("is gone through way by way: a sum that a filter asks for", async () => {
    const filtered = events.pipe(
      filter((ev, { cut }) => ev.jet.reduce((s, j) => (j.pt > cut ? s + j.pt : s), 0) > 200, { cut }),
      histogram((ev) => ev.jet.length, { edges: wide, ways: 100, above: "matched" }),
    );
    await expect(lastValueFrom(filtered)).rejects.toMatchObject({ code: "E_LIMIT" });
  });
});
