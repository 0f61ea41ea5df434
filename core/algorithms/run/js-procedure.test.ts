import { describe, expect, it } from "vitest";
import { type Atom, constant } from "../../program/index.ts";
import { arrayBuilder } from "../builder.ts";
import type { Operation } from "../operation.ts";
import type { Block } from "../statement.ts";
import { cases, dense, words } from "./cases.ts";
import { jsProcedure } from "./js-procedure.ts";
import { lower } from "./lower.ts";
import { plain } from "./plain.ts";
import { printJs } from "./print-js.ts";
import type { Value } from "./values.ts";

const int = (n: number): Atom => constant(n, "i32");

const run = (block: Block, inputs: readonly Value[]): readonly unknown[] => {
  const procedure = jsProcedure(block);
  if (!procedure) throw new Error("code may be made from text here");
  return procedure.run(inputs).map(plain);
};

describe("procedures as generated JavaScript", () => {
  it.each(cases)("$name", ({ block, inputs, expected }) => {
    expect(run(block, inputs)).toEqual(expected);
  });

  it("say where a loop goes on beyond its maximum", () => {
    const b = arrayBuilder();
    const w = words(b);
    const x = b.variable("f64");
    const text = "x => { while (x > 0) x += 1; return x; }";
    const block = b.block(
      [x],
      () =>
        b.from({ text, start: 7, end: 26, label: "the lambda" }, () =>
          b.repeat(
            int(10),
            [x],
            ([y = x]) => w.gt(y, constant(0)),
            ([y = x]) => [w.add(y, constant(1))],
          ),
        ).carried,
    );
    expect(() => run(block, [1])).toThrow(/E_CONVERGENCE: .*after 10 turns[\s\S]*while \(x > 0\)/);
    expect(run(block, [-9])).toEqual([-9]);
    expect(run(block, [-0.5])).toEqual([-0.5]);
  });

  it("give memory back after each turn, and get more where it does not suffice", () => {
    const b = arrayBuilder();
    const w = words(b);
    const n = b.variable("i32");
    const block = b.block([n], () => {
      const { carried } = b.loop(n, [constant(0)], (i, [s = i]) => {
        const [line] = b.loop(int(100), [], (k) => ({ carried: [], collected: [w.add(k, i)] })).collected;
        return { carried: [w.add(s, b.read(line ?? s, [int(99)]))], collected: [] };
      });
      const { collected } = b.loop(n, [], (i) => ({ carried: [], collected: [w.mul(i, constant(2))] }));
      return [...carried, b.read(collected[0] ?? n, [w.sub(n, int(1))])];
    });
    expect(run(block, [1_000_000])).toEqual([99 * 1e6 + (1e6 * (1e6 - 1)) / 2, 2 * (1e6 - 1)]);
  });

  it("run inside of each other", () => {
    const b = arrayBuilder();
    const w = words(b);
    const x = b.variable("f64", [int(3)]);
    const squares = jsProcedure(
      b.block(
        [x],
        () =>
          b.loop(int(3), [], (i) => ({ carried: [], collected: [w.mul(b.read(x, [i]), b.read(x, [i]))] })).collected,
      ),
    );
    const squaring: Operation = {
      name: "squaring",
      shapes: () => [[int(3)]],
      evaluate: ([input], [output]) => {
        const [made] = input ? (squares?.run([input]) ?? []) : [];
        if (typeof made === "object") output?.values.set(made.values, output.offset);
      },
      jvp: () => [],
      vjp: () => [],
    };
    const y = b.variable("f64", [int(3)]);
    const block = b.block([y], () => [b.operation(squaring, [b.operation(squaring, [y])[0] ?? y])[0] ?? y, y]);
    expect(run(block, [dense([1, 2, 3])])).toEqual([
      [1, 16, 81],
      [1, 2, 3],
    ]);
  });

  it("are text that can be read", () => {
    const b = arrayBuilder();
    const w = words(b);
    const [m, n] = [b.variable("i32"), b.variable("i32")];
    const x = b.variable("f64", [m, n]);
    const block = b.block([x, m, n], () => {
      const sum = b.accumulator([]);
      b.loop(m, [], (i) => {
        b.loop(n, [], (j) => {
          b.accumulate(sum, [], w.exp(b.read(x, [i, j])));
          return { carried: [], collected: [] };
        });
        return { carried: [], collected: [] };
      });
      return [b.freeze(sum)];
    });
    expect(printJs(lower(block, 1)).text).toMatchInlineSnapshot(`
      "const k0 = base;
      let x4 = 0;
      const k1 = M[k0 + 2] | 0;
      const k2 = M[k0 + 3] | 0;
      const k3 = M[k0 + 1] | 0;
      x4 = 0;
      for (let k6 = 0; k6 < k1; k6++) {
        const k9 = Math.imul(k2, k6);
        const k10 = (k3 + k9) | 0;
        for (let k8 = 0; k8 < k2; k8++) {
          const k11 = (k10 + k8) | 0;
          const x12 = M[k11];
          const x13 = Math.exp(x12);
          x4 += x13;
        }
      }
      M[k0 + 4] = x4;"
    `);
  });

  it("carry numbers in variables and arrays in two buffers", () => {
    const b = arrayBuilder();
    const w = words(b);
    const x = b.variable("f64", [int(4)]);
    const block = b.block(
      [x],
      () =>
        b.loop(int(9), [x, constant(1)], (_i, [v = x, s = x]) => {
          const { collected } = b.loop(int(4), [], (k) => ({ carried: [], collected: [w.mul(b.read(v, [k]), s)] }));
          return { carried: [collected[0] ?? v, w.neg(s)], collected: [] };
        }).carried,
    );
    expect(printJs(lower(block, 1)).text).toMatchInlineSnapshot(`
      "const k0 = base;
      let k2 = 0;
      let k5 = 0;
      let x7 = 0;
      let k18 = 0;
      let x19 = 0;
      const k1 = M[k0 + 1] | 0;
      k2 = k1;
      const k3 = top;
      top += 4;
      if (top > M.length) late(top);
      const k4 = top;
      top += 4;
      if (top > M.length) late(top);
      k5 = k3;
      const k6 = (k3 + k4) | 0;
      x7 = 1;
      for (let k9 = 0; k9 < 9; k9++) {
        for (let k11 = 0; k11 < 4; k11++) {
          const k12 = (k11 + k5) | 0;
          const k13 = (k11 + k2) | 0;
          const x14 = M[k13];
          const x15 = (x7 * x14);
          M[k12] = x15;
        }
        const x16 = (-x7);
        const k17 = (k6 - k5) | 0;
        k2 = k5;
        k5 = k17;
        x7 = x16;
      }
      k18 = k2;
      x19 = x7;
      M[k0 + 2] = k18;
      M[k0 + 3] = 4;
      M[k0 + 4] = x19;"
    `);
  });
});
