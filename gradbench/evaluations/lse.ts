import { compile, grad } from "jagrad/algorithms";
import { lambda, stopGradient } from "jagrad/core";
import type { Vector } from "../arrays.ts";
import type { Evaluation } from "../evaluation.ts";
import { record, vector } from "../fields.ts";

const scope = { stopGradient };

/** The logarithm of the sum of exponentials, without overflow: the value does not depend on the shift by the largest one. */
export const logSumExp = lambda((x: Vector, { stopGradient }: typeof scope): number => {
  const top = stopGradient(x.reduce((most, v) => Math.max(most, v), -Infinity));
  return top + Math.log(x.reduce((sum, v) => sum + Math.exp(v - top), 0));
}, scope);

const read = record({ x: vector });
const types = ["f64[n]"];

const of = (make: () => (x: Float64Array) => unknown) => (input: unknown) => {
  const [f, x] = [make(), Float64Array.from(read(input, "").x)];
  return () => f(x);
};

export const lse: Evaluation = {
  primal: of(() => compile(logSumExp, types)),
  gradient: of(() => compile(grad(logSumExp), types)),
};
