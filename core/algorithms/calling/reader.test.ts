import { describe, expect, it } from "vitest";
import { arrayBuilder } from "../builder.ts";
import { arrayOf, paramsOf, parseType, type TypeSpec } from "../language/index.ts";
import { runInputs } from "./inputs.ts";
import { inputReader } from "./reader.ts";

const f = (...numbers: readonly number[]): Float64Array => Float64Array.from(numbers);

const calls: readonly (readonly [types: readonly TypeSpec[], inputs: readonly unknown[]])[] = [
  [
    ["f64", "i32", "bool"],
    [1.5, 3, true],
  ],
  [["f64"], [true]],
  [["i32"], [1.5]],
  [["bool"], [1]],
  [["f64"], []],
  [["f64[n]"], [f(1, 2, 3)]],
  [["f64[n]"], [[1, 2, 3]]],
  [["f64[n]"], [Int32Array.of(1, 2)]],
  [["f64[n]"], [f()]],
  [["f64[n]"], [7]],
  [["f64[n]"], [["one"]]],
  [["f64[3]"], [f(1, 2, 3)]],
  [["f64[3]"], [f(1, 2)]],
  [
    ["f64[n]", "f64[n]"],
    [f(1, 2), f(3, 4)],
  ],
  [
    ["f64[n]", "f64[n]"],
    [f(1, 2), f(3)],
  ],
  [
    ["f64[m, n]", "f64[n]"],
    [f(1, 2, 3, 4), f(1, 2)],
  ],
  [
    ["f64[n]", "f64[m, n]"],
    [f(1, 2), f(1, 2, 3, 4, 5, 6)],
  ],
  [
    ["f64[n]", "f64[m, n]"],
    [f(1, 2), f(1, 2, 3)],
  ],
  [
    ["f64[n]", "f64[m, n]"],
    [f(), f()],
  ],
  [["f64[n, 2]"], [f(1, 2, 3, 4, 5, 6)]],
  [["f64[n, 2]"], [f(1, 2, 3)]],
  [["f64[2, 2]"], [f(1, 2, 3, 4)]],
  [["f64[2, 2]"], [f(1, 2, 3)]],
  [["f64[n, n]"], [f(1, 2, 3, 4)]],
  [["f64[n, 2]"], [[f(1, 2), [3, 4]]]],
  [
    [{ a: "f64", b: "f64[n]" }, "f64[n]"],
    [{ b: f(1, 2), a: 3, c: "more" }, f(1, 2)],
  ],
  [[{ a: "f64", b: "f64[n]" }], [{ b: f(1, 2) }]],
  [[{ a: "f64" }], [null]],
  [[{ a: "f64" }], [[1]]],
  [[["f64", "f64[2]"]], [[1, f(1, 2)]]],
  [[["f64", "f64[2]"]], [[1]]],
  [[["f64", "f64"]], [f(1, 2)]],
  [[arrayOf("n", { x: "f64", y: "f64[2]" })], [[{ x: 1, y: f(2, 3) }]]],
];

/** What a call gives, or says. */
const outcome = (call: () => unknown): unknown => {
  try {
    return call();
  } catch (error) {
    return String(error);
  }
};

describe("a reader of inputs", () => {
  it.each(calls)("of %j takes them as leaves and sizes, or refuses them, as the slow way does", (specs, inputs) => {
    const types = specs.map(parseType);
    const params = paramsOf(arrayBuilder(), types);
    const expected = outcome(() => runInputs(types, params, inputs));
    const read = inputReader(types, params);
    for (const _again of [1, 2]) expect(outcome(() => read(inputs))).toEqual(expected);
  });

  it("hands on typed arrays as they are, rows after rows too", () => {
    const types = ["f64[n]", "f64[m, n]"].map(parseType);
    const given = [f(1, 2), f(3, 4, 5, 6)] as const;
    expect(inputReader(types, paramsOf(arrayBuilder(), types))(given)).toEqual([
      { values: given[0], offset: 0, shape: [2] },
      { values: given[1], offset: 0, shape: [2, 2] },
      2,
      2,
    ]);
  });
});
