import { expect, test } from "vitest";
import { type Adjustable, checkAdjustables, widthOf } from "./adjustable.ts";

test("the width is the stated one, else a tenth of the range, else the unit", () => {
  expect(widthOf({ name: "a", value: 1, limits: [0, 50], width: 2 }, 7)).toBe(2);
  expect(widthOf({ name: "a", value: 1, limits: [0, 50] }, 7)).toBe(5);
  expect(widthOf({ name: "a", value: 1, limits: [0, Infinity] }, 7)).toBe(7);
});

test("a parameter without a scale is refused by name", () => {
  expect(() => widthOf({ name: "free", value: 1 }, undefined)).toThrow(/E_PARAMETER[\s\S]*"free"/);
  expect(() => widthOf({ name: "still", value: 1, limits: [1, 1] }, undefined)).toThrow(/"still"/);
  expect(() => widthOf({ name: "back", value: 1, width: -1 }, undefined)).toThrow(/"back"/);
});

test.each<[string, readonly Adjustable[]]>([
  ["no parameter", []],
  ["two of one name", [1, 2].map((value) => ({ name: "a", value }))],
  ["a start beyond a limit", [{ name: "a", value: 3, limits: [0, 2] }]],
  ["a start that is NaN", [{ name: "a", value: Number.NaN }]],
])("%s is refused", (_what, adjustables) => {
  expect(() => checkAdjustables(adjustables)).toThrow("E_PARAMETER");
});
