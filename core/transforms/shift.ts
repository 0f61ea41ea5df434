import { fail } from "../errors.ts";
import { emit } from "../lambda/index.ts";
import { add } from "../primitives/index.ts";
import { type Atom, atomsOfAxis, type Builder, chainOf, constant, substitute } from "../program/index.ts";
import type { Fill, Shift } from "./sink.ts";

/** A fill with some parameters moved. */
export const moved = (b: Builder, fill: Fill, shifts: readonly Shift[]): Fill => {
  if (shifts.length === 0) return fill;
  const replacements = new Map(
    shifts.map(({ parameter, by }) => {
      const value = b.input({ kind: "parameter", parameter, part: "value" }, "f64", null);
      return [value.id, emit(b, add, value, constant(by))] as const;
    }),
  );
  const masks = chainOf(fill.axis).flatMap(atomsOfAxis);
  if (substitute(b, masks, replacements).some((mask, k) => mask !== masks[k]))
    throw fail("E_SOFT", {
      what: "a shifted parameter decides which items are filled by their number",
      where: fill.sink.operator,
    });
  const { conditions, weight, present, x, edges } = fill;
  const given = [...conditions.map(({ atom }) => atom), weight, present, ...(x ? [x] : []), ...(edges ? [edges] : [])];
  const atoms = substitute(b, given, replacements);
  const at = new Map(given.map((atom, k) => [atom, atoms[k] ?? atom]));
  const now = (atom: Atom): Atom => at.get(atom) ?? atom;
  return {
    ...fill,
    conditions: conditions.map(({ atom, label }) => ({ atom: now(atom), label })),
    weight: now(weight),
    present: now(present),
    x: x && now(x),
    edges: edges && now(edges),
  };
};
