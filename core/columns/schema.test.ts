import { describe, expect, it } from "vitest";
import { leafType, listType, recordType, type Schema } from "./schema.ts";
import { showSchema } from "./show-schema.ts";

const cases: readonly (readonly [string, Schema])[] = [
  ["f64", leafType("f64")],
  ["?string", leafType("string", true)],
  ["var * f32", listType(leafType("f32"))],
  ["?var * ?i32", listType(leafType("i32", true), true)],
  ["{}", recordType([])],
  [
    "{met: f64, muon: var * {pt: f32, charge: i32}}",
    recordType([
      ["met", leafType("f64")],
      [
        "muon",
        listType(
          recordType([
            ["pt", leafType("f32")],
            ["charge", leafType("i32")],
          ]),
        ),
      ],
    ]),
  ],
  ["?{x: bool}", recordType([["x", leafType("bool")]], true)],
  [
    '{"a\\"b": i64, "": bool, "1; drop table x": f64}',
    recordType([
      ['a"b', leafType("i64")],
      ["", leafType("bool")],
      ["1; drop table x", leafType("f64")],
    ]),
  ],
  [
    "{__proto__: f64, constructor: f64, $_1: f64}",
    recordType(["__proto__", "constructor", "$_1"].map((name) => [name, leafType("f64")] as const)),
  ],
];

describe("showSchema", () => {
  it.each(cases)("writes %s", (text, schema) => {
    expect(showSchema(schema)).toBe(text);
  });
});
