import { fail } from "../../errors.ts";
import type { Atom } from "../../program/index.ts";
import type { ArrayBuilder } from "../builder.ts";
import type { Operation } from "../operation.ts";
import { nestedOf, numbersOf } from "../operations/dense.ts";
import { shapeOf } from "../statement.ts";

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

/**
 * Emits the refusal of what is no solution.
 * @throws E_CONVERGENCE when the procedure runs, with the state reached
 */
export const accepted = (b: ArrayBuilder, name: string, reached: Reached): Atom => {
  const { x, start, residual, first, slopes, turns } = reached;
  return b.operation(acceptedOperation, [x, start, residual, first, slopes, turns], { name })[0] ?? x;
};
