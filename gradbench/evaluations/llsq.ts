import { compile, grad } from "jagrad/algorithms";
import type { Vector } from "../arrays.ts";
import type { Evaluation } from "../evaluation.ts";
import { count, record, vector } from "../fields.ts";

/** Half the sum of squares by which the polynomial with coefficients `x` misses the sign of t, at `n` points of [-1, 1]. */
export const loss = (x: Vector, n: number): number => {
  let sum = 0;
  for (let i = 0; i < n; i++) {
    const t = -1 + (2 * i) / (n - 1);
    let power = 1;
    let value = 0;
    for (let j = 0; j < x.length; j++) {
      value = value + (x[j] as number) * power;
      power = power * t;
    }
    const miss = Math.sign(t) - value;
    sum = sum + miss * miss;
  }
  return sum / 2;
};

const read = record({ x: vector, n: count });
const types = ["f64[m]", "i32"];

const of = (make: () => (x: Float64Array, n: number) => unknown) => (input: unknown) => {
  const { x, n } = read(input, "");
  const [f, coefficients] = [make(), Float64Array.from(x)];
  return () => f(coefficients, n);
};

export const llsq: Evaluation = {
  primal: of(() => compile(loss, types)),
  gradient: of(() => compile(grad(loss), types)),
};
