import { getEventListeners } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { concat, concatMap, from, lastValueFrom, merge, type Observable, repeat, tap } from "rxjs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { arrow, toIpc } from "../adapters/arrow/index.ts";
import { parquet, writeParquet } from "../adapters/duckdb/index.ts";
import { type Events, eventsFrom, numbered, rows } from "../adapters/rows/index.ts";
import {
  type Batch,
  checkGradients,
  columnOf,
  explain,
  gradient,
  parameter,
  type RecordColumn,
  type Scalar,
  type View,
  valueAndGradient,
} from "../core/index.ts";
import * as diff from "../ops/diff.ts";
import * as hard from "../ops/hard.ts";
import { cancelledBy, rowsOf, toAsyncIterable } from "../ops/index.ts";

interface Event {
  readonly x: number;
  readonly l: readonly number[];
}

const size = 1000;
const objects: readonly Event[] = Array.from({ length: size }, (_, i) => ({
  x: (i * 37) % 101,
  l: Array.from({ length: i % 4 }, (_, k) => i + k / 4),
}));
const batchSize = 100;
const cut = parameter("cut", 50, { width: 5 });
const settle = (time = 5) => new Promise((resolve) => setTimeout(resolve, time));

async function* each<T>(values: Iterable<T>): AsyncGenerator<T> {
  yield* values;
}

async function* endless(): AsyncGenerator<Event> {
  for (;;) yield* objects;
}

let sources: Readonly<Record<string, () => Events<Event>>> = {};
const names = ["rows of an array", "rows one by one", "Arrow", "Parquet"] as const;

