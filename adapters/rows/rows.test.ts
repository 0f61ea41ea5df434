import { lastValueFrom, toArray } from "rxjs";
import { describe, expect, expectTypeOf, it } from "vitest";
import { rowOf, schemaOf, showSchema, withDemand } from "../../core/index.ts";
import { plainRows } from "../plain-rows.ts";
import { type Events, type RowsOptions, rows } from "./index.ts";

const objects = Array.from({ length: 10 }, (_, i) => ({
  i,
  muon: Array.from({ length: i % 3 }, (_, k) => ({ pt: i + k / 2 })),
}));
const read = (options?: RowsOptions) => lastValueFrom(rows(objects, options).pipe(toArray()));

describe("rows", () => {
  it("have the type of their objects", () => {
    expectTypeOf(rows([{ x: 1, l: ["a"] }])).toEqualTypeOf<Events<{ x: number; l: string[] }>>();
  });

  it.each([1, 3, 10, 1000])("deliver the objects in batches of %i", async (batchSize) => {
    const batches = await read({ batchSize });
    expect(batches.flatMap((batch) => plainRows(batch.columns, batch.size))).toEqual(objects);
    expect(batches.map((batch) => batch.first)).toEqual(batches.map((_, k) => k * batchSize));
    expect(batches.every((batch) => batch.source.replayable && batch.source.name === "rows")).toBe(true);
  });

  it("are what a lambda sees", async () => {
    const [batch] = await read();
    expect(batch && rowOf(batch, 5)).toEqual({ i: 5, muon: [{ pt: 5 }, { pt: 5.5 }] });
  });

  it("deliver one fold", async () => {
    const batches = await read({ fold: { of: 3, index: 2 }, batchSize: 2 });
    expect(batches.flatMap((batch) => plainRows(batch.columns, batch.size))).toEqual(
      objects.filter((_, i) => i % 3 === 2),
    );
    expect(batches.map((batch) => batch.first)).toEqual([0, 1, 2]);
  });

  it("deliver the columns that are asked for, and every event even if none is", async () => {
    const asked = (...names: string[]) => withDemand({ names: new Set(names) }, () => read());
    const [some] = await asked("muon", "pt");
    expect(some && showSchema(schemaOf(some.columns))).toBe("{muon: var * {pt: f64}}");
    const [none] = await asked();
    expect([none?.size, none?.columns.fields.size]).toEqual([10, 0]);
  });

  it("complete without a batch if there are none", async () => {
    expect(await lastValueFrom(rows([]).pipe(toArray()))).toEqual([]);
  });

  it("take any name for a name", async () => {
    const odd = Object.fromEntries(["__proto__", "constructor", "", 'a"b', "; drop"].map((name, k) => [name, k]));
    const [batch] = await lastValueFrom(rows([odd]).pipe(toArray()));
    expect([...(batch?.columns.fields.keys() ?? [])]).toEqual(Object.keys(odd));
  });

  it("fail in the stream where events are no objects or differ in type", async () => {
    const each = (...values: object[]) => lastValueFrom(rows(values));
    await expect(each([1])).rejects.toMatchObject({ code: "E_TYPE" });
    await expect(each({ a: 1 }, { a: "b" })).rejects.toMatchObject({ code: "E_TYPE" });
  });
});
