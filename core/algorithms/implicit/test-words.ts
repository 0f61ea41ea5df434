import { type Atom, constant } from "../../program/index.ts";
import { type ArrayBuilder, arrayBuilder } from "../builder.ts";
import { outcomeOf } from "../operations/derivative-check.ts";

export const k = (value: number): Atom => constant(value);

export const at = (b: ArrayBuilder, x: Atom, i: number): Atom => b.read(x, [constant(i, "i32")]);

export const vector = (b: ArrayBuilder, items: readonly Atom[]): Atom => {
  const sum = b.accumulator([constant(items.length, "i32")]);
  for (const [i, item] of items.entries()) b.accumulate(sum, [constant(i, "i32")], item);
  return b.freeze(sum);
};

/** A number solved for by bisection, far below rounding. */
export const bisected = (f: (x: number) => number, from: number, to: number): number => {
  let [low, high] = [from, to];
  for (let turn = 0; turn < 200; turn++) {
    const middle = (low + high) / 2;
    if (f(middle) > 0 === f(low) > 0) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
};

export const outcome = (emit: (b: ArrayBuilder) => readonly Atom[]) => {
  const b = arrayBuilder();
  return outcomeOf(
    b.block([], () => emit(b)),
    [],
  ).map((value) => (typeof value === "object" ? [...value.values] : value));
};
