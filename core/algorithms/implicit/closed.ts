import { fail } from "../../errors.ts";
import type { Atom, Var } from "../../program/index.ts";
import type { ArrayBuilder } from "../builder.ts";
import { freeOf } from "../free.ts";
import { type Block, blocksOf, shapeOf } from "../statement.ts";

/** A block that takes nothing from around it: what it took is among its parameters. */
export interface Closed {
  readonly block: Block;
  /** The variables that it took: its parameters after its own. */
  readonly given: readonly Var[];
}

const addsTo = ({ statements }: Block, given: ReadonlyMap<number, Var>): boolean =>
  statements.some(
    (statement) =>
      (statement.kind === "accumulate" && given.has(statement.into.id)) ||
      blocksOf(statement).some((inner) => addsTo(inner, given)),
  );

/**
 * Makes the variables that a block takes from around it its last parameters, so that it has derivatives by them.
 * @throws E_LAMBDA for a block that adds to a variable around it
 */
export const closed = (name: string, block: Block): Closed => {
  const given = new Map<number, Var>();
  const take = (atom: Atom): void => {
    if (atom.kind === "const" || given.has(atom.id) || block.params.includes(atom)) return;
    shapeOf(atom).forEach(take);
    given.set(atom.id, atom);
  };
  block.params.flatMap(shapeOf).forEach(take);
  freeOf(block).forEach(take);
  if (addsTo(block, given))
    throw fail("E_LAMBDA", {
      what: `a function given to ${name} adds to a variable outside of it`,
      cure: "return what it computes",
    });
  const all = [...given.values()];
  return { block: { ...block, params: [...block.params, ...all] }, given: all };
};

/** A variable of its own, of the type and the sizes of another. */
export const variableLike = (b: ArrayBuilder, atom: Atom): Var => b.variable(atom.dtype, shapeOf(atom));
