import { fail } from "../../errors.ts";
import { type Atom, constant } from "../../program/index.ts";
import type { ArrayBuilder } from "../builder.ts";
import type { Operation } from "../operation.ts";
import { nestedOf, numbersOf } from "../operations/dense.ts";
import { isArray, shapeOf } from "../statement.ts";
import { arithmetic } from "./arithmetic.ts";

/**
 * What of the residual may be rounding, compared with how it changes from the start to where it was left, and with how
 * it would change over one unit.
 */
const rounding = 1e-10;

/** Whether a residual is zero but for rounding; `slopes` has a row for each coordinate of `x`. */
const isSolution = (arrays: readonly Float64Array[]): boolean => {
  const [x, start, residual, first, slopes] = arrays;
  if (!x || !start || !residual || !first || !slopes) return false;
  const n = x.length;
  return residual.every((value, i) => {
    let scale = Math.abs(first[i] ?? 0);
    for (let j = 0; j < n; j++) {
      const reach = Math.abs(x[j] ?? 0) + Math.abs((x[j] ?? 0) - (start[j] ?? 0)) + 1;
      scale += Math.abs(slopes[j * n + i] ?? 0) * reach;
    }
    return Math.abs(value) <= rounding * scale;
  });
};

/** Lets through where an iteration came to if the residual is zero there, but for rounding; refuses it otherwise. */
export const acceptedOperation: Operation = {
  name: "accepted",
  shapes: ([x]) => [x ? shapeOf(x) : []],
  evaluate: (inputs, [output], { name }) => {
    const [x, , residual, , , turns] = inputs;
    if (!x || !residual || !turns || !output) return;
    if (!isSolution(inputs.map(numbersOf)))
      throw fail("E_CONVERGENCE", {
        what: `${name} found no solution from this start: after ${nestedOf(turns)} turns the residual is ${JSON.stringify(nestedOf(residual))}`,
        cure: "start nearer to the solution, or make sure that there is one",
        state: { at: nestedOf(x), residual: nestedOf(residual), turns: nestedOf(turns) },
      });
    numbersOf(output).set(numbersOf(x));
  },
  jvp: () => [],
  vjp: () => [],
};

/** Where an iteration came to, and what is known there. */
export interface Reached {
  readonly x: Atom;
  readonly start: Atom;
  readonly residual: Atom;
  /** The residual at the start. */
  readonly first: Atom;
  readonly slopes: Atom;
  readonly turns: Atom;
}

/** The same for one number as single steps, since it may be asked for often. */
const isRoot = (b: ArrayBuilder, { x, start, residual, first, slopes }: Reached): Atom => {
  const { abs, add, le, mul, sub } = arithmetic(b);
  const reach = add(add(abs(x), abs(sub(x, start))), constant(1));
  return le(abs(residual), mul(constant(rounding), add(abs(first), mul(abs(slopes), reach))));
};

/**
 * Emits the refusal of what is no solution.
 * @throws E_CONVERGENCE when the procedure runs, with the state reached
 */
export const accepted = (b: ArrayBuilder, name: string, reached: Reached): Atom => {
  const { x, start, residual, first, slopes, turns } = reached;
  const step = (): readonly Atom[] =>
    b.operation(acceptedOperation, [x, start, residual, first, slopes, turns], { name });
  return (isArray(x) ? step() : b.cond(isRoot(b, reached), () => [x], step))[0] ?? x;
};
