import type { Vector } from "../arrays.ts";

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
