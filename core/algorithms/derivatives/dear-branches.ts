import type { Atom, Var } from "../../program/index.ts";
import { isSlow } from "../dear.ts";
import type { Block } from "../statement.ts";

/** A variable, and what stands for it. */
export type Named = readonly [variable: Var, atom: Atom];

/**
 * What a branch computes that is worth keeping for the way back, apart from what loops and branches inside of it compute:
 * the rest is computed again.
 */
export const dearIn = ({ statements }: Block): readonly Var[] =>
  statements.flatMap((s) => {
    if (s.kind !== "equation") return [];
    const { output } = s.equation;
    return output.dtype === "f64" && isSlow(s.equation) ? [output] : [];
  });
