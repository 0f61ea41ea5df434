import { describe, expect, it } from "vitest";
import { columnOf, linspace, type RecordColumn, schemaOf } from "../../columns/index.ts";
import { constant, type Nuisance, type Pass } from "../../program/index.ts";
import { elaboratePipeline, harden, jvp, plan, relax, type Sink } from "../../transforms/index.ts";
import { improved } from "../passes/index.ts";
import { instructionsOf } from "./disassembled.ts";
import { type Width, widest } from "./features.ts";
import { writeKernel } from "./write-kernel.ts";

const sink = (kind: Sink["kind"], f: object, more: Partial<Sink> = {}): Sink => ({
  kind,
  operator: kind,
  f,
  scope: {},
  edges: [],
  bandwidth: undefined,
  width: undefined,
  step: undefined,
  ...more,
});

const fillOf = (last: Sink) => {
  const schema = schemaOf(columnOf([{ x: 1.5, y: 0.5 }]) as RecordColumn);
  const { b, fills } = elaboratePipeline(schema, [], [{ stages: [], sink: last }]);
  const [fill] = fills;
  if (!fill) throw new TypeError("a pipeline fills something");
  return { b, fill };
};

const passOf = ({ pass }: ReturnType<typeof plan>): Pass => {
  if (!pass) throw new TypeError("events are summed");
  return pass;
};

const products = (): Pass => {
  const { b, fill } = fillOf(sink("sum", (ev: { readonly x: number; readonly y: number }) => ev.x * ev.y));
  return passOf(plan(b.program([harden(b, fill).contents])));
};

const scale: Nuisance = { kind: "nuisance", name: "scale", value: 1, sigma: 0.1, unit: undefined };

/** A histogram with a bandwidth, and its derivative with respect to a scale of the observable. */
const smeared = (): Pass => {
  const f = (ev: { readonly x: number }, { scale }: { readonly scale: number }) => ev.x * scale;
  const { b, fill } = fillOf(sink("histogram", f, { scope: { scale }, edges: linspace(60, 120, 31), bandwidth: 1 }));
  const { contents } = relax(b, fill).collected;
  const parameter = b.input({ kind: "parameter", parameter: scale, part: "value" }, "f64", null);
  const slopes = jvp(b, [contents], new Map([[parameter.id, constant(1)]]));
  return passOf(plan(b.program([contents, ...slopes].flatMap((atom) => atom ?? []))));
};

const kernelOf = (pass: Pass, width: Width) => writeKernel(improved(pass), width, { events: 512, items: 8192 });

const counted = (lines: readonly string[], name: string): number =>
  lines.filter((line) => line.trim().split(" ")[0] === name).length;

describe("a kernel", () => {
  it("of a sum of products reads as one loop", () =>
    expect(instructionsOf(kernelOf(products(), "f64").bytes).join("\n")).toMatchInlineSnapshot(`
      "f64.const 0
      local.set 6
      i32.const 0
      i32.load 64
      local.set 10
      local.get 0
      local.set 12
      local.get 12
      i32.const 3
      i32.shl
      local.set 11
      local.get 10
      local.get 11
      i32.add
      local.set 9
      i32.const 0
      i32.load 68
      local.set 14
      local.get 14
      local.get 11
      i32.add
      local.set 13
      local.get 6
      local.set 5
      i32.const 0
      local.set 2
      i32.const 0
      local.set 3
      local.get 1
      i32.const 2
      i32.shl
      local.tee 4
      if
        loop
          local.get 5
          local.get 3
          local.tee 8
          local.get 9
          i32.add
          f64.load 0
          local.get 8
          local.get 13
          i32.add
          f64.load 0
          f64.mul
          local.tee 7
          local.get 6
          local.get 7
          local.get 7
          f64.ne
          i32.eqz
          select
          f64.add
          local.set 5
          local.get 3
          i32.const 8
          i32.add
          local.set 3
          local.get 2
          i32.const 4
          i32.add
          local.tee 2
          local.get 4
          i32.lt_u
          br_if 0
        end
      end
      i32.const 0
      i32.const 0
      f64.load 1152
      local.get 5
      f64.add
      f64.store 1152
      i32.const 0
      end"
    `));

  it("adds the moments of a smeared histogram and of its derivative two powers at a time", () => {
    const lines = instructionsOf(kernelOf(smeared(), "f64x2+fma").bytes);
    expect(counted(lines, "loop")).toBe(2);
    const [places, amounts] = [1, 1];
    expect(counted(lines, "v128.store")).toBe(places + amounts + 2 * 2 * 4);
    expect(counted(lines, "f64x2.relaxed_madd")).toBe(2 * 2 * 4);
    expect(counted(lines, "call")).toBe(0);
  });

  it.each(["f64", "f64x2", "f64x2+fma"] as const)("is valid: %s", (width) => {
    expect(widest()).toBe("f64x2+fma");
    for (const pass of [products(), smeared()]) expect(WebAssembly.validate(kernelOf(pass, width).bytes)).toBe(true);
  });
});
