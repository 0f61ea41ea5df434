import { forkJoin, from, lastValueFrom, type Observable } from "rxjs";
import { describe, expect, it } from "vitest";
import { type Batch, batchOf, columnOf, nuisance, parameter, type View } from "../../core/index.ts";
import { count, filter, histogram, map, objective, sum, weight } from "../../ops/diff.ts";
import * as hard from "../../ops/hard.ts";
import { diagnose, plugin } from "./index.ts";

const eventsOf = <E extends object>(objects: readonly E[]): Observable<Batch<View<E>>> => {
  const columns = columnOf(objects);
  if (columns.kind !== "record") throw new TypeError("events are records");
  return from([batchOf<View<E>>(columns, { name: "test", replayable: true })]);
};

const random = ((state: number) => () => {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return state / 2 ** 32;
})(11);

const rows = Array.from({ length: 20_000 }, () => ({ x: 100 * random(), y: 10 * random(), w: 0.5 + random() }));
const events = eventsOf(rows);
const cut = parameter("cut", 40, { width: 4, unit: "GeV" });

/** The sums of weights and of squared weights above a threshold. */
const above = (c: number, low = 0, high = 10): readonly [number, number] =>
  rows.filter(({ x, y }) => x > c && y >= low && y < high).reduce(([s, v], { w }) => [s + w, v + w * w], [0, 0]);