let folder = "";
beforeAll(async () => {
  const columns = columnOf(objects) as RecordColumn;
  folder = await mkdtemp(join(tmpdir(), "jagrad-iteration-"));
  const path = join(folder, "events.parquet");
  await writeParquet(path, columns);
  const bytes = toIpc(columns, { format: "file" });
  sources = {
    "rows of an array": () => rows(objects, { batchSize }),
    "rows one by one": () => rows(() => each(objects), { batchSize }),
    Arrow: () => arrow<Event>(bytes, { batchSize }),
    Parquet: () => parquet<Event>(path, { batchSize }),
  };
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const sourceOf = (name: string): Events<Event> => sources[name]?.() ?? from<Batch<never>[]>([]);

/** A source that counts the batches that it hands on. */
const counted = (name: string) => {
  const seen = { batches: 0 };
  const events = sourceOf(name).pipe(tap(() => seen.batches++));
  return { events, seen };
};

describe.each(names)("a loop over %s", (name) => {
  it("gets every event once, in batches and one by one", async () => {
    const found: number[] = [];
    let events = 0;
    for await (const { first, size } of toAsyncIterable(sourceOf(name))) {
      expect(first).toBe(events);
      events += size;
    }
    expect(events).toBe(size);
    for await (const { x, l } of rowsOf(sourceOf(name))) found.push(x + l.length);
    expect(found).toEqual(objects.map(({ x, l }) => x + l.length));
  });

  it("is never overtaken by the source, also through stages and operators of RxJS", async () => {
    const { events, seen } = counted(name);
    const ahead: number[] = [];
    let taken = 0;
    const stream = events.pipe(
      hard.filter((ev) => ev.x > 10),
      tap(() => undefined),
      hard.map((ev) => ({ y: ev.x })),
    );
    for await (const batch of toAsyncIterable(stream, { most: 1 })) {
      expect(batch.stages.length).toBe(2);
      taken++;
      await settle(2);
      ahead.push(seen.batches - taken);
    }
    expect(taken).toBeGreaterThanOrEqual(size / batchSize);
    expect(ahead).toEqual(ahead.map(() => 0));
  });

  it("stops the source when it is left", async () => {
    const { events, seen } = counted(name);
    for await (const { first } of toAsyncIterable(events)) if (first >= 2 * batchSize) break;
    await settle();
    expect(seen.batches).toBe(3);
  });

  it("is cancelled by a signal before it begins", async () => {
    const { events, seen } = counted(name);
    const signal = AbortSignal.abort();
    const read = async () => {
      for await (const _ of rowsOf(events, { signal })) throw new Error("an event came");
    };
    await expect(read()).rejects.toMatchObject({ code: "E_CANCELLED" });
    expect(seen.batches).toBe(0);
  });
});

describe("a loop over several sources", () => {
  it.each<[string, (events: Events<Event>) => Observable<Batch>]>([
    ["concat", (events) => concat(events, events, events)],
    ["concatMap", (events) => from([1, 2, 3]).pipe(concatMap(() => events))],
    ["repeat", (events) => events.pipe(repeat(3))],
    ["stages", (events) => concat(events.pipe(hard.filter((ev) => ev.x > 1)), events, events)],
  ])("one after the other is not overtaken by any: %s", async (_what, several) => {
    const { events, seen } = counted("rows one by one");
    let taken = 0;
    for await (const _ of toAsyncIterable(several(events), { most: 1 })) {
      taken++;
      await settle(1);
      expect(seen.batches).toBe(taken);
    }
    expect(taken).toBe((3 * size) / batchSize);
  });

  it("side by side runs at most one batch of each ahead", async () => {
    const { events, seen } = counted("rows one by one");
    let taken = 0;
    for await (const _ of toAsyncIterable(merge(events, events, events), { most: 2 })) {
      taken++;
      await settle(1);
      expect(seen.batches - taken).toBeLessThanOrEqual(2);
    }
    expect(taken).toBe((3 * size) / batchSize);
  });
});

describe("a loop over results", () => {
  it("is never overtaken by a scan, whose source waits for it too", async () => {
    const blocks = 5;
    const block = 32_768;
    let read = 0;
    const numbers = async function* () {
      for (; read < blocks * block; read++) yield { x: read };
    };
    const counts: number[] = [];
    const running = rows(numbers, { batchSize: block }).pipe(hard.scan((n) => n + 1, 0));
    for await (const { value } of toAsyncIterable(running, { most: 1 })) {
      await settle();
      counts.push(value);
      expect(read).toBeLessThanOrEqual(value + 1);
    }
    expect(new Set(counts)).toEqual(new Set([1, 2, 3, 4, 5].map((k) => k * block)));
  });

  it("gets the one result of a fill", async () => {
    const results: number[] = [];
    const all = rows(() => each(objects), { batchSize }).pipe(hard.count());
    for await (const { value } of toAsyncIterable(all)) results.push(value);
    expect(results).toEqual([size]);
  });

  it("gets the columns that stages compute, batch by batch, none ahead", async () => {
    const { events, seen } = counted("rows one by one");
    const kept = events.pipe(
      hard.filter((ev) => ev.x > 50),
      hard.map((ev) => ({ y: 2 * ev.x })),
      hard.columns(),
    );
    const found: unknown[] = [];
    let taken = 0;
    for await (const { columns, size } of toAsyncIterable(kept, { most: 1 })) {
      taken++;
      await settle();
      expect(seen.batches).toBe(taken);
      const y = columns.fields.get("y");
      if (y?.kind === "leaf") found.push(...y.values.subarray(0, size));
    }
    expect(found).toEqual(objects.filter(({ x }) => x > 50).map(({ x }) => 2 * x));
  });
});

describe("columns that left through a loop", () => {
  it("come back as events", async () => {
    const kept = rows(objects, { batchSize }).pipe(
      hard.filter((ev) => ev.x > 50),
      hard.map((ev) => ({ x: ev.x, l: ev.l })),
    );
    const source = { name: "columns", replayable: true };
    const back = eventsFrom<Event>(source, () => numbered(source, toAsyncIterable(kept.pipe(hard.columns()))));
    const total = <T extends Observable<Batch<View<Event>>>>(events: T) =>
      lastValueFrom(events.pipe(hard.sum((ev) => ev.x * ev.l.length)));
    const { value } = await total(back);
    expect(value).toBe(objects.reduce((sum, { x, l }) => (x > 50 ? sum + x * l.length : sum), 0));
    expect((await total(kept)).value).toBe(value);
  });
});

describe("analyses of objects that come one by one", () => {
  const missing = Array.from({ length: 500 }, (_, i) => ({
    x: i < 200 || i % 3 ? i % 17 : null,
    ...(i < 300 || i % 2 ? { y: i % 13 } : {}),
    l: i >= 100 && i % 5 === 0 ? null : [{ pt: i }, { pt: i / 2 }],
  }));
  const events = (batchSize: number) =>
    rows(() => each(missing as readonly { x: number; y: number; l: { pt: number }[] }[]), { batchSize });

  it.each([1, 7, 100, 499, 1000])(
    "are those of JavaScript, whatever is missing in batches of %i",
    async (batchSize) => {
      const { n, s, both } = await lastValueFrom(
        events(batchSize).pipe(
          hard.fill({
            n: (kept) =>
              kept.pipe(
                hard.filter((ev) => ev.x > 5),
                hard.count(),
              ),
            s: hard.sum((ev) => ev.l.map((item) => item.pt)),
            both: (kept) =>
              kept.pipe(
                hard.filter((ev) => ev.x > 5 && ev.y > 5),
                hard.count(),
              ),
          }),
        ),
      );
      expect(n.value).toBe(missing.filter(({ x }) => x !== null && x > 5).length);
      expect(s.value).toBe(missing.flatMap(({ l }) => l ?? []).reduce((sum, { pt }) => sum + pt, 0));
      expect(both.value).toBe(missing.filter(({ x, y }) => (x ?? 0) > 5 && (y ?? 0) > 5).length);
    },
  );

  const yields = (source: Events<Event>, mode: "forward" | "reverse") =>
    source.pipe(
      diff.filter((ev, { cut }) => ev.x > cut, { cut }),
      diff.count({ mode }),
    );

  it("have the derivatives of the same events in an array, forward and backward", async () => {
    for (const mode of ["forward", "reverse"] as const)
      expect(
        await valueAndGradient(
          yields(
            rows(() => each(objects), { batchSize: 64 }),
            mode,
          ),
          { cut },
        ),
      ).toEqual(await valueAndGradient(yields(rows(objects), mode), { cut }));
  });

  it("have no second pass over what can be read once", async () => {
    await expect(gradient(yields(rows(each(objects)), "reverse"), { cut })).rejects.toMatchObject({ code: "E_REPLAY" });
    expect(await gradient(yields(rows(each(objects)), "forward"), { cut })).toEqual(
      await gradient(yields(rows(objects), "forward"), { cut }),
    );
  });
});

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
