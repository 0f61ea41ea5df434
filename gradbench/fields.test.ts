import { expect, test } from "vitest";
import { count, listOf, matrix, number, optional, record, truth, vector, vectorOf } from "./fields.ts";

const input = record({ points: matrix, options: record({ steps: optional(count, 3), exact: truth }) });

test("members that are asked for are read, and no others", () => {
  expect(input({ points: [[1, 2]], options: { exact: true }, more: 1 }, "")).toEqual({
    points: [[1, 2]],
    options: { steps: 3, exact: true },
  });
});

test.each<[string, () => unknown, string]>([
  [
    "a member that is absent",
    () => input({ points: [], options: {} }, ""),
    "options.exact: true or false is needed, and it is absent",
  ],
  [
    "an item of another kind",
    () => input({ points: [[1, "2"]] }, ""),
    "points[0][1]: a number is needed, and it is a string",
  ],
  ["a short row", () => matrix([[1, 2], [1]], "W"), "W[1]: 2 numbers are needed, and there are 1"],
  ["a short list", () => vectorOf(3)([1], "feat"), "feat: 3 numbers are needed, and there are 1"],
  ["a fraction as a count", () => count(1.5, "n"), "n: 1.5 is no count"],
  ["a number that is not finite", () => number(Infinity, "w"), "w: Infinity is not finite"],
  ["a number as a list", () => vector(1, "x"), "x: a list is needed, and it is a number"],
  [
    "an inherited member",
    () => record({ toString: listOf(number) })({}, ""),
    "toString: a list is needed, and it is absent",
  ],
  ["a list as an object", () => input([], ""), "the input: an object is needed, and it is a list"],
])("%s is refused by its place", (_, read, message) => {
  expect(read).toThrow(message);
});
