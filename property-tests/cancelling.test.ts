import { getEventListeners } from "node:events";
import process from "node:process";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { lastValueFrom, type Observable } from "rxjs";
import { describe, expect, it } from "vitest";
import { type Events, rows } from "../adapters/rows/index.ts";
import { checkGradients, explain, gradient, parameter, type Scalar, valueAndGradient } from "../core/index.ts";
import * as diff from "../ops/diff.ts";
import { cancelledBy, rowsOf, toAsyncIterable } from "../ops/index.ts";

interface Event {
  readonly x: number;
  readonly l: readonly number[];
}

const objects: readonly Event[] = Array.from({ length: 1000 }, (_, i) => ({
  x: (i * 37) % 101,
  l: Array.from({ length: i % 4 }, (_, k) => i + k / 4),
}));
const cut = parameter("cut", 50, { width: 5 });
const settle = () => new Promise((resolve) => setTimeout(resolve, 5));

async function* each<T>(values: Iterable<T>): AsyncGenerator<T> {
  yield* values;
}

async function* endless(): AsyncGenerator<Event> {
  for (;;) yield* objects;
}

describe("a signal ends an analysis of a source that never ends and never waits", () => {
  const yields = (events: Events<Event>): Observable<Scalar> =>
    events.pipe(
      diff.filter((ev, { cut }) => ev.x > cut, { cut }),
      diff.count(),
    );
  const soon = () => AbortSignal.timeout(30);
  const source = () => rows(endless, { batchSize: 500 });

  it.each<[string, (signal: AbortSignal) => Promise<unknown>]>([
    ["cancelledBy", (signal) => lastValueFrom(yields(source().pipe(cancelledBy(signal))))],
    ["cancelledBy below", (signal) => lastValueFrom(yields(source()).pipe(cancelledBy(signal)))],
    ["gradient", (signal) => gradient(yields(source()), { cut }, { signal })],
    ["valueAndGradient", (signal) => valueAndGradient(yields(source()), { cut }, { signal })],
    ["checkGradients", (signal) => checkGradients(yields(source()), { cut }, { signal })],
    ["explain", (signal) => explain(yields(source()), { signal })],
    [
      "toAsyncIterable",
      async (signal) => {
        for await (const _ of toAsyncIterable(source(), { signal }));
      },
    ],
    [
      "rowsOf",
      async (signal) => {
        for await (const _ of rowsOf(source(), { signal }));
      },
    ],
  ])("%s", async (_what, run) => {
    await expect(run(soon())).rejects.toMatchObject({ code: "E_CANCELLED" });
    const { signal } = new AbortController();
    const before = getEventListeners(signal, "abort").length;
    await expect(run(AbortSignal.any([signal, AbortSignal.abort("at once")]))).rejects.toMatchObject({
      code: "E_CANCELLED",
    });
    expect(getEventListeners(signal, "abort").length).toBe(before);
  });
});

describe("ten thousand loops under one signal", () => {
  it("leave no listener and no memory behind", async () => {
    setFlagsFromString("--expose-gc");
    const gc: () => void = runInNewContext("gc");
    const { signal } = new AbortController();
    const warnings: string[] = [];
    const warn = (warning: Error): void => {
      warnings.push(warning.name);
    };
    process.on("warning", warn);
    const few = objects.slice(0, 4);
    const loop = async (): Promise<void> => {
      const events = rows(() => each(few), { batchSize: 1 }).pipe(cancelledBy(signal));
      for await (const { first } of toAsyncIterable(events, { signal })) if (first === 1) break;
    };
    const heap = async (): Promise<number> => {
      await settle();
      gc();
      return process.memoryUsage().heapUsed;
    };
    const grown: number[] = [];
    for (let round = 0; round < 5; round++) {
      const before = await heap();
      for (let k = 0; k < 2000; k++) await loop();
      grown.push((await heap()) - before);
    }
    process.off("warning", warn);
    expect(getEventListeners(signal, "abort").length).toBe(0);
    expect(warnings).toEqual([]);
    expect(Math.min(...grown), "a leak shows in every round").toBeLessThan(2 ** 20 / grown.length);
  }, 60_000);
});
