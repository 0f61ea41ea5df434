import { lastValueFrom, type Observable } from "rxjs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Events, rows } from "../adapters/rows/index.ts";
import { onWorkers, type WorkerPool, workers } from "../adapters/workers/index.ts";
import {
  definePrimitive,
  gradient,
  linspace,
  parameter,
  real,
  type Scalar,
  valueAndGradient,
  valueAt,
} from "../core/index.ts";
import * as diff from "../ops/diff.ts";
import { mass } from "../plugins/kinematics/index.ts";

interface Event {
  readonly met: number;
  readonly muon: readonly { readonly pt: number; readonly eta: number; readonly phi: number }[];
}

const objects: readonly Event[] = Array.from({ length: 40_000 }, (_, i) => ({
  met: 60 * Math.abs(Math.sin(i)),
  muon: Array.from({ length: i % 4 }, (_, k) => ({
    pt: 20 + ((17 * i + k) % 31),
    eta: Math.sin(i + k),
    phi: Math.cos(3 * i + k),
  })),
}));

const cut = parameter("cut", 25, { width: 2 });
const scale = parameter("scale", 1, { width: 0.02 });
const slope = parameter("slope", 0.3);
const parameters = { cut, scale, slope };

const pipelines: Readonly<Record<string, (events: Events<Event>) => Observable<Scalar>>> = {
  "a smeared spectrum of pairs": (events) =>
    events.pipe(
      diff.filter((ev) => ev.muon.length >= 2),
      diff.filter((ev, { cut }) => Math.min(ev.muon[0].pt, ev.muon[1].pt) > cut, { cut }),
      diff.map((ev, { mass, scale }) => ({ m: scale * mass(ev.muon[0], ev.muon[1]) }), { mass, scale }),
      diff.histogram((ev) => ev.m, { edges: linspace(0, 120, 31) }),
      diff.objective((h) => h.values.reduce((sum, n, k) => sum + n * Math.cos(k), 0)),
    ),
  "a sum over all items": (events) =>
    events.pipe(
      diff.sum((ev, { slope }) => ev.muon.map((m) => Math.exp(-slope * m.eta) * m.pt).reduce((s, y) => s + y, 0), {
        slope,
      }),
    ),
  "a largest number": (events) =>
    events.pipe(diff.max((ev, { slope }) => Math.sin(ev.met) - slope * ev.met, { slope })),
  "a count under a cut": (events) =>
    events.pipe(
      diff.filter((ev, { cut }) => ev.met > cut, { cut }),
      diff.count(),
    ),
  "a count of soft items": (events) =>
    events.pipe(
      diff.filter((ev, { cut }) => ev.muon.some((m) => m.pt > cut), { cut }),
      diff.count(),
    ),
};
const modes = ["forward", "reverse"] as const;
const wasm = { lane: "wasm" } as const;

describe("with workers", () => {
  const pools: WorkerPool[] = [];
  beforeAll(async () => {
    for (const n of [1, 2]) pools.push(await workers(n));
  });
  afterAll(async () => {
    for (const pool of pools) await pool.close();
  });

  it.each(Object.entries(pipelines))("%s has the bits that it has without", async (_name, pipeline) => {
    const whole = pipeline(rows(objects));
    const cutUp = pipeline(rows(objects, { batchSize: 999 }));
    for (const mode of modes) {
      const alone = await valueAndGradient(whole, parameters, { mode, ...wasm });
      for (const pool of pools)
        for (const stream of [whole, cutUp])
          expect(await valueAndGradient(stream, parameters, { mode, workers: pool })).toEqual(alone);
    }
  });

  it("values, gradients and plain subscriptions are shared", async () => {
    const [pool] = pools;
    if (!pool) throw new TypeError("there is no pool");
    const stream = pipelines["a sum over all items"]?.(rows(objects));
    if (!stream) throw new TypeError("there is no such pipeline");
    const shared = (): number => pool.chunks().here + pool.chunks().workers.reduce((sum, n) => sum + n, 0);
    const chunks = Math.ceil(objects.length / 4096);
    const ways: readonly (() => Promise<unknown>)[] = [
      () => valueAt(stream, parameters, { workers: pool }),
      () => gradient(stream, parameters, { workers: pool }),
      () => lastValueFrom(stream.pipe(onWorkers(pool))),
      () => gradient(stream.pipe(onWorkers(pool)), parameters),
    ];
    for (const way of ways) {
      const before = shared();
      await way();
      expect(shared() - before).toBe(chunks);
    }
    const { value } = await lastValueFrom(stream.pipe(onWorkers(pool)));
    expect(value).toBe(await valueAt(stream, parameters, wasm));
  });

  it("functions that other threads have not are called on this one", async () => {
    const [pool] = pools;
    if (!pool) throw new TypeError("there is no pool");
    const cubed = definePrimitive({
      name: "cubed",
      evaluate: (x: number) => x ** 3,
      partials: [(x) => 3 * x * x],
      domain: [real(0, 60)],
    });
    const stream = rows(objects).pipe(diff.sum((ev, { cubed }) => cubed(ev.met), { cubed }));
    const before = pool.chunks();
    const shared = await valueAt(stream, {}, { workers: pool });
    expect(pool.chunks()).toEqual(before);
    expect(shared).toBe(await valueAt(stream, {}, wasm));
    const wanted = objects.reduce((sum, ev) => sum + ev.met ** 3, 0);
    expect(Math.abs(shared / wanted - 1)).toBeLessThan(1e-12);
  });

  it("a stream that is left stops, and the pool is as good as before", async () => {
    const [, pool] = pools;
    if (!pool) throw new TypeError("there is no pool");
    async function* endless(): AsyncGenerator<Event> {
      for (;;) yield* objects;
    }
    const stream = (events: Events<Event>) => events.pipe(diff.sum((ev) => ev.met));
    const left = valueAt(
      stream(rows(endless, { batchSize: 5_000 })),
      {},
      { workers: pool, signal: AbortSignal.timeout(100) },
    );
    await expect(left).rejects.toMatchObject({ code: "E_CANCELLED" });
    const wanted = await valueAt(stream(rows(objects)), {}, wasm);
    expect(await valueAt(stream(rows(objects)), {}, { workers: pool })).toBe(wanted);
    expect(pool.size()).toBe(2);
  });

  it("what is no pool, and a lane that threads do not run, are refused", async () => {
    const [pool] = pools;
    if (!pool) throw new TypeError("there is no pool");
    const stream = rows(objects.slice(0, 10)).pipe(diff.sum((ev) => ev.met));
    for (const wrong of [2, null, {}, "auto"])
      await expect(valueAt(stream, {}, { workers: wrong as never })).rejects.toThrow(
        /E_PARAMETER: workers is .*no pool/,
      );
    await expect(valueAt(stream, {}, { workers: pool, lane: "javascript" })).rejects.toThrow(
      "E_PARAMETER: workers run the lane wasm, and javascript was asked for",
    );
  });
});
