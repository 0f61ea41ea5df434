import { describe, expect, expectTypeOf, it } from "vitest";
import { leafType, recordType, type Schema } from "./schema.ts";
import {
  boolean,
  f32,
  f64,
  i32,
  i64,
  list,
  optional,
  type RowOf,
  record,
  string,
  type TypedSchema,
} from "./schema-values.ts";
import { showSchema } from "./show-schema.ts";

describe("a schema written as a value", () => {
  it("is the schema of columns", () => {
    expect(record({ met: f64, run: i64 })).toEqual(
      recordType([
        ["met", leafType("f64")],
        ["run", leafType("i64")],
      ]),
    );
    const all = record({
      met: optional(f64),
      muon: list(record({ pt: f32, charge: i32, good: boolean })),
      word: string,
      maybe: optional(list(optional(i64))),
    });
    expect(showSchema(all)).toBe(
      "{met: ?f64, muon: var * {pt: f32, charge: i32, good: bool}, word: string, maybe: ?var * ?i64}",
    );
  });

  it("leaves what it is made of as it is", () => {
    optional(f64);
    expect(f64).toEqual(leafType("f64"));
  });

  it("may have members of any name", () => {
    expect(showSchema(record({ ["__proto__"]: f64, constructor: i32, "a b": string }))).toBe(
      '{__proto__: f64, constructor: i32, "a b": string}',
    );
  });

  it("carries the type of a row", () => {
    const collision = record({
      met: optional(f64),
      run: i64,
      muon: list(record({ pt: f32, charge: i32, good: boolean })),
      words: list(list(string)),
    });
    expectTypeOf<RowOf<typeof collision>>().toEqualTypeOf<{
      readonly met: number;
      readonly run: bigint;
      readonly muon: readonly { readonly pt: number; readonly charge: number; readonly good: boolean }[];
      readonly words: readonly (readonly string[])[];
    }>();
    expectTypeOf(collision).toExtend<Schema>();
    expectTypeOf(f64).not.toExtend<TypedSchema<bigint>>();
    expectTypeOf(record({ x: f64 })).not.toExtend<TypedSchema<{ readonly x: string }>>();
    expect(collision.kind).toBe("record");
  });
});
