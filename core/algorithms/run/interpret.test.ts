import { describe, expect, it } from "vitest";
import { constant } from "../../program/index.ts";
import { arrayBuilder } from "../builder.ts";
import { cases, dense, words } from "./cases.ts";
import { interpreted } from "./interpret.ts";
import { plain } from "./plain.ts";

describe("the interpreter of blocks", () => {
  it.each(cases)("$name", ({ block, inputs, expected }) => {
    expect(interpreted(block).run(inputs).map(plain)).toEqual(expected);
  });

  it("says where a loop goes on beyond its maximum", () => {
    const b = arrayBuilder();
    const w = words(b);
    const text = "x => { while (x > 0) x += 1; return x; }";
    const x = b.variable("f64");
    const block = b.block(
      [x],
      () =>
        b.from({ text, start: 7, end: 26, label: "the lambda" }, () =>
          b.repeat(
            constant(10, "i32"),
            [x],
            ([y = x]) => w.gt(y, constant(0)),
            ([y = x]) => [w.add(y, constant(1))],
          ),
        ).carried,
    );
    expect(() => interpreted(block).run([1])).toThrow(/E_CONVERGENCE: .*after 10 turns[\s\S]*while \(x > 0\)/);
    expect(interpreted(block).run([-1])).toEqual([-1]);
  });

  it("refuses arrays of other sizes than the parameters say", () => {
    const b = arrayBuilder();
    const n = b.variable("i32");
    const x = b.variable("f64", [n]);
    const { run } = interpreted(b.block([x, n], () => [x]));
    expect(() => run([dense([1, 2]), 3])).toThrow(/E_SHAPE: .*sizes 3 .*found an array of sizes 2/);
    expect(() => run([2, 3])).toThrow(/E_SHAPE/);
    expect(() => run([dense([1, 2])])).toThrow(/2 parameters got 1/);
  });
});
