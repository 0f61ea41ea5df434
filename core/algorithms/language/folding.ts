import type { ArrowFunctionExpression, Expression, FunctionExpression, Pattern, Statement } from "acorn";
import {
  type ArrayValue,
  asNumber,
  bindPattern,
  bound,
  emit,
  type FunctionValue,
  isConstantNeeded,
  missing,
  numberOf,
  resultOf,
  stepsOfReducer,
  type Value,
} from "../../lambda/index.ts";
import { add, sub } from "../../primitives/index.ts";
import { type Atom, constant, isConstant } from "../../program/index.ts";
import type { ArrayBuilder } from "../builder.ts";
import { eachTurn } from "./arrays.ts";
import { isWithin } from "./bounds.ts";
import { notNegative } from "./counted.ts";
import { overTurns } from "./states.ts";
import { sumFrom } from "./sum.ts";
import { isShort } from "./unrolling.ts";

interface Written {
  readonly params: readonly Pattern[];
  readonly body: Expression | readonly Statement[];
}

const writtenOf = (f: FunctionValue): Written | undefined => {
  const node = f.written?.node;
  if (node?.type !== "ArrowFunctionExpression" && node?.type !== "FunctionExpression") return undefined;
  const { params, body } = node as ArrowFunctionExpression | FunctionExpression;
  return { params, body: body.type === "BlockStatement" ? body.body : body };
};

/** Adds what each call of the function adds to its accumulator; undefined for a function that does more than add. */
const adder = (f: FunctionValue): ((sum: Value, inputs: readonly Value[]) => void) | undefined => {
  const { written } = f;
  const parts = writtenOf(f);
  const [first, ...rest] = parts?.params ?? [];
  if (!written || !parts || first?.type !== "Identifier" || rest.some((param) => param.type === "RestElement"))
    return undefined;
  const steps = stepsOfReducer(parts.body, first.name);
  if (!steps) return undefined;
  return (sum, inputs) => {
    const { context, environment } = written;
    const names = rest.reduce(
      (before, param, k) => bindPattern(context, param, inputs[k] ?? missing, before),
      bound(environment, first.name, sum),
    );
    resultOf(context, steps, names);
  };
};

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
  const addEach = start.kind === "number" && isConstant(start.present, true) ? adder(f) : undefined;
  if (addEach && start.kind === "number") {
    const sum = sumFrom(b, asNumber(b, start).atom);
    b.loop(count, [], (turn) => {
      eachTurn(b, count, turn);
      addEach(sum.value, inputs(turn));
      return { carried: [], collected: [] };
    });
    return numberOf(sum.total());
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
