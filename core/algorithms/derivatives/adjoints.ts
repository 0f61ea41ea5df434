import type { Atom, Var } from "../../program/index.ts";
import type { ArrayBuilder } from "../builder.ts";
import { isArray, shapeOf } from "../statement.ts";
import { plus } from "./partial.ts";

/**
 * The cotangents of the variables of a block while it is gone through backwards. Sums of single numbers are equations;
 * what is added from inside a loop or a branch, and elements of arrays, are accumulated.
 */
export interface Adjoints {
  /** Adds to the cotangent of a variable, or to that of an element or a part of an array. */
  readonly add: (target: Atom, indices: readonly Atom[], flow: Atom) => void;
  /** Has the accumulators made that a loop or a branch inside will add to. */
  readonly open: (targets: readonly Var[]) => void;
  /** Adds up what came from inside. */
  readonly close: () => void;
  /** The cotangent of a variable whose uses have all been gone through; undefined where nothing flows. */
  readonly take: (target: Atom) => Atom | undefined;
}

/**
 * @param owns - the variables of the block at hand, in words of the block that is differentiated
 * @param now - what a variable of that block stands for
 * @param active - the variables that have a cotangent
 * @param around - the cotangents of the variables around the block
 */
export const adjoints = (
  b: ArrayBuilder,
  owns: ReadonlySet<number>,
  now: (atom: Atom) => Atom,
  active: ReadonlySet<number>,
  around?: Adjoints,
): Adjoints => {
  const sums = new Map<number, Atom>();
  const opened = new Map<number, Var>();
  /** Sums over all that loops inside add to single numbers, kept until `close`. */
  const scalars = new Map<number, Var>();
  let isInside = false;

  const accumulatorOf = (target: Var): Var => {
    const known = opened.get(target.id);
    if (known) return known;
    const made = b.accumulator(shapeOf(now(target)));
    opened.set(target.id, made);
    const before = sums.get(target.id);
    if (before) {
      sums.delete(target.id);
      b.accumulate(made, [], before);
    }
    return made;
  };
  const addOwn = (target: Var, indices: readonly Atom[], flow: Atom): void => {
    if (!isArray(target)) {
      const into = isInside ? scalars.get(target.id) : undefined;
      if (into) b.accumulate(into, [], flow);
      else sums.set(target.id, plus(b, sums.get(target.id), flow) ?? flow);
      return;
    }
    const isFirst = indices.length === 0 && !isInside && !opened.has(target.id) && !sums.has(target.id);
    if (isFirst) sums.set(target.id, flow);
    else b.accumulate(accumulatorOf(target), indices, flow);
  };
  return {
    add: (target, indices, flow) => {
      if (target.kind === "const" || !active.has(target.id)) return;
      if (owns.has(target.id)) addOwn(target, indices, flow);
      else around?.add(target, indices, flow);
    },
    open: (targets) => {
      for (const target of targets) {
        if (!active.has(target.id) || !owns.has(target.id)) continue;
        if (isArray(target)) accumulatorOf(target);
        else scalars.set(target.id, b.accumulator([]));
      }
      isInside = true;
    },
    close: () => {
      isInside = false;
      for (const [id, accumulator] of scalars) sums.set(id, plus(b, sums.get(id), b.freeze(accumulator)) as Atom);
      scalars.clear();
    },
    take: (target) => {
      if (target.kind === "const") return undefined;
      const accumulator = opened.get(target.id);
      return accumulator ? b.freeze(accumulator) : sums.get(target.id);
    },
  };
};
