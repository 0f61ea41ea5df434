import { describe, expect, it } from "vitest";
import { type Atom, constant } from "../../program/index.ts";
import { type ArrayBuilder, arrayBuilder } from "../builder.ts";
import { prepare, type Value } from "../run/index.ts";
import { arithmetic } from "./arithmetic.ts";
import { closed } from "./closed.ts";

describe("a block that is closed", () => {
  it("has what it takes from around it as parameters, sizes of arrays before them", () => {
    const b = arrayBuilder();
    const [n, weight] = [b.variable("i32"), b.variable("f64")];
    const p = b.variable("f64", [n]);
    const x = b.variable("f64");
    const open = b.block([x], () => {
      const { mul } = arithmetic(b);
      return b.loop(n, [], (turn) => ({ carried: [], collected: [mul(weight, mul(x, b.read(p, [turn])))] })).collected;
    });
    const { block, given } = closed("root", open);
    expect(new Set(given)).toEqual(new Set([n, p, weight]));
    expect(given.indexOf(n)).toBeLessThan(given.indexOf(p));
    const values = new Map<Atom, Value>([
      [n, 3],
      [p, { values: Float64Array.of(1, 2, 3), offset: 0, shape: [3] }],
      [weight, 10],
    ]);
    const [found] = prepare(block).run([2, ...given.map((item) => values.get(item) ?? 0)]);
    expect(typeof found === "object" && [...found.values]).toEqual([20, 40, 60]);
  });

  it("is refused where it adds to what is outside of it, also in a loop", () => {
    const adding = (work: (b: ArrayBuilder, sum: Atom & { kind: "var" }) => void) => (): unknown => {
      const b = arrayBuilder();
      const sum = b.accumulator([]);
      const x = b.variable("f64");
      return closed(
        "minimum",
        b.block([x], () => {
          work(b, sum);
          return [x];
        }),
      );
    };
    const message = /E_LAMBDA: a function given to minimum adds to a variable outside of it/;
    expect(adding((b, sum) => b.accumulate(sum, [], constant(1)))).toThrow(message);
    const inLoop = adding((b, sum) => {
      b.loop(constant(2, "i32"), [], () => {
        b.accumulate(sum, [], constant(1));
        return { carried: [], collected: [] };
      });
    });
    expect(inLoop).toThrow(message);
  });
});
