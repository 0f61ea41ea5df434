import { always, asNumber, emit, type SumValue, type Value } from "../../lambda/index.ts";
import { where } from "../../primitives/index.ts";
import { type Atom, constant, isConstant } from "../../program/index.ts";
import type { ArrayBuilder } from "../builder.ts";

/** A number as it counts in a sum: NaN where it is missing. */
const termOf = (b: ArrayBuilder, value: Value): Atom => {
  const { atom, present } = asNumber(b, value);
  if (present === always || isConstant(present, true)) return atom;
  return emit(b, where, present, atom, constant(Number.NaN));
};

/** A variable that is only added to: turns of a loop that add to it do not wait for each other. */
export interface Sum {
  readonly value: SumValue;
  readonly total: () => Atom;
}

export const sumFrom = (b: ArrayBuilder, start: Atom): Sum => {
  const into = b.accumulator([]);
  if (!isConstant(start, 0)) b.accumulate(into, [], start);
  return {
    value: { kind: "sum", add: (term) => b.accumulate(into, [], termOf(b, term)) },
    total: () => b.freeze(into),
  };
};
