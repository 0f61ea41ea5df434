import { type Atom, constant } from "../../program/index.ts";
import type { ArrayBuilder } from "../builder.ts";
import { replay } from "../derivatives/index.ts";
import { tabulate } from "../operations/arrays.ts";
import { type Block, shapeOf } from "../statement.ts";
import { accepted } from "./accepted.ts";
import { arithmetic } from "./arithmetic.ts";
import { either, largest, moved } from "./points.ts";
import { slopesOf, solved } from "./slopes.ts";

/** A step is halved this often before the search ends. */
const halvings = 30;

/** Where a function is zero, and its slopes in the last turn: at this point, since that turn went no further. */
export interface Zero {
  readonly x: Atom;
  readonly slopes: Atom;
}

const noSlopes = (b: ArrayBuilder, x: Atom): Atom => {
  const [size] = shapeOf(x);
  return tabulate(b, size ? [size, size] : [], () => constant(0));
};

/**
 * Emits Newton's iteration with halved steps for a zero of a block in its first parameter. It goes on as long as the
 * residual gets smaller, so that what it gives is right to rounding.
 * @throws E_CONVERGENCE when the procedure runs, where the residual is not zero at the end; E_SINGULAR on the way
 */
export const newton = (
  b: ArrayBuilder,
  name: string,
  block: Block,
  start: Atom,
  given: readonly Atom[],
  most: number,
): Zero => {
  const { add, and, gt, le, lt, mul, neg, not, sub } = arithmetic(b);
  const residualAt = (x: Atom): Atom => replay(b, block, [x, ...given])[0] ?? constant(Number.NaN);
  const first = residualAt(start);
  const { carried } = b.repeat(
    constant(most + 1, "i32"),
    [start, first, largest(b, first), constant(true), constant(0), noSlopes(b, start)],
    ([, , , isBetter, turns]) => (isBetter && turns ? and(isBetter, lt(turns, constant(most))) : constant(false)),
    ([x = start, residual = first, size = first, , turns = first]) => {
      const slopes = slopesOf(b, block, [x, ...given]);
      const step = solved(b, slopes, residual, false);
      const shortest = constant(2 ** -halvings);
      const tried = b.repeat(
        constant(halvings + 2, "i32"),
        [constant(2), x, residual, constant(Number.POSITIVE_INFINITY)],
        ([length, , , left]) => {
          if (!length || !left) return constant(false);
          const wanted = mul(size, sub(constant(1), mul(constant(1e-4), length)));
          return and(not(le(left, wanted)), gt(length, shortest));
        },
        ([length = size]) => {
          const half = mul(length, constant(0.5));
          const next = moved(b, x, neg(half), step);
          const after = residualAt(next);
          return [half, next, after, largest(b, after)];
        },
      ).carried;
      const [, next = x, after = residual, left = size] = tried;
      const isBetter = lt(left, size);
      return [
        either(b, isBetter, next, x),
        either(b, isBetter, after, residual),
        either(b, isBetter, left, size),
        isBetter,
        add(turns, constant(1)),
        slopes,
      ];
    },
  );
  const [x = start, residual = first, , , turns = first, slopes = first] = carried;
  return { x: accepted(b, name, { x, start, residual, first, turns, slopes }), slopes };
};
