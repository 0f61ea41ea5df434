import { describe, expect, it } from "vitest";
import { arrayBuilder } from "../builder.ts";
import { dense } from "./cases.ts";
import { interpreted } from "./interpret.ts";

describe("the interpreter of blocks", () => {
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
