import * as A from "apache-arrow";
import { finalize, lastValueFrom, Observable, take, tap } from "rxjs";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { arrow, toIpc } from "../adapters/arrow/index.ts";
import { type Events, eventsFrom, rows } from "../adapters/rows/index.ts";
import { gradient, parameter, type RecordColumn } from "../core/index.ts";
import { count, filter, sum } from "../ops/diff.ts";

interface Event {
  readonly l: readonly (number | null)[];
}

const cut = parameter("cut", 2, { width: 1 });
const scale = parameter("scale", 3);
const analysisOf = (source: Events<Event>) =>
  source.pipe(
    filter((ev, { cut }) => ev.l.length > cut, { cut }),
    sum((ev, { scale }) => ev.l.reduce((s: number, x) => s + (x ?? 0) * scale, 0), { scale }),
  );

describe("slots of what is missing", () => {
  const lists: readonly (readonly (number | null)[] | null)[] = [
    [1, null],
    null,
    [],
    [2, 3, null],
    [5],
    [null, null, 4],
  ];

  /** Lists that begin in the middle of their items; what stands in the place of nulls is as bad as can be. */
  const table = (): A.RecordBatch => {
    const bad = [Number.NaN, Number.POSITIVE_INFINITY, 1e308];
    const flat = lists.flatMap((list) => (list === null ? [null, null] : list));
    const values = [7, 7, ...flat.map((x, k) => x ?? bad[k % 3] ?? 0), 9];
    const bits = new Uint8Array(2);
    for (const [k, x] of [7, 7, ...flat, 9].entries())
      if (x !== null) bits[k >> 3] = (bits[k >> 3] ?? 0) | (1 << (k & 7));
    const child = A.makeData({
      type: new A.Float64(),
      length: values.length,
      nullCount: 6,
      nullBitmap: bits,
      data: Float64Array.from(values),
    });
    const offsets = [2];
    for (const list of lists) offsets.push((offsets.at(-1) ?? 0) + (list === null ? 2 : list.length));
    const type = new A.List(new A.Field("item", new A.Float64(), true));
    const l = A.makeData({
      type,
      length: lists.length,
      nullCount: 1,
      nullBitmap: Uint8Array.of(0b111101),
      valueOffsets: Int32Array.from(offsets),
      child,
    });
    const row = A.makeData({
      type: new A.Struct([new A.Field("l", type, true)]),
      length: lists.length,
      nullCount: 0,
      children: [l],
    });
    return new A.RecordBatch(new A.Schema(row.type.children), row);
  };

  test("leak into no sum and no derivative, also of slices and of lists that begin anywhere", async () => {
    const plain = rows(lists.map((l) => ({ l })) as unknown as readonly Event[]);
    const wanted = await gradient(analysisOf(plain), { cut, scale });
    expect(Object.values(wanted).every((slope) => Number.isFinite(slope) && slope !== 0)).toBe(true);
    for (const mode of ["forward", "reverse"] as const)
      for (const batchSize of [1, 4, 100]) {
        const found = await gradient(analysisOf(arrow(table(), { batchSize })), { cut, scale }, { mode });
        for (const name of ["cut", "scale"] as const)
          expect(Math.abs(found[name] - wanted[name])).toBeLessThanOrEqual(1e-14 * Math.abs(wanted[name]));
      }
    const slice = new A.Table([table()]).slice(3);
    const rest = rows(lists.slice(3).map((l) => ({ l })) as unknown as readonly Event[]);
    expect(await gradient(analysisOf(arrow(slice)), { cut, scale })).toEqual(
      await gradient(analysisOf(rest), { cut, scale }),
    );
  });
});

