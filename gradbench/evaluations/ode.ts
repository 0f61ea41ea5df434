import { compile, grad } from "jagrad/algorithms";
import type { Vector } from "../arrays.ts";
import type { Evaluation } from "../evaluation.ts";
import { count, record, vector } from "../fields.ts";

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

const scope = { solution };

/** The last component of the solution. */
const last = (x: Vector, s: number, { solution }: typeof scope): number => solution(x, s)[x.length - 1] as number;

const read = record({ x: vector, s: count });
const types = ["f64[n]", "i32"];

const of = (make: () => (x: Float64Array, s: number) => unknown) => (input: unknown) => {
  const { x, s } = read(input, "");
  const [f, rates] = [make(), Float64Array.from(x)];
  return () => f(rates, s);
};

export const ode: Evaluation = {
  primal: of(() => compile(solution, types)),
  gradient: of(() => compile(grad(last, { scope }), types)),
};
