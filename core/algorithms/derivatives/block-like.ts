import type { Atom, Var } from "../../program/index.ts";
import { type ArrayBuilder, arrayBuilder } from "../builder.ts";
import { type Block, isArray } from "../statement.ts";
import { nameAll, names } from "./names.ts";

/** A block in a builder of its own: the same parameters, what `work` makes of them, and more parameters like some. */
export const blockLike = (
  { params }: Block,
  more: readonly Var[],
  work: (b: ArrayBuilder, inputs: readonly Var[], more: readonly Var[]) => readonly Atom[],
): Block => {
  const b = arrayBuilder();
  const at = names();
  const renewed = (list: readonly Var[], keeps: boolean): readonly Var[] => {
    const plain = list.map((param) => (isArray(param) ? param : b.variable(param.dtype)));
    if (keeps) nameAll(at, list, plain);
    const made = plain.map((param) => (isArray(param) ? b.variable(param.dtype, param.shape.map(at.of)) : param));
    if (keeps) nameAll(at, list, made);
    return made;
  };
  const inputs = renewed(params, true);
  const others = renewed(more, false);
  return b.block([...inputs, ...others], () => work(b, inputs, others));
};
