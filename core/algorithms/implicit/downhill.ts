import { type Atom, constant } from "../../program/index.ts";
import type { ArrayBuilder } from "../builder.ts";
import { replay } from "../derivatives/index.ts";
import { eachElement } from "../operations/arrays.ts";
import type { Block } from "../statement.ts";
import { arithmetic } from "./arithmetic.ts";
import { descent } from "./descent.ts";
import { ended } from "./ended.ts";
import { difference, either, inner, moved } from "./points.ts";
import { slopesOf } from "./slopes.ts";

const halvings = 30;

/** Where a minimum is looked for. */
export interface Box {
  readonly lower: Atom;
  readonly upper: Atom;
}

/** The nearest point of a box. */
export const clipped = (b: ArrayBuilder, x: Atom, { lower, upper }: Box): Atom => {
  const { max, min } = arithmetic(b);
  return eachElement(b, [x, lower, upper], ([at = x, low = lower, high = upper]) => min(max(at, low), high));
};

/**
 * Emits Newton steps downhill in a box, halved until the function falls, until it falls no more.
 * @throws E_CONVERGENCE when the procedure runs, with the state reached, where it never ends to fall
 * @param value - a block whose result is the function
 * @param gradient - a block whose result is its gradient by the first parameter
 */
export const downhill = (
  b: ArrayBuilder,
  { value, gradient }: { readonly value: Block; readonly gradient: Block },
  start: Atom,
  given: readonly Atom[],
  box: Box,
  most: number,
): Atom => {
  const { add, and, gt, le, lt, mul, not } = arithmetic(b);
  const at = (block: Block, x: Atom): Atom => replay(b, block, [x, ...given])[0] ?? constant(Number.NaN);
  const first = clipped(b, start, box);
  const { carried } = b.repeat(
    constant(most + 1, "i32"),
    [first, at(value, first), constant(true), constant(0), first],
    ([, , isBetter, turns]) => (isBetter && turns ? and(isBetter, lt(turns, constant(most))) : constant(false)),
    ([x = first, height = first, , turns = first]) => {
      const slope = at(gradient, x);
      const hessian = slopesOf(b, gradient, [x, ...given]);
      const step = descent(b, { x, gradient: slope, hessian, ...box });
      const tried = b.repeat(
        constant(halvings + 2, "i32"),
        [constant(2), x, constant(Number.POSITIVE_INFINITY)],
        ([length, next, after]) => {
          if (!length || !next || !after) return constant(false);
          const fall = inner(b, slope, difference(b, next, x));
          return and(not(le(after, add(height, mul(constant(1e-4), fall)))), gt(length, constant(2 ** -halvings)));
        },
        ([length = height]) => {
          const half = mul(length, constant(0.5));
          const next = clipped(b, moved(b, x, half, step), box);
          return [half, next, at(value, next)];
        },
      ).carried;
      const [, next = x, after = height] = tried;
      const isBetter = lt(after, height);
      const [low, least] = [either(b, isBetter, next, x), either(b, isBetter, after, height)];
      return [low, least, isBetter, add(turns, constant(1)), difference(b, low, x)];
    },
  );
  const [x = first, , isBetter = first, turns = first, step = first] = carried;
  return ended(b, "minimum", { x, step, turns }, not(isBetter));
};
