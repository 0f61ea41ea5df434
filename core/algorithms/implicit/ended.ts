import { fail } from "../../errors.ts";
import { type Atom, constant } from "../../program/index.ts";
import type { ArrayBuilder } from "../builder.ts";
import type { Operation } from "../operation.ts";
import { nestedOf, numbersOf } from "../operations/dense.ts";
import { shapeOf } from "../statement.ts";
import { arithmetic } from "./arithmetic.ts";

const cures: Readonly<Record<string, string>> = {
  fixedPoint: "a function that takes points near its fixed point nearer to it, or solve",
  minimum: "a function that is bounded from below, a start nearer to its minimum, or bounds",
};

export const endedOperation: Operation = {
  name: "ended",
  shapes: ([x]) => [x ? shapeOf(x) : []],
  evaluate: ([x, step, hasEnded, turns], [output], { name }) => {
    if (!x || !step || !hasEnded || !turns || !output) return;
    if (numbersOf(hasEnded)[0] !== 1)
      throw fail("E_CONVERGENCE", {
        what: `${name} does not settle: turn ${nestedOf(turns)} still moves by ${JSON.stringify(nestedOf(step))}`,
        cure: cures[String(name)],
        state: { at: nestedOf(x), step: nestedOf(step), turns: nestedOf(turns) },
      });
    numbersOf(output).set(numbersOf(x));
  },
  jvp: () => [],
  vjp: () => [],
};

/** Where steps led to, the last one, and how many there were. */
export interface Walked {
  readonly x: Atom;
  readonly step: Atom;
  readonly turns: Atom;
}

/**
 * Lets through where steps led to if they have come to an end.
 * @throws E_CONVERGENCE when the procedure runs, with the state reached, where they have not
 */
export const ended = (b: ArrayBuilder, name: string, { x, step, turns }: Walked, hasEnded: Atom): Atom => {
  const flag = arithmetic(b).where(hasEnded, constant(1), constant(0));
  return b.operation(endedOperation, [x, step, flag, turns], { name })[0] ?? x;
};
