import { div, sqrt } from "../../primitives/index.ts";
import type { Atom, Equation, Primitive, Var } from "../../program/index.ts";
import type { Block } from "../statement.ts";

/** A variable, and what stands for it. */
export type Named = readonly [variable: Var, atom: Atom];

const slow: ReadonlySet<Primitive> = new Set([div.primitive, sqrt.primitive]);

const isDear = ({ primitive, output }: Equation): boolean =>
  output.dtype === "f64" &&
  primitive.kind === "elementwise" &&
  (slow.has(primitive) || primitive.lower === undefined || (primitive.ulp ?? 0) > 0);

/**
 * What a branch computes that is worth keeping for the way back, apart from what loops and branches inside of it compute:
 * the rest is computed again.
 */
export const dearIn = ({ statements }: Block): readonly Var[] =>
  statements.flatMap((s) => (s.kind === "equation" && isDear(s.equation) ? [s.equation.output] : []));
