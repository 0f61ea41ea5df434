import type { Vector } from "../arrays.ts";

/** y at t = 2 where y(0) = 0, y'[0] = x[0] and y'[i] = x[i] y[i - 1], by `s` steps of the classical Runge-Kutta method. */
export const solution = (x: Vector, s: number): Vector => {
  const h = 2 / s;
  const slope = (y: Vector): Vector => x.map((rate, i) => (i === 0 ? rate : rate * (y[i - 1] as number)));
  const ahead = (y: Vector, by: number, k: Vector): Vector => y.map((v, i) => v + by * (k[i] as number));
  let y: Vector = x.map(() => 0);
  for (let step = 0; step < s; step++) {
    const k1 = slope(y);
    const k2 = slope(ahead(y, h / 2, k1));
    const k3 = slope(ahead(y, h / 2, k2));
    const k4 = slope(ahead(y, h, k3));
    y = y.map(
      (v, i) => v + (h / 6) * ((k1[i] as number) + 2 * (k2[i] as number) + 2 * (k3[i] as number) + (k4[i] as number)),
    );
  }
  return y;
};
