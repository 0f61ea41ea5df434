import { emit } from "../lambda/index.ts";
import { add } from "../primitives/index.ts";
import { type Builder, constant, rewriter } from "../program/index.ts";
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
  const { conditions, weight, present, observed, edges } = fill;
  const now = rewriter(b, replacements);
  return {
    ...fill,
    axis: now.axis(fill.axis),
    conditions: conditions.map(({ atom, label }) => ({ atom: now.atom(atom), label })),
    weight: now.atom(weight),
    present: now.atom(present),
    observed: observed.map(now.atom),
    edges: edges.map(now.atom),
  };
};