describe("diagnose", () => {
  const yields = events.pipe(
    weight((ev) => ev.w),
    filter((ev, { cut }) => ev.x > cut, { cut }),
    histogram((ev) => ev.y, { edges: [0, 4, 10] }),
  );

  it("agrees on a cut through a flat spectrum, with the numbers of two hard runs", async () => {
    const { parameters } = await diagnose(yields, { cut }, { steps: { cut: 4 } });
    const { step, unit, regions } = parameters.cut;
    expect([step, unit]).toEqual([4, "GeV"]);
    const region = regions.all;
    if (!region) throw new TypeError("one region");
    const [up, down] = [above(44), above(36)];
    expect(region.actual).toBeCloseTo((up[0] - down[0]) / 2, 9);
    expect(region.error).toBeCloseTo(Math.sqrt((down[1] - up[1]) / 4), 9);
    expect(region.migrated).toBe(rows.filter(({ x }) => x > 36 && x <= 44).length);
    expect(region.predicted / (-200 * 4)).toBeGreaterThan(0.9);
    expect(region.predicted / (-200 * 4)).toBeLessThan(1.1);
    expect(region.pull).toBeCloseTo((region.actual - region.predicted) / region.error, 9);
    expect(region.verdict).toBe("agrees");
    expect(region.bins.map(({ verdict }) => verdict)).toEqual(["agrees", "agrees"]);
    for (const [k, [low, high]] of [[0, 4] as const, [4, 10] as const].entries())
      expect(region.bins[k]?.actual).toBeCloseTo((above(44, low, high)[0] - above(36, low, high)[0]) / 2, 9);
  });

  it("compares each bin of a histogram of two axes", async () => {
    const edge = parameter("edge", 5, { width: 0.5 });
    const grid = events.pipe(
      weight((ev) => ev.w),
      filter((ev, { cut }) => ev.x > cut, { cut }),
      histogram((ev) => [ev.y, ev.x], {
        edges: [
          [0, edge, 10],
          [0, 60, 100],
        ],
      }),
    );
    const { parameters } = await diagnose(grid, { cut, edge }, { steps: { cut: 4, edge: 1 } });
    const inside = (c: number, e: number, i: number, j: number): number =>
      rows
        .filter(({ x, y }) => x > c && Number(y >= e) === i && Number(x >= 60) === j)
        .reduce((sum, { w }) => sum + w, 0);
    const cells = [0, 1].flatMap((i) => [0, 1].map((j) => [i, j] as const));
    for (const [k, [i, j]] of cells.entries()) {
      const [byCut, byEdge] = [parameters.cut.regions.all?.bins[k], parameters.edge.regions.all?.bins[k]];
      expect(byCut?.actual).toBeCloseTo((inside(44, 5, i, j) - inside(36, 5, i, j)) / 2, 9);
      expect(byEdge?.actual).toBeCloseTo((inside(40, 6, i, j) - inside(40, 4, i, j)) / 2, 9);
      expect(byEdge?.verdict).toBe("agrees");
    }
    expect(parameters.edge.regions.all?.migrated).toBe(rows.filter(({ x, y }) => x > 40 && y >= 4 && y < 6).length);
  });

  it("moves a choice by the half width of an even noise of the same standard deviation, a nuisance by its sigma", async () => {
    const scale = nuisance("scale", 1, { sigma: 0.25 });
    const stream = events.pipe(
      filter((ev, { cut }) => ev.x > cut, { cut }),
      sum((ev, { scale }) => ev.y * scale, { scale }),
    );
    const { parameters } = await diagnose(stream, { cut, scale });
    expect(parameters.cut.step).toBeCloseTo(4 * Math.sqrt(3), 13);
    expect(parameters.scale.step).toBe(0.25);
  });

  it("is in agreement with a hard run of its own at each step", async () => {
    const at = (value: number) => {
      const moved = parameter("cut", value);
      return lastValueFrom(
        events.pipe(
          hard.weight((ev) => ev.w),
          hard.filter((ev, { moved }) => ev.x > moved, { moved }),
          hard.count(),
        ),
      );
    };
    const { regions } = (await diagnose(yields, { cut }, { steps: { cut: 1.5 } })).parameters.cut;
    expect(regions.all?.actual).toBeCloseTo(((await at(41.5)).value - (await at(38.5)).value) / 2, 9);
  });

  it("cannot decide with a sample that is too small", async () => {
    const few = eventsOf(rows.slice(0, 60)).pipe(
      filter((ev, { cut }) => ev.x > cut, { cut }),
      count(),
    );
    const { regions } = (await diagnose(few, { cut }, { steps: { cut: 1 } })).parameters.cut;
    expect(regions.all?.verdict).toBe("undecidable");
    const moved = rows.slice(0, 60).filter(({ x }) => x > 39 && x <= 41).length;
    expect(regions.all?.migrated).toBe(moved);
    expect(regions.all?.actual).toBe(-moved / 2);
  });

  it("disagrees where the width hides a step of the spectrum", async () => {
    const edge = eventsOf(rows.map((row) => ({ ...row, x: row.x > 39 && row.x < 40.5 ? 39.9 : row.x })));
    const sharp = parameter("sharp", 40, { width: 20 });
    const stream = edge.pipe(
      filter((ev, { sharp }) => ev.x > sharp, { sharp }),
      count(),
    );
    const { regions } = (await diagnose(stream, { sharp }, { steps: { sharp: 0.5 } })).parameters.sharp;
    expect(regions.all?.verdict).toBe("disagrees");
  });

  it("compares a figure of merit of several regions", async () => {
    const regions = forkJoin({
      high: events.pipe(
        filter((ev, { cut }) => ev.x > cut && ev.y > 5, { cut }),
        count(),
      ),
      low: events.pipe(
        filter((ev, { cut }) => ev.x > cut && ev.y <= 5, { cut }),
        count(),
      ),
    });
    const ratio = objective(
      ({ high, low }: { readonly high: { readonly value: number }; readonly low: { readonly value: number } }) =>
        high.value / (high.value + low.value),
    );
    const { parameters } = await diagnose(regions, { cut }, { objective: ratio as never, steps: { cut: 4 } });
    const n = (c: number, keep: (y: number) => boolean) => rows.filter(({ x, y }) => x > c && keep(y)).length;
    const part = (c: number) => n(c, (y) => y > 5) / n(c, () => true);
    expect(Object.keys(parameters.cut.regions)).toEqual(["high", "low"]);
    expect(parameters.cut.objective?.actual).toBeCloseTo((part(44) - part(36)) / 2, 12);
    expect(parameters.cut.objective?.verdict).not.toBe("disagrees");
  });

  it("follows a nuisance in a weight", async () => {
    const scale = nuisance("scale", 2, { sigma: 0.1 });
    const stream = events.pipe(sum((ev, { scale }) => ev.y * scale ** 2, { scale }));
    const { step, regions } = (await diagnose(stream, { scale })).parameters.scale;
    const total = rows.reduce((s, { y }) => s + y, 0);
    expect(step).toBe(0.1);
    expect((regions.all?.predicted ?? 0) / total).toBeCloseTo(2 * 2 * 0.1, 12);
    expect((regions.all?.actual ?? 0) / total).toBeCloseTo((2.1 ** 2 - 1.9 ** 2) / 2, 12);
  });

  it("estimates the bias of a smoothed step in a bent spectrum", async () => {
    const bent = eventsOf(rows.map((row) => ({ x: 100 * Math.sqrt(row.x / 100) }))).pipe(
      map((ev) => ({ x: ev.x })),
      filter((ev, { cut }) => ev.x > cut, { cut }),
      count(),
    );
    const { regions } = (await diagnose(bent, { cut })).parameters.cut;
    // the density is 2 x / 100^2 of 20000 events: the expectation under noise of width 4 has a bias of -1/2 4^2 4
    expect(regions.all?.bias).toBeLessThan(0);
    expect(Math.abs((regions.all?.bias ?? 0) / -32 - 1)).toBeLessThan(0.5);
  });

  it("writes one line for each parameter and region", async () => {
    const lines = String(await diagnose(yields, { cut }, { steps: { cut: 4 } })).split("\n");
    expect(lines).toHaveLength(2);
    expect(lines[0]).toMatch(/^parameter +region +predicted +actual +error +moved +pull +bias +verdict$/);
    expect(lines[1]).toMatch(/^cut ± 4\.000 GeV +all .*agrees$/);
  });

  it("refuses a hard pipeline", async () => {
    const stream = events.pipe(
      hard.filter((ev, { cut }) => ev.x > cut, { cut }),
      hard.count(),
    );
    await expect(diagnose(stream, { cut })).rejects.toMatchObject({ code: "E_HARD" });
  });

  it("is what the plugin brings", () => {
    expect(plugin).toMatchObject({ name: "diagnose", operators: { diagnose } });
  });
});
