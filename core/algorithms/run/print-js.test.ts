import { describe, expect, it } from "vitest";
import { eq } from "../../primitives/index.ts";
import { type Atom, constant } from "../../program/index.ts";
import { arrayBuilder } from "../builder.ts";
import { words } from "./cases.ts";
import { lower } from "./lower.ts";
import { printJs } from "./print-js.ts";

const int = (n: number): Atom => constant(n, "i32");

describe("procedures as JavaScript", () => {
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
      let x13 = 0;
      const k1 = M[k0 + 17] | 0;
      const k2 = M[k0 + 18] | 0;
      const k3 = M[k0 + 16] | 0;
      x13 = 0;
      for (let k5 = 0; k5 < k1; k5++) {
        const k8 = Math.imul(k2, k5);
        const k9 = (k3 + k8) | 0;
        for (let k7 = 0; k7 < k2; k7++) {
          const k10 = (k7 + k9) | 0;
          const x11 = M[k10];
          const x12 = Math.exp(x11);
          x13 += x12;
        }
      }
      M[k0 + 19] = x13;"
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
      const k1 = M[k0 + 16] | 0;
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
      M[k0 + 17] = k18;
      M[k0 + 18] = 4;
      M[k0 + 19] = x19;"
    `);
  });

  it("ask for the first turn before the loop, and compute places in whole numbers", () => {
    const b = arrayBuilder();
    const w = words(b);
    const [m, n] = [b.variable("i32"), b.variable("i32")];
    const x = b.variable("f64", [n]);
    const flat = b.variable("f64", [int(99)]);
    const block = b.block(
      [x, flat, m, n],
      () =>
        b.loop(n, [], (i) => {
          const [left] = b.cond(
            b.emit(eq.primitive, [i, constant(0)]),
            () => [constant(0)],
            () => [w.sin(b.read(x, [w.sub(i, constant(1))], true))],
          );
          const item = b.read(flat, [w.add(w.mul(i, m), constant(7))]);
          return { carried: [], collected: [w.add(left ?? i, item)] };
        }).collected,
    );
    expect(printJs(lower(block, 1)).text).toMatchInlineSnapshot(`
      "const k0 = base;
      const k1 = M[k0 + 18] | 0;
      const k2 = M[k0 + 19] | 0;
      const k3 = M[k0 + 16] | 0;
      const k4 = M[k0 + 17] | 0;
      const k5 = top;
      top += k2;
      if (top > M.length) late(top);
      const c6 = 0 >= 0 && 0 < k2;
      if (c6) {
        const x7 = M[k4 + 7];
        const x8 = (0 + x7);
        M[k5] = x8;
      }
      const k11 = (k2 - 1) | 0;
      const k12 = k11 > 0 ? k11 : 0;
      for (let k10 = 1; k10 < k2; k10++) {
        const k13 = (k10 + k5) | 0;
        const k14 = (k10 - 1) | 0;
        const k15 = (k14 + k3) | 0;
        const x16 = M[k15];
        const x17 = Math.sin(x16);
        const k18 = Math.imul(k1, k10);
        const k19 = (k18 + 7) | 0;
        const k20 = (k19 + k4) | 0;
        const x21 = M[k20];
        const x22 = (x17 + x21);
        M[k13] = x22;
      }
      M[k0 + 20] = k5;
      M[k0 + 21] = k2;"
    `);
  });
});
