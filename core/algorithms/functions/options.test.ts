import { describe, expect, it } from "vitest";
import { compile } from "../compile.ts";
import { type AnyFunction, diff, grad, hvp, jacobian } from "./index.ts";

const refused = (what: RegExp): unknown =>
  expect.objectContaining({ code: "E_PARAMETER", message: expect.stringMatching(what) });

const cubed = (x: number, y: number): number => x ** 3 * y;
/** A transformation as somebody without types would call it. */
const untyped = (transform: unknown) => transform as (f: AnyFunction, options: unknown) => AnyFunction;

describe("options of derivatives", () => {
  it("are refused where they are none, instead of passed over", () => {
    expect(() => untyped(grad)(cubed, ["x", "y"])).toThrow(refused(/the options of grad are \["x","y"\]/));
    expect(() => untyped(grad)(cubed, 2)).toThrow(refused(/the options of grad are 2/));
    expect(() => untyped(grad)(cubed, { of: "y" })).toThrow(refused(/grad has no option of.*[\s\S]*wrt, mode, memory/));
    expect(() => untyped(grad)(cubed, { order: 2 })).toThrow(refused(/grad has no option order/));
    expect(() => untyped(jacobian)(cubed, { mode: "backward" })).toThrow(refused(/mode of jacobian is "backward"/));
    expect(() => untyped(hvp)(cubed, { wrt: [0, 1] })).toThrow(refused(/wrt of hvp is \[0,1\]/));
    expect(() => untyped(grad)(cubed, { memory: -1 })).toThrow(refused(/memory of grad is -1/));
  });

  it("are the same inside lambdas", () => {
    const twice = (x: number, { diff: d }: { readonly diff: typeof diff }) => d((y: number) => y ** 4, { order: 2 })(x);
    expect(compile(twice, ["f64"], { scope: { diff } })(3)).toBe(12 * 9);
    const byTwo = (x: number, y: number, { grad: g }: { readonly grad: typeof grad }) =>
      g((a: number, b: number) => a ** 3 * b, { wrt: ["a", "b"] })(x, y).b;
    expect(compile(byTwo, ["f64", "f64"], { scope: { grad } })(2, 5)).toBe(8);

    const scope = { g: untyped(grad) };
    type Inside = (x: number, tools: typeof scope) => number;
    const compiled = (f: Inside) => () => compile(f as AnyFunction, ["f64"], { scope, label: "f" });
    expect(compiled((x, { g }) => Number(g((a: number) => a * a, { of: "a" })(x)))).toThrow(refused(/no option of/));
    expect(compiled((x, { g }) => Number(g((a: number) => a * a, 3)(x)))).toThrow(refused(/options of grad are 3/));
    expect(compiled((x, { g }) => Number(g((a: number) => a * a, { memory: x })(x)))).toThrow(
      refused(/memory of grad is no constant/),
    );
  });
});
