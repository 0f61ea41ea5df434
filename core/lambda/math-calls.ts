import type { Node } from "acorn";
import {
  and,
  hypot,
  isFiniteNumber,
  isMissingNumber,
  mathPrimitives,
  max,
  min,
  not,
  or,
  pow,
} from "../primitives/index.ts";
import { constant, type ElementwisePrimitive } from "../program/index.ts";
import { type Context, outside } from "./context.ts";
import { applied, asNumber, emit, numberOf } from "./meaning.ts";
import type { Value } from "./value.ts";

const folded: Readonly<Record<string, { readonly primitive: ElementwisePrimitive }>> = { max, min, hypot };

const startOf: Readonly<Record<string, number>> = {
  max: Number.NEGATIVE_INFINITY,
  min: Number.POSITIVE_INFINITY,
  hypot: 0,
};

const withoutMeaning: Readonly<Record<string, string>> = {
  random: "draw numbers from the data or outside the lambda: a lambda has the same value each time",
};

/** A function of `Math`, of numbers. */
export const mathCall = (context: Context, node: Node, name: string, inputs: readonly Value[]): Value => {
  const { b } = context;
  const fold = Object.hasOwn(folded, name) ? folded[name] : undefined;
  if (fold && inputs.length !== 2) {
    const [first, ...rest] = inputs;
    if (!first) return numberOf(constant(startOf[name] ?? 0));
    if (rest.length === 0 && name === "hypot")
      return applied(b, { primitive: mathPrimitives.get("abs") ?? fold.primitive }, [first]);
    return rest.reduce((value, input) => applied(b, fold, [value, input]), asNumber(b, first));
  }
  const primitive = name === "pow" ? pow.primitive : mathPrimitives.get(name);
  if (!primitive)
    throw outside(
      context,
      node,
      `Math.${name} has no meaning here`,
      withoutMeaning[name] ?? `one of ${[...mathPrimitives.keys()].join(", ")}`,
    );
  if (inputs.length < primitive.modes.length)
    throw outside(context, node, `Math.${name} needs ${primitive.modes.length} inputs`);
  return applied(b, { primitive }, inputs.slice(0, primitive.modes.length));
};

/** `Number.isNaN` and `Number.isFinite`. */
export const numberChecks: Readonly<Record<string, (context: Context, value: Value) => Value>> = {
  isNaN: ({ b }, value) => {
    const { atom, present } = asNumber(b, value);
    return numberOf(emit(b, or, emit(b, not, present), emit(b, isMissingNumber, atom)));
  },
  isFinite: ({ b }, value) => {
    const { atom, present } = asNumber(b, value);
    return numberOf(emit(b, and, present, emit(b, isFiniteNumber, atom)));
  },
};