describe("keys that are parsed", () => {
  test("are names among the values of parameters, and change no prototype", async () => {
    const at = JSON.parse('{ "__proto__": 5 }');
    const stream = rows([{ x: 1 }]).pipe(sum((ev, { scale }) => ev.x * scale, { scale }));
    await expect(gradient(stream, { scale }, { at })).rejects.toMatchObject({ code: "E_PARAMETER" });
    const [event] = [JSON.parse('{ "__proto__": 5, "x": 1 }')];
    expect((await lastValueFrom(rows<{ x: number }>([event]).pipe(sum((ev) => ev.x)))).value).toBe(1);
    expect([Object.getPrototypeOf({}), Reflect.get({}, "x")]).toEqual([Object.prototype, undefined]);
  });
});

describe("errors where a stream ends", () => {
  const escaped: unknown[] = [];
  const note = (error: unknown): void => void escaped.push(error);
  beforeEach(() => {
    escaped.length = 0;
    process.on("unhandledRejection", note);
  });
  afterEach(() => void process.off("unhandledRejection", note));

  const events = rows([{ x: 1 }, { x: 2 }], { batchSize: 1 });
  const broken = new Error("broken");
  const breaks = (): never => {
    throw broken;
  };

  interface Seen {
    readonly values: number;
    readonly errors: readonly unknown[];
    readonly ends: number;
  }
  const seenOf = async (stream: Observable<unknown>): Promise<Seen> => {
    let [values, ends] = [0, 0];
    const errors: unknown[] = [];
    stream.subscribe({ next: () => values++, error: (error) => errors.push(error), complete: () => ends++ });
    await new Promise((resolve) => setTimeout(resolve, 30));
    return { values, errors, ends };
  };

  test.each<[string, Observable<unknown>, Partial<Seen>]>([
    ["in a projector", events.pipe(tap(breaks), count()), { errors: [broken] }],
    ["at the end of the source", events.pipe(tap({ complete: breaks }), count()), { errors: [broken] }],
    ["when the source is left", events.pipe(finalize(breaks), count()), { values: 1, ends: 1 }],
    [
      "when a stage is left early",
      events.pipe(
        finalize(breaks),
        filter((ev) => ev.x > 0),
        take(1),
      ),
      { values: 1, ends: 1 },
    ],
    [
      "in the teardown of a source",
      new Observable<never>((out) => {
        out.complete();
        return breaks;
      }).pipe(count()),
      { values: 1, ends: 1 },
    ],
  ])("come once, or not after a result, and none escapes: %s", async (_where, stream, seen) => {
    expect(await seenOf(stream)).toEqual({ values: 0, errors: [], ends: 0, ...seen });
    expect(escaped).toEqual([]);
  });

  test("of an iterator that cannot be left come to nobody who has left", async () => {
    const stubborn = eventsFrom({ name: "stubborn", replayable: true }, () => ({
      [Symbol.asyncIterator]: () => ({
        next: () => new Promise<never>(() => undefined),
        return: () => Promise.reject(broken),
      }),
    }));
    const errors: unknown[] = [];
    stubborn.subscribe({ error: (error) => errors.push(error) }).unsubscribe();
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect([errors, escaped]).toEqual([[], []]);
  });
});

describe("nothing at all", () => {
  const analysis = <E extends object>(source: Events<E>) => source.pipe(count());
  const none: RecordColumn = { kind: "record", fields: new Map() };

  test.each<[string, Events<object>, number]>([
    ["no batches", arrow([]), 0],
    ["no rows", arrow(A.tableFromArrays({ x: new Float64Array() })), 0],
    ["no batches of a stream", arrow(A.tableToIPC(new A.Table(new A.Schema([new A.Field("x", new A.Float64())])))), 0],
    ["no columns", arrow(toIpc(none, { format: "file" })), 0],
    ["objects without members", rows([{}, {}]), 2],
    ["lists without items", rows([{ l: [] }, { l: [] }]), 2],
  ])("is counted: %s", async (_what, source, wanted) => {
    expect((await lastValueFrom(analysis(source))).value).toBe(wanted);
  });
});
