import { fail } from "../../errors.ts";
import type { Atom } from "../../program/index.ts";
import type { ArrayBuilder } from "../builder.ts";
import type { Dense, Operation } from "../operation.ts";
import { nestedOf, numbersOf } from "../operations/dense.ts";
import { shapeOf } from "../statement.ts";

/** What of the residual may be rounding, compared with how it changes from the start to where it was left. */
const rounding = 1e-10;

const isSolution = (x: Dense, start: Dense, residual: Dense, first: Dense, slopes: Dense): boolean => {
  const [at, from, here, before, rows] = [x, start, residual, first, slopes].map(numbersOf) as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  const n = at.length;
  return here.every((value, i) => {
    let scale = Math.abs(before[i] ?? 0);
    for (let j = 0; j < n; j++)
      scale += Math.abs(rows[j * n + i] ?? 0) * (Math.abs(at[j] ?? 0) + Math.abs((at[j] ?? 0) - (from[j] ?? 0)));
    return Math.abs(value) <= rounding * scale;
  });
};

/** Lets through where an iteration came to if the residual is zero there, but for rounding; refuses it otherwise. */
const acceptedOperation: Operation = {
  name: "accepted",
  shapes: ([x]) => [x ? shapeOf(x) : []],
  evaluate: ([x, start, residual, first, slopes, turns], [output], { name }) => {
    if (!x || !start || !residual || !first || !slopes || !turns || !output) return;
    if (!isSolution(x, start, residual, first, slopes))
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
