import { describe, expect, it } from "vitest";
import { instructionsOf } from "../../backends/wasm/disassembled.ts";
import { type Atom, constant } from "../../program/index.ts";
import { arrayBuilder } from "../builder.ts";
import type { Block } from "../statement.ts";
import { cases, words } from "./cases.ts";
import { lower } from "./lower.ts";
import { sharedMemory } from "./memory.ts";
import { wasmModule } from "./wasm-procedure.ts";

const int = (n: number): Atom => constant(n, "i32");

const bytesOf = (block: Block, width: "f64" | "f64x2"): Uint8Array<ArrayBuffer> =>
  wasmModule(lower(block, 8), width, sharedMemory()).bytes;

describe("procedures in WebAssembly", () => {
  it.each(cases)("are modules that an engine accepts: $name", ({ block }) => {
    for (const width of ["f64", "f64x2"] as const) expect(WebAssembly.validate(bytesOf(block, width))).toBe(true);
  });

  it("keep sums in variables, and compute places before the loop", () => {
    const b = arrayBuilder();
    const w = words(b);
    const x = b.variable("f64", [int(6)]);
    const block = b.block([x], () => {
      const sum = b.accumulator([]);
      b.loop(int(6), [], (i) => {
        b.accumulate(sum, [], w.mul(b.read(x, [i]), w.add(b.read(x, [i]), constant(2))));
        return { carried: [], collected: [] };
      });
      return [b.freeze(sum)];
    });
    expect(instructionsOf(bytesOf(block, "f64")).join("\n")).toMatchInlineSnapshot(`
      "f64.const 0
      local.set 4
      f64.const 2
      local.set 8
      local.get 0
      f64.load 128
      i32.trunc_sat_f64_s
      local.set 3
      local.get 4
      local.set 5
      i32.const 0
      local.set 6
      i32.const 6
      i32.const 0
      i32.gt_s
      if
        loop
          local.get 3
          local.get 6
          i32.const 3
          i32.shl
          i32.add
          f64.load 0
          local.set 7
          local.get 5
          local.get 7
          local.get 7
          local.get 8
          f64.add
          f64.mul
          f64.add
          local.set 5
          local.get 6
          i32.const 1
          i32.add
          local.tee 6
          i32.const 6
          i32.lt_s
          br_if 0
        end
      end
      local.get 0
      local.get 5
      f64.store 136
      i32.const 0
      end"
    `);
  });
});
