import { describe, expect, it } from "vitest";
import { type GradientOptions, gradient, type Parameters, parameter } from "../core/index.ts";
import { count, filter, histogram, map, objective, sum, weight } from "./diff.ts";
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
