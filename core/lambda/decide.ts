import { type Atom, type Builder, isConstant } from "../program/index.ts";
import { choose } from "./choose.ts";
import { procedureOf } from "./procedure.ts";
import type { Value } from "./value.ts";

/** One of two outcomes of a condition: of events both are computed, of a procedure the one that is asked for. */
export const decide = (b: Builder, condition: Atom, yes: () => Value, no: () => Value): Value => {
  if (isConstant(condition, true)) return yes();
  if (isConstant(condition, false)) return no();
  const procedure = procedureOf(b);
  return procedure ? procedure.branch(condition, yes, no) : choose(b, condition, yes(), no());
};
