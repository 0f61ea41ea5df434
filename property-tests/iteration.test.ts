import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { concat, concatMap, from, lastValueFrom, merge, type Observable, repeat, tap } from "rxjs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { arrow, toIpc } from "../adapters/arrow/index.ts";
import { parquet, writeParquet } from "../adapters/duckdb/index.ts";
import { type Events, eventsFrom, numbered, rows } from "../adapters/rows/index.ts";
import { type Batch, columnOf, type RecordColumn, type View } from "../core/index.ts";
import * as hard from "../ops/hard.ts";
import { rowsOf, toAsyncIterable } from "../ops/index.ts";

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
const settle = (time = 5) => new Promise((resolve) => setTimeout(resolve, time));

async function* each<T>(values: Iterable<T>): AsyncGenerator<T> {
  yield* values;
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
