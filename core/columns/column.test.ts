import { describe, expect, it } from "vitest";
import { checkColumn } from "./check-column.ts";
import { type Column, isValid, type LeafColumn, lengthOf, schemaOf } from "./column.ts";
import { showSchema } from "./show-schema.ts";

const numbers = (...values: readonly number[]): LeafColumn => ({
  kind: "leaf",
  dtype: "f64",
  values: Float64Array.from(values),
});
const list = (offsets: readonly number[], item: Column): Column => ({
  kind: "list",
  offsets: Int32Array.from(offsets),
  item,
});
const record = (fields: Readonly<Record<string, Column>>): Column => ({
  kind: "record",
  fields: new Map(Object.entries(fields)),
});

describe("checkColumn", () => {
  it.each<[string, Column, number]>([
    ["as many values as rows", numbers(1, 2), 2],
    ["more values than rows", numbers(1, 2, 3), 2],
    ["no rows", numbers(), 0],
    ["lists that begin anywhere", list([2, 2, 4], numbers(1, 2, 3, 4)), 2],
    ["more offsets than rows need, the rest unread", list([0, 1, -7], numbers(1)), 1],
    ["lists of lists", list([0, 2], list([0, 1, 3], numbers(1, 2, 3))), 1],
    ["a record without fields", record({}), 5],
    ["a validity of one bit per row", { ...numbers(1, 2, 3), validity: Uint8Array.of(5) }, 3],
  ])("accepts %s", (_what, column, rows) => {
    expect(() => checkColumn(column, rows)).not.toThrow();
  });

  it.each<[string, string, Column, number, RegExp]>([
    ["E_SHAPE", "too few values", numbers(1), 2, /1 values for 2 rows/],
    ["E_SHAPE", "a short field of a record", record({ a: numbers(1, 2), b: numbers(1) }), 2, / {2}b$/m],
    ["E_SHAPE", "items that lists point past", list([0, 3], numbers(1, 2)), 1, / {2}\[\]$/m],
    ["E_SHAPE", "a short list deep inside", record({ m: list([0, 1], list([0, 9], numbers(1))) }), 1, /m\[\]\[\]/],
    ["E_OFFSETS", "too few offsets", list([0], numbers()), 1, /1 offsets for 1 rows/],
    ["E_OFFSETS", "no offsets", list([], numbers()), 0, /0 offsets for 0 rows/],
    ["E_OFFSETS", "a negative first offset", list([-1, 1], numbers(1)), 1, /first offset is -1/],
    ["E_OFFSETS", "falling offsets", list([0, 2, 1], numbers(1, 2)), 2, /fall from 2 to 1[\s\S]*row 1/],
    [
      "E_OFFSETS",
      "a validity that is too short",
      { ...numbers(...Array(9).keys()), validity: Uint8Array.of(1) },
      9,
      /1 bytes for 9 rows/,
    ],
  ])("throws %s for %s", (code, _what, column, rows, message) => {
    expect(() => checkColumn(column, rows)).toThrow(expect.objectContaining({ code }));
    expect(() => checkColumn(column, rows)).toThrow(message);
  });
});

describe("lengthOf", () => {
  it.each<[string, Column, number]>([
    ["the values of a leaf", numbers(1, 2, 3), 3],
    ["the lists of a list", list([0, 1, 2, 2], numbers(1, 2)), 3],
    ["the shortest field of a record", record({ a: numbers(1, 2), b: numbers(1, 2, 3) }), 2],
    ["nothing for a record without fields", record({}), 0],
  ])("counts %s", (_what, column, length) => {
    expect(lengthOf(column)).toBe(length);
  });
});

describe("validity", () => {
  it("reads bits, least significant first", () => {
    const bits = Uint8Array.of(0b0000_0101, 0b1);
    expect(Array.from({ length: 9 }, (_, row) => isValid(bits, row))).toEqual([
      true,
      false,
      true,
      false,
      false,
      false,
      false,
      false,
      true,
    ]);
  });

  it("is true for every row without a buffer, and false past the end of one", () => {
    expect([isValid(undefined, 1000), isValid(Uint8Array.of(255), 8)]).toEqual([true, false]);
  });

  it("makes a type nullable", () => {
    expect(
      showSchema(schemaOf(record({ x: { ...numbers(1), validity: Uint8Array.of(0) }, y: list([0], numbers()) }))),
    ).toBe("{x: ?f64, y: var * f64}");
  });
});
