import { describe, expect, it } from "vitest";
import { compile } from "../compile.ts";
import { grad } from "../functions/index.ts";
import { randomLambda } from "./random-lambdas.ts";

type Lambda = (x: number, v: readonly number[]) => number;

const x = 0.7;
const v = [0.3, -1.2, 0.9, 1.7, -0.4];
const wrt = ["x", "v"] as const;

/** By how much a value changes where the inputs change in their last places: loops may blow that up without bound. */
const shake = (f: Lambda): number =>
  Math.max(
    ...[1, -1, 2, -2].map((step) => {
      const by = 1 + step * 1e-15;
      return Math.abs(
        f(
          x * by,
          v.map((item, k) => item * (k % 2 ? by : 2 - by)),
        ) - f(x, v),
      );
    }),
  );

const lambdas = Array.from({ length: 80 }, (_, k) => {
  const text = randomLambda(k + 1);
  return { seed: k + 1, f: Function(`return (${text})`)() as Lambda };
}).filter(({ f }) => shake(f) < 1e-11);

describe("random lambdas of arrays", () => {
  it("are many that can be compared", () => {
    expect(lambdas.length).toBeGreaterThan(60);
  });

  it.each(lambdas)("mean what they mean in JavaScript: seed $seed", ({ f }) => {
    const expected = f(x, v);
    const near = 1e-10 * Math.max(1, Math.abs(expected));
    expect(Math.abs(compile(f)(x, v) - expected)).toBeLessThanOrEqual(near);
    expect(Math.abs(compile(f, ["f64", "f64[5]"])(x, v) - expected)).toBeLessThanOrEqual(near);
  });

  it.each(lambdas)("have the same derivatives forward and in reverse: seed $seed", ({ f }) => {
    const slopesIn = (mode: "forward" | "reverse"): readonly number[] => {
      const slopes = grad(f, { wrt, mode })(x, v);
      return [slopes.x, ...(slopes.v as unknown as Float64Array)].map(Number);
    };
    const [forward, reverse] = [slopesIn("forward"), slopesIn("reverse")];
    const scale = Math.max(1, ...forward.map(Math.abs));
    for (const [k, slope] of forward.entries())
      expect(Math.abs(slope - Number(reverse[k]))).toBeLessThanOrEqual(1e-10 * scale);
  });
});
