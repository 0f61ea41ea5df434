import {
  type ArrayValue,
  asNumber,
  type FunctionValue,
  type Procedure,
  setProcedure,
  type TupleValue,
  type Value,
} from "../../lambda/index.ts";
import { constant } from "../../program/index.ts";
import type { ArrayBuilder } from "../builder.ts";
import { named } from "./arrays.ts";
import { branch } from "./branch.ts";
import { dataOf } from "./data.ts";
import { globals } from "./globals.ts";
import { loopsOf } from "./loops.ts";
import { arrayMethods, tupleMethodsHere } from "./methods.ts";
import { arrayReducers, inOrder } from "./reducers.ts";
import { scanned } from "./scan.ts";
import { asArray, itemOf, joined } from "./slices.ts";
import { itemOfTuple } from "./tuples.ts";
import { isShort } from "./unrolling.ts";

/** The turns that a loop with a test may take if nothing else is said. */
export const mostTurns = 100_000_000;

const methodOf = (
  b: ArrayBuilder,
  of: ArrayValue | TupleValue,
  name: string,
): ((inputs: readonly Value[]) => Value) | undefined => {
  if (of.kind === "tuple" && Object.hasOwn(tupleMethodsHere, name)) {
    const method = tupleMethodsHere[name];
    return method && ((inputs) => method(b, of, inputs));
  }
  const isForTuples = ["map", "reduce", "some", "every", "at"].includes(name);
  if ((of.kind === "tuple" && isForTuples) || !Object.hasOwn(arrayMethods, name)) return undefined;
  const method = arrayMethods[name];
  return method && ((inputs) => method(b, asArray(b, of), inputs));
};

const reduceOf = (b: ArrayBuilder, name: string, of: Value, key: FunctionValue | undefined): Value | undefined => {
  const reducer = Object.hasOwn(arrayReducers, name) ? arrayReducers[name] : undefined;
  if (!reducer || (of.kind !== "array" && of.kind !== "tuple")) return undefined;
  if (of.kind === "array") return reducer(b, of, key);
  return reducer(b, isShort(constant(of.items.length), undefined) ? inOrder(b, of) : asArray(b, of), key);
};

/**
 * Gives a builder the meaning of arrays and loops in lambdas.
 * @param most - the turns that a loop with a test may take
 */
export const understandArrays = (b: ArrayBuilder, most = mostTurns): void => {
  const procedure: Procedure = {
    branch: (condition, yes, no) => branch(b, condition, yes, no),
    named: (value) => named(b, value),
    loop: loopsOf(b, constant(most)),
    scan: scanned(b),
    item: (of, index) => {
      const { atom } = asNumber(b, index);
      return of.kind === "array" ? itemOf(b, of, atom) : itemOfTuple(b, of, atom);
    },
    method: (of, name) => {
      const call = methodOf(b, of, name);
      return call && { kind: "function", name, call };
    },
    reduce: (name, of, key) => reduceOf(b, name, of, key),
    global: (_context, _node, name, inputs) => (Object.hasOwn(globals, name) ? globals[name]?.(b, inputs) : undefined),
    joined: (parts) => joined(b, parts),
    data: (value) => dataOf(b, value),
  };
  setProcedure(b, procedure);
};
