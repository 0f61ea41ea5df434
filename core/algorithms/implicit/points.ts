import { type Atom, constant } from "../../program/index.ts";
import type { ArrayBuilder } from "../builder.ts";
import { eachElement } from "../operations/arrays.ts";
import { contraction } from "../operations/contract.ts";
import { isArray, shapeOf } from "../statement.ts";
import { arithmetic } from "./arithmetic.ts";

/** The inner product of two numbers or of two vectors. */
export const inner = (b: ArrayBuilder, x: Atom, y: Atom): Atom =>
  isArray(x) ? contraction(b, "i,i->", [x, y]) : arithmetic(b).mul(x, y);

/** The size of a number, or of the largest element of a vector. */
export const largest = (b: ArrayBuilder, x: Atom): Atom => {
  const { abs, max } = arithmetic(b);
  const [count] = shapeOf(x);
  if (!count) return abs(x);
  const { carried } = b.loop(count, [constant(0)], (turn, [most = x]) => ({
    carried: [max(most, abs(b.read(x, [turn])))],
    collected: [],
  }));
  return carried[0] ?? x;
};

export const difference = (b: ArrayBuilder, x: Atom, y: Atom): Atom =>
  eachElement(b, [x, y], (items) => arithmetic(b).sub(...items));

/** One of two points, by a condition. */
export const either = (b: ArrayBuilder, test: Atom, yes: Atom, no: Atom): Atom =>
  eachElement(b, [yes, no], (items) => arithmetic(b).where(test, ...items));

/** A point moved by a multiple of a step. */
export const moved = (b: ArrayBuilder, x: Atom, by: Atom, step: Atom): Atom => {
  const { add, mul } = arithmetic(b);
  return eachElement(b, [x, step], ([from = x, item = step]) => add(from, mul(by, item)));
};
