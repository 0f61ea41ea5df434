import { abs, add, and, eq, ge, gt, le, lt, max, min, mul, neg, not, or, sub, where } from "../primitives/index.ts";
import type { Equation, Primitive } from "../program/index.ts";
import { type Block, isArray } from "./statement.ts";

/**
 * Branches of so few cheap steps are both computed, and one of the results is taken. A product is not cheap: on the way
 * back the zero that flows into the branch that was not taken would be multiplied by what it read, which may be no number.
 */
const fewSteps = 6;
const cheap: ReadonlySet<Primitive> = new Set(
  [add, sub, neg, abs, max, min, gt, ge, lt, le, eq, and, or, not, where].map(({ primitive }) => primitive),
);

const isMultiple = ({ primitive, inputs, output }: Equation): boolean =>
  primitive === mul.primitive && (output.dtype === "i32" || inputs.some(({ kind }) => kind === "const"));

/** True for a branch that may be computed although it is not taken. */
export const isCheap = ({ statements, results }: Block): boolean =>
  statements.length <= fewSteps &&
  results.every((result) => !isArray(result)) &&
  statements.every((s) =>
    s.kind === "read"
      ? !isArray(s.output)
      : s.kind === "equation" && (cheap.has(s.equation.primitive) || isMultiple(s.equation)),
  );
