import { firstValueFrom, from, map, switchMap } from "rxjs";
import { describe, expect, it } from "vitest";
import {
  type Batch,
  batchOf,
  columnOf,
  type Histogram,
  linspace,
  parameter,
  valueAndGradient,
  withDemand,
} from "../core/index.ts";
import { count, fill, filter, groupBy, histogram, objective, profile } from "./diff.ts";

interface Event {
  readonly x: number;
  readonly w: number;
}

const events = Array.from({ length: 400 }, (_, i): Event => ({ x: (i * 37) % 101, w: 1 + (i % 5) / 4 }));
const columns = columnOf(events);
if (columns.kind !== "record") throw new TypeError("events are records");
const stream = () => from([batchOf(columns, { name: "test", replayable: true }) as Batch<Event>]);

const cut = parameter("cut", 40, { width: 5 });
const edges = linspace(0, 100, 11);
const spectrum = histogram((ev: Event) => ev.x, { edges });
const filled = () =>
  stream().pipe(
    filter((ev, { cut }) => ev.x > cut, { cut }),
    spectrum,
  );
const contents = (h: Histogram) => h.values.reduce((sum, n, k) => sum + (k + 1) * n, 0);

describe("members of results that an objective does not read", () => {
  it("are not computed where nobody else sees the result", async () => {
    const all = await firstValueFrom(filled());
    const some = await withDemand({ names: undefined, members: new Set(["values"]) }, () => firstValueFrom(filled()));
    expect([...some.values]).toEqual([...all.values]);
    expect([some.entries, some.skipped, some.underflow]).toEqual([all.entries, all.skipped, all.underflow]);
    expect([...all.variances].every((v) => v > 0)).toBe(true);
    expect([...some.variances].every(Number.isNaN)).toBe(true);
  });

  it.each(["forward", "reverse", "value"] as const)("change nothing about the others, %s", async (mode) => {
    const alone = filled().pipe(objective(contents));
    const seen = filled().pipe(
      map((h) => h),
      objective(contents),
    );
    const [a, b] = [await valueAndGradient(alone, { cut }, { mode }), await valueAndGradient(seen, { cut }, { mode })];
    expect(a).toEqual(b);
    expect(a.value).toBeGreaterThan(0);
  });

  it("are all there for who subscribes to the same stream, before and after and meanwhile", async () => {
    const shared = filled();
    const before = await firstValueFrom(shared);
    await valueAndGradient(shared.pipe(objective(contents)), { cut });
    const meanwhile = await firstValueFrom(
      shared.pipe(
        objective(contents),
        switchMap(() => shared),
      ),
    );
    const after = await firstValueFrom(shared);
    for (const h of [meanwhile, after]) expect([...h.variances]).toEqual([...before.variances]);
  });

  it("are read by whatever way their name comes in", async () => {
    const wanted = (await firstValueFrom(filled())).variances.reduce((sum, v) => sum + v, 0);
    const squares = (h: Histogram) => h.variances.reduce((sum, v) => sum + v, 0);
    const ways = [
      filled().pipe(objective(squares)),
      filled().pipe(objective(({ variances }) => variances.reduce((sum, v) => sum + v, 0))),
      filled().pipe(objective(({ variances: v }) => v.reduce((sum, x) => sum + x, 0))),
      filled().pipe(
        objective((h, { member }) => h[member].reduce((sum, v) => sum + v, 0), { member: "variances" as const }),
      ),
      filled().pipe(objective((h, { squares }) => squares(h), { squares })),
      stream().pipe(
        filter((ev, { cut }) => ev.x > cut, { cut }),
        fill({ a: spectrum, n: count() }),
        objective(({ a }) => a.variances.reduce((sum, v) => sum + v, 0)),
      ),
    ];
    for (const way of ways) expect((await firstValueFrom(way)).value).toBeCloseTo(wanted, 9);
  });

  it("are computed where something else than an objective is made of them first", async () => {
    const means = stream().pipe(
      profile((ev) => [ev.x, ev.w], { edges }),
      objective((p) => p.values.reduce((sum, y) => sum + y, 0)),
    );
    const groups = stream().pipe(
      groupBy(
        (ev) => (ev.w > 1.4 ? "heavy" : "light"),
        profile((ev) => [ev.x, ev.w], { edges }),
        { groups: ["heavy", "light"] },
      ),
      objective((g) => g.groups.heavy.values.reduce((sum, y) => sum + y, 0)),
    );
    expect((await firstValueFrom(means)).value).toBeGreaterThan(10);
    expect((await firstValueFrom(groups)).value).toBeGreaterThan(10);
  });
});
