import { compile, grad } from "jagrad/algorithms";
import type { Evaluation } from "../evaluation.ts";
import { number } from "../fields.ts";

export const square = (x: number): number => x * x;

const of = (make: () => (x: number) => number) => (input: unknown) => {
  const x = number(input, "");
  const f = make();
  return () => f(x);
};

/** The square of a number, and its derivative. */
export const hello: Evaluation = {
  square: of(() => compile(square, ["f64"])),
  double: of(() => compile(grad(square), ["f64"])),
};
