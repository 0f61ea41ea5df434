import * as A from "apache-arrow";
import fc from "fast-check";
import { firstValueFrom, lastValueFrom, map, toArray } from "rxjs";
import { describe, expect, it } from "vitest";
import { type Column, checkColumn, columnOf, fail, type RecordColumn } from "../../core/index.ts";
import { plainRows } from "../plain-rows.ts";
import { sliceRecord } from "../slice-column.ts";
import { arrow, columnsOf, tableOf, toIpc } from "./index.ts";

const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null, freq: 3 });
const number = fc.double({ noNaN: true });
const event = fc.record({
  x: maybe(number),
  whole: maybe(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })),
  flag: maybe(fc.boolean()),
  word: maybe(fc.string({ unit: "grapheme", maxLength: 4 })),
  list: maybe(fc.array(maybe(number), { maxLength: 3 })),
  jets: maybe(
    fc.array(maybe(fc.record({ pt: maybe(number), hits: maybe(fc.array(fc.boolean(), { maxLength: 2 })) })), {
      maxLength: 3,
    }),
  ),
  inner: maybe(fc.record({ y: maybe(number), name: maybe(fc.constantFrom("p", "q")) })),
});
const full = {
  x: 1,
  whole: 1n,
  flag: true,
  word: "w",
  list: [1],
  jets: [{ pt: 1, hits: [true] }],
  inner: { y: 1, name: "p" },
};

const recordOf = (events: readonly unknown[]): RecordColumn => {
  const column = columnOf([full, ...events]);
  if (column.kind === "record") return column;
  throw fail("E_TYPE", { what: "no record" });
};
const columns = fc
  .array(event, { maxLength: 30 })
  .map((events) => ({ column: recordOf(events), rows: events.length + 1 }));

const plain = (column: Column, rows: number): readonly unknown[] => {
  checkColumn(column, rows);
  return plainRows(column, rows);
};

const eventsIn = (bytes: Parameters<typeof arrow>[0], batchSize?: number): Promise<readonly unknown[]> =>
  lastValueFrom(
    arrow(bytes, batchSize === undefined ? {} : { batchSize }).pipe(
      map((batch) => plain(batch.columns, batch.size)),
      toArray(),
      map((batches) => batches.flat()),
    ),
  );

const collected = async (chunks: AsyncIterable<Uint8Array>): Promise<readonly Uint8Array[]> => {
  const all: Uint8Array[] = [];
  for await (const chunk of chunks) all.push(chunk);
  return all;
};

async function* later<T>(items: readonly T[]): AsyncGenerator<T> {
  yield* items;
}

const formats = ["file", "stream"] as const;

