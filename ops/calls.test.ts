import { forkJoin, type Observable, map as toEach } from "rxjs";
import { describe, expect, it } from "vitest";
import {
  type GradientOptions,
  gradient,
  type Parameters,
  parameter,
  uncheckedBatch,
  valueAndGradient,
  valueAt,
} from "../core/index.ts";
import { count, fill, filter, histogram, map, objective, sum, weight } from "./diff.ts";
import { eventsOf } from "./events-of.ts";

const rows = Array.from({ length: 200 }, (_, i) => ({ x: (i * 37) % 101, w: 1 + (i % 3) }));
const events = eventsOf(rows, 80);
const cut = parameter("cut", 50, { width: 4 });
const scale = parameter("scale", 1);

/** How many WebAssembly modules are made by `work`. */
const modulesIn = async (work: () => Promise<unknown>): Promise<number> => {
  const { Module } = WebAssembly;
  let modules = 0;
  WebAssembly.Module = new Proxy(Module, {
    construct: (target, given) => {
      modules += 1;
      return Reflect.construct(target, given) as object;
    },
  });
  try {
    await work();
  } finally {
    WebAssembly.Module = Module;
  }
  return modules;
};

const pipelines = {
  "a count": events.pipe(
    filter((ev, { cut }) => ev.x > cut, { cut }),
    count(),
  ),
  "a sum": events.pipe(
    map((ev, { scale }) => ({ x: scale * ev.x, w: ev.w }), { scale }),
    filter((ev, { cut }) => ev.x > cut, { cut }),
    sum((ev) => ev.x * ev.w),
  ),
  "an objective of a histogram": events.pipe(
    filter((ev, { cut }) => ev.x > cut, { cut }),
    weight((ev) => ev.w),
    histogram((ev, { scale }) => scale * ev.x, { scale }, { edges: [0, 20, 50, 101], bandwidth: 2 }),
    objective((h) => h.values.reduce((s, n) => s + n * n, 0)),
  ),
};

describe.each(Object.entries(pipelines))("%s", (_name, stream) => {
  it.each(["forward", "reverse"] as const)("compiles nothing in later %s calls", async (mode) => {
    const slopeAt = async (by: number): Promise<number> => {
      const options: GradientOptions<Parameters> = { mode, at: { cut: 50 + by, scale: 1 + by / 50 } };
      return (await gradient(stream, { cut, scale }, options)).cut ?? Number.NaN;
    };
    const first = await modulesIn(async () => {
      await slopeAt(0);
      await slopeAt(0); // by now it is known which outputs are asked for
    });
    const slopes: number[] = [];
    const later = await modulesIn(async () => {
      for (const by of [1, 2, 3]) slopes.push(await slopeAt(by));
    });
    expect(first).toBeGreaterThan(0);
    expect(later).toBe(0);
    expect(new Set(slopes).size).toBe(3);
  });
});

describe("derivatives by many parameters", () => {
  const many = Array.from({ length: 20 }, (_, k) => parameter(`p${k}`, 1 + k / 8));
  const parameters = { ...Object.fromEntries(many.map((p) => [p.name, p])), cut };
  const polynomial = (ev: { readonly x: number }, { many }: { readonly many: readonly number[] }): number =>
    many.reduce((s, p, k) => s + Math.sin(p) * (ev.x / 100) ** k, 0);
  const passing = events.pipe(filter((ev, { cut }) => ev.x > cut, { cut }));
  const summed = () => passing.pipe(sum(polynomial as never, { many } as never));

  const streams: Readonly<Record<string, () => Observable<unknown>>> = {
    "a sum": summed,
    "what an objective makes of a sum": () => summed().pipe(objective((s) => s.value ** 2 / 100)),
    "what it makes of a sum and its variance": () => summed().pipe(objective((s) => s.value / Math.sqrt(s.variance))),
    "two sums in one pass": () =>
      passing.pipe(
        fill({ a: sum(polynomial as never, { many } as never), b: count() }),
        objective(({ a, b }) => a.value / b.value),
      ),
    "two streams": () =>
      forkJoin({ a: summed(), b: passing.pipe(count()) }).pipe(objective(({ a, b }) => a.value / b.value)),
    "a histogram": () =>
      passing.pipe(
        weight(polynomial as never, { many } as never),
        histogram((ev) => ev.x, { edges: [0, 40, 60, 101] }),
        objective((h) => h.values.reduce((s, n, k) => s + (k + 1) * n, 0)),
      ),
  };

  it.each(Object.entries(streams))("are the same in every mode: %s", async (_name, make) => {
    const expected = await valueAndGradient(make(), parameters, { mode: "forward" });
    const stream = make();
    for (const mode of [undefined, undefined, "reverse", undefined] as const) {
      const found = await valueAndGradient(stream, parameters, mode && { mode });
      expect(found.value / expected.value).toBeCloseTo(1, 13);
      for (const [name, slope] of Object.entries(expected.gradient)) {
        expect(slope).not.toBe(0);
        expect((found.gradient as Record<string, number>)[name] ?? 0, name).toBeCloseTo(slope, 9);
      }
    }
    expect(await valueAt(stream, {})).toBeCloseTo(expected.value, 10);
  });

  it("take one kernel and one pass where one number is differentiated", async () => {
    let batches = 0;
    const source = { name: "once", replayable: false };
    const once = eventsOf(rows, 80).pipe(
      toEach((batch) => {
        batches += 1;
        return uncheckedBatch<(typeof rows)[number]>({ ...batch, source });
      }),
      sum(polynomial as never, { many } as never),
    );
    expect(await modulesIn(() => gradient(once, parameters))).toBe(1);
    expect(batches).toBe(3);
    expect(await modulesIn(() => gradient(once, parameters))).toBe(0);
    await expect(gradient(once, parameters, { mode: "reverse" })).rejects.toMatchObject({ code: "E_REPLAY" });
  });
});
