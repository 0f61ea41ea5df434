import { type Atom, constant } from "../../program/index.ts";
import type { ArrayBuilder } from "../builder.ts";
import { replay } from "../derivatives/index.ts";
import type { Block } from "../statement.ts";
import { arithmetic } from "./arithmetic.ts";
import { ended } from "./ended.ts";
import { difference, largest } from "./points.ts";

/** How much smaller than the point, or than the first step, the last step is. */
const small = 1e-10;

/**
 * Emits the iteration of a function, the first result of a block, until its steps are small.
 * @throws E_CONVERGENCE when the procedure runs, with the state reached, where they do not become so
 */
export const settled = (b: ArrayBuilder, block: Block, start: Atom, given: readonly Atom[], most: number): Atom => {
  const { add, and, gt, le, lt, mul } = arithmetic(b);
  const next = (x: Atom): Atom => replay(b, block, [x, ...given])[0] ?? constant(Number.NaN);
  const first = next(start);
  const move = difference(b, first, start);
  const scale = largest(b, move);
  const limit = (x: Atom): Atom => mul(constant(small), add(scale, largest(b, x)));
  const { carried } = b.repeat(
    constant(most + 1, "i32"),
    [first, move, constant(1)],
    ([x = first, step = move, turns = scale]) => and(gt(largest(b, step), limit(x)), lt(turns, constant(most))),
    ([x = first, , turns = scale]) => {
      const after = next(x);
      return [after, difference(b, after, x), add(turns, constant(1))];
    },
  );
  const [x = first, step = move, turns = scale] = carried;
  return ended(b, "fixedPoint", { x, step, turns }, le(largest(b, step), limit(x)));
};