describe("columns through Arrow", () => {
  it("come back from a table with the same values", () => {
    fc.assert(
      fc.property(columns, ({ column, rows }) => {
        expect(plain(columnsOf(tableOf(column)), rows)).toEqual(plain(column, rows));
      }),
    );
  });

  it("are read from any slice of a table", () => {
    fc.assert(
      fc.property(columns, fc.nat(), fc.nat(), ({ column, rows }, a, b) => {
        const first = a % (rows + 1);
        const end = first + (b % (rows + 1 - first));
        const slice = tableOf(column).slice(first, end);
        expect(plain(columnsOf(slice), end - first)).toEqual(plain(column, rows).slice(first, end));
      }),
    );
  });

  it("are written from slices whose offsets begin anywhere", async () => {
    await fc.assert(
      fc.asyncProperty(columns, fc.nat(), fc.constantFrom(...formats), async ({ column, rows }, a, format) => {
        const first = a % (rows + 1);
        const bytes = toIpc(sliceRecord(column, first, rows), { format });
        expect(await eventsIn(bytes)).toEqual(plain(column, rows).slice(first));
      }),
    );
  });

  it.each(formats)("survive the %s format, which other readers understand", async (format) => {
    await fc.assert(
      fc.asyncProperty(columns, fc.integer({ min: 1, max: 9 }), async ({ column, rows }, batchSize) => {
        const bytes = toIpc(column, { format });
        const wanted = plain(column, rows);
        expect(await eventsIn(bytes, batchSize)).toEqual(wanted);
        expect(plain(columnsOf(A.tableFromIPC(bytes)), rows)).toEqual(wanted);
      }),
    );
  });

  it.each(formats)("survive the %s format batch by batch", async (format) => {
    await fc.assert(
      fc.asyncProperty(fc.array(columns, { maxLength: 4 }), async (batches) => {
        const chunks = await collected(toIpc(later(batches.map(({ column }) => column)), { format }));
        const wanted = batches.flatMap(({ column, rows }) => plain(column, rows));
        expect(await eventsIn(chunks)).toEqual(wanted);
        const whole = Buffer.concat(chunks);
        expect(await eventsIn(whole)).toEqual(wanted);
        const table = A.tableFromIPC(whole);
        expect(table.numRows).toBe(wanted.length);
        if (wanted.length > 0) expect(plain(columnsOf(table), wanted.length)).toEqual(wanted);
      }),
      { numRuns: 40 },
    );
  });

  it("are not copied", () => {
    const column = recordOf([{ ...full, x: 2 }, full]);
    const [x, list, whole] = ["x", "list", "whole"].map((name) => column.fields.get(name));
    const back = columnsOf(tableOf(column)).fields;
    const shared = (a: Column | undefined, b: Column | undefined): boolean =>
      (a?.kind === "leaf" && b?.kind === "leaf" && a.values.buffer === b.values.buffer) ||
      (a?.kind === "list" && b?.kind === "list" && a.offsets.buffer === b.offsets.buffer && shared(a.item, b.item));
    expect([shared(x, back.get("x")), shared(list, back.get("list")), shared(whole, back.get("whole"))]).toEqual([
      true,
      true,
      true,
    ]);
  });

  it("share the bytes that they are read from", async () => {
    const bytes = toIpc(recordOf([full, full]), { format: "stream" });
    const { columns: read } = await firstValueFrom(arrow(bytes));
    const x = read.fields.get("x");
    expect(x?.kind === "leaf" && x.values.buffer).toBe(bytes.buffer);
  });

  it("keep every name, and change no prototype", async () => {
    const names = [
      "__proto__",
      "constructor",
      "then",
      "length",
      "",
      " ",
      '"; drop',
      "a\u2028b",
      "\u{1f600}",
      "x".repeat(1e6),
    ];
    const leaf = columnOf([1, 2]);
    const column: RecordColumn = { kind: "record", fields: new Map(names.map((name) => [name, leaf])) };
    expect([...columnsOf(tableOf(column)).fields.keys()]).toEqual(names);
    const { columns: read } = await firstValueFrom(arrow(toIpc(column, { format: "file" })));
    expect([...read.fields.keys()]).toEqual(names);
    expect(Object.keys(Object.prototype)).toEqual([]);
  });

  it("may have no rows, no columns, no batches, or only empty lists", async () => {
    expect(await eventsIn(toIpc({ kind: "record", fields: new Map() }, { format: "file" }))).toEqual([]);
    expect(await eventsIn(toIpc(sliceRecord(recordOf([]), 0, 0), { format: "stream" }))).toEqual([]);
    expect(await eventsIn(await collected(toIpc(later([]), { format: "file" })))).toEqual([]);
    expect(columnsOf(new A.Table(new A.Schema([]))).fields.size).toBe(0);
    const empty = tableOf(sliceRecord(recordOf([]), 0, 0));
    expect([...columnsOf(empty).fields.keys()]).toEqual(Object.keys(full));
    const lists = columnOf([{ l: [] }, { l: [] }]);
    expect(lists.kind === "record" && (await eventsIn(toIpc(lists, { format: "stream" })))).toEqual([
      { l: [] },
      { l: [] },
    ]);
  });

  it("of changing type are refused", async () => {
    const other = columnOf([{ x: true }]);
    const chunks = toIpc(later([recordOf([]), ...(other.kind === "record" ? [other] : [])]), { format: "stream" });
    await expect(collected(chunks)).rejects.toThrow("E_SCHEMA");
  });
});
