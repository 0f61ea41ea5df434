import { describe, expect, it } from "vitest";
import * as functions from "./functions.ts";

type Values = readonly unknown[];
const jvp = functions.jvp as unknown as (
  f: object,
  inputs: Values,
  tangents: Values,
  scope?: object,
) => { readonly value: number; readonly tangent: number };
const vjp = functions.vjp as unknown as (
  f: object,
  inputs: Values,
  scope?: object,
) => { readonly value: number; readonly pullback: (cotangent: number) => Values };

interface Point {
  readonly x: number;
  readonly list: readonly number[];
}

describe("jvp and vjp of a function", () => {
  it("are the closed form", () => {
    const f = (x: number, y: number) => x * Math.sin(y);
    expect(jvp(f, [2, 0], [0, 1])).toEqual({ value: 0, tangent: 2 });
    const { value, pullback } = vjp(f, [2, 0.5]);
    expect(value).toBeCloseTo(2 * Math.sin(0.5), 15);
    expect(pullback(3)[0]).toBeCloseTo(3 * Math.sin(0.5), 15);
    expect(pullback(3)[1]).toBeCloseTo(6 * Math.cos(0.5), 15);
  });

  it("have the shape of nested inputs", () => {
    const f = ({ x, list }: Point, k: number) => list.reduce((s, y) => s + x * y * k, 0);
    const point: Point = { x: 3, list: [1, 2, 5] };
    expect(vjp(f, [point, 2]).pullback(1)).toEqual([{ x: 16, list: [6, 6, 6] }, 24]);
    expect(jvp(f, [point, 2], [{ x: 0, list: [0, 1, 0] }, 1])).toEqual({
      value: 48,
      tangent: 6 + 24,
    });
  });

  it("use the functions of a scope", () => {
    const square = (x: number) => x * x;
    expect(
      vjp((x: number, { square }: { readonly square: (x: number) => number }) => square(x) + 1, [3], {
        square,
      }).pullback(1),
    ).toEqual([6]);
  });

  it("refuse a direction of another shape", () => {
    expect(() => jvp((x: number) => x, [1], [1, 2])).toThrow(expect.objectContaining({ code: "E_SHAPE" }));
  });

  it("refuse an input that is no number", () => {
    expect(() => vjp((x: number) => x, ["a"])).toThrow(expect.objectContaining({ code: "E_TYPE" }));
  });
});
