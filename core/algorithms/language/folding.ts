import {
  type ArrayValue,
  emit,
  type FunctionValue,
  isConstantNeeded,
  numberOf,
  type Value,
} from "../../lambda/index.ts";
import { add, sub } from "../../primitives/index.ts";
import { type Atom, constant } from "../../program/index.ts";
import type { ArrayBuilder } from "../builder.ts";
import { adder } from "./adder.ts";
import { eachTurn } from "./arrays.ts";
import { isWithin } from "./bounds.ts";
import { notNegative } from "./counted.ts";
import { overTurns } from "./states.ts";
import { sumOf } from "./sum.ts";
import { isShort } from "./unrolling.ts";

/** `array.reduce(f, start)`, from item `first` on. */
const folded = (
  b: ArrayBuilder,
  array: ArrayValue,
  f: FunctionValue,
  start: Value,
  count: Atom,
  first: number,
): Value => {
  const at = (turn: Atom): Atom => (first === 0 ? turn : emit(b, add, turn, constant(first)));
  const inputs = (turn: Atom): readonly Value[] => [array.item(at(turn), false), numberOf(at(turn)), array];
  const addEach = adder(f);
  const sum = addEach && sumOf(b, start);
  if (sum) {
    b.loop(count, [], (turn) => {
      eachTurn(b, count, turn);
      addEach(sum.value, inputs(turn));
      return { carried: [], collected: [] };
    });
    return sum.total();
  }
  return overTurns(b, count, start, (turn, state) => ({ state: f.call([state, ...inputs(turn)]) })).state;
};

const unrolled = (array: ArrayValue, f: FunctionValue, start: Value, first: number): Value => {
  let value = start;
  for (let k = first; k < Number(array.length.kind === "const" ? array.length.value : 0); k++)
    value = f.call([value, array.item(constant(k, "i32"), false), numberOf(constant(k)), array]);
  return value;
};

/** `array.reduce(f, start)`; without a start value the first item is that, NaN for an empty array. */
export const reduced = (b: ArrayBuilder, array: ArrayValue, f: FunctionValue, given: Value | undefined): Value => {
  const first = given ? 0 : 1;
  const zero = constant(0, "i32");
  const start = given ?? array.item(zero, !isWithin(b, zero, array.length));
  const count = given ? array.length : notNegative(b, emit(b, sub, array.length, constant(1)));
  if (isShort(array.length, f.written?.node)) return unrolled(array, f, start, first);
  try {
    return folded(b, array, f, start, count, first);
  } catch (error) {
    if (array.length.kind === "const" && isConstantNeeded(error)) return unrolled(array, f, start, first);
    throw error;
  }
};
