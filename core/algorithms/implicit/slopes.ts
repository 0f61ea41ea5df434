import { div, eq, where } from "../../primitives/index.ts";
import { type Atom, constant } from "../../program/index.ts";
import type { ArrayBuilder } from "../builder.ts";
import { jvp } from "../derivatives/index.ts";
import { eachElement, tabulate, zeroLike } from "../operations/arrays.ts";
import { factored } from "../operations/factors.ts";
import { solution } from "../operations/linear-solve.ts";
import { type Block, isArray, shapeOf } from "../statement.ts";

const size = (x: Atom): Atom => shapeOf(x)[0] ?? constant(1, "i32");

/**
 * The derivatives of a block by its first parameter: a number, or a matrix with a row for each element of the
 * parameter and a column for each of the result.
 */
export const slopesOf = (b: ArrayBuilder, block: Block, inputs: readonly Atom[]): Atom => {
  const [x = constant(0)] = inputs;
  const along = (direction: Atom): Atom => {
    const rest = inputs.slice(1).map(() => undefined);
    return jvp(b, block, inputs, [direction, ...rest]).tangents[0] ?? zeroLike(b, x);
  };
  if (!isArray(x)) return along(constant(1));
  const rows = b.loop(size(x), [], (turn) => {
    const unit = tabulate(b, shapeOf(x), ([i = turn]) =>
      b.emit(where.primitive, [b.emit(eq.primitive, [i, turn]), constant(1), constant(0)]),
    );
    return { carried: [], collected: [along(unit)] };
  });
  return rows.collected[0] ?? x;
};

/** The step that these slopes make of a residual; `transposed` for the way back. */
export const solved = (b: ArrayBuilder, slopes: Atom, right: Atom, transposed: boolean): Atom =>
  isArray(slopes)
    ? solution(b, factored(b, slopes), right, !transposed)
    : eachElement(b, [right, slopes], (items) => b.emit(div.primitive, items));
