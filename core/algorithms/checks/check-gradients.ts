import { fail } from "../../errors.ts";
import type { Scope } from "../../lambda/index.ts";
import { type Callee, calleeOf } from "../functions/callee.ts";
import { jvpOf, vjpOf } from "../functions/directional.ts";
import type { AnyFunction, InputsOf } from "../functions/index.ts";
import { madeOf } from "../functions/transformation.ts";
import { culpritsOf } from "./culprits.ts";
import { difference, reach } from "./difference.ts";
import { directionOf, uniforms, weightsOf } from "./directions.ts";
import { type ArgumentCheck, type DerivativeMode, judged, named } from "./judged.ts";
import { dot, mapNumbers, moved, numbersOf } from "./nested.ts";
import { once, type WrongDerivative } from "./suspect.ts";

export interface FunctionCheckOptions {
  /** Above 1, the functions that give tangents and cotangents are checked in the same way. 1 if not given. */
  readonly order?: number;
  /** Both if not given; a function with a rule for reverse mode alone has no other. */
  readonly modes?: readonly DerivativeMode[];
  /** What stands for the last argument of the function. */
  readonly scope?: Scope;
  /** Determines the directions. */
  readonly seed?: number;
}

export interface FunctionCheck {
  readonly seed: number;
  readonly maxRelativeError: number;
  readonly perArgument: Readonly<Record<string, ArgumentCheck>>;
  /** What disagrees: primitives and own rules with their places in the lambda. Empty where all is well. */
  readonly wrong: readonly WrongDerivative[];
  /** The checks of the functions that give the tangent and the cotangents, where the order is above 1. */
  readonly derivatives: { readonly [M in DerivativeMode]?: FunctionCheck };
}

interface Plan {
  readonly order: number;
  readonly modes: readonly DerivativeMode[];
  readonly seed: number;
}

type Run = (...inputs: readonly unknown[]) => unknown;

const functionOf = (callee: Callee): AnyFunction => {
  const made: AnyFunction = madeOf("checkGradients", callee, (...inputs) => made(...inputs));
  return made;
};

const namesOf = ({ names }: Callee, count: number): readonly string[] =>
  Array.from({ length: count }, (_, k) => names[k] ?? `argument ${k + 1}`);

const absolute = (value: unknown): unknown => mapNumbers(value, Math.abs);

const checked = (callee: Callee, inputs: readonly unknown[], plan: Plan): FunctionCheck => {
  const { order, modes, seed } = plan;
  const uniform = uniforms(seed);
  const f = functionOf(callee);
  const pushed: Callee = {
    meaning: jvpOf(callee),
    names: [...namesOf(callee, inputs.length), ...namesOf(callee, inputs.length).map((name) => `tangent of ${name}`)],
  };
  const pulled: Callee = { meaning: vjpOf(callee), names: [...namesOf(callee, inputs.length), "cotangent"] };
  const directions = inputs.map((input) => directionOf(input, uniform));
  const value = (f as Run)(...inputs);
  const weights = weightsOf(value, uniform);
  const size = dot(absolute(weights), absolute(value));
  const forward = modes.includes("forward") ? functionOf(pushed) : undefined;
  const cotangents = modes.includes("reverse")
    ? (functionOf(pulled)(...inputs, weights) as { readonly cotangents: readonly unknown[] }).cotangents
    : undefined;
  const slopeAlong = (k: number): number | undefined => {
    const along = inputs.map((input, j) => (j === k ? directions[k] : mapNumbers(input, () => 0)));
    const made = forward?.(...inputs, ...along) as { readonly tangent: unknown } | undefined;
    return made && dot(weights, made.tangent);
  };
  const results = namesOf(callee, inputs.length).flatMap((name, k) => {
    if (numbersOf(inputs[k]).length === 0) return [];
    const at = (step: number): number =>
      dot(weights, (f as Run)(...inputs.with(k, moved(inputs[k], directions[k], step))));
    const slope = slopeAlong(k);
    const flow = cotangents?.[k];
    const slopes = {
      ...(slope !== undefined && { forward: slope }),
      ...(cotangents && { reverse: dot(flow, directions[k]) }),
    };
    const terms = cotangents ? dot(absolute(flow), absolute(directions[k])) : 0;
    return [{ name, ...judged(difference(at, reach), slopes, size, terms) }];
  });
  if (results.length === 0)
    throw fail("E_TYPE", { what: "none of the arguments holds numbers: there is nothing to check" });
  const bad = results.filter(({ verdict }) => verdict !== "alike");
  const next: Plan = { ...plan, order: order - 1, seed: seed + 1 };
  const derivatives = {
    ...(order > 1 && forward && { forward: checked(pushed, [...inputs, ...directions], next) }),
    ...(order > 1 && cotangents && { reverse: checked(pulled, [...inputs, weights], next) }),
  };
  const inner = Object.values(derivatives);
  return {
    seed,
    maxRelativeError: Math.max(
      ...results.map(({ check }) => check.relativeError),
      ...inner.map(({ maxRelativeError }) => maxRelativeError),
    ),
    perArgument: Object.fromEntries(results.map(({ name, check }) => [name, check])),
    wrong: once([
      ...(bad.length > 0 ? named(bad, culpritsOf(f, inputs, uniform)) : []),
      ...inner.flatMap(({ wrong }) => wrong),
    ]),
    derivatives,
  };
};

/**
 * Compares the derivatives of a function with each other and with differences of its value, along one random direction
 * for each argument, and says which primitive or own rule is wrong, at which place of the lambda.
 * @param f - a closed lambda, or a function made by a transformation
 * @param at - its arguments, without the scope
 * @throws as `jvp` and `vjp`: E_FLAT for a rule for reverse mode alone, unless `modes` is `["reverse"]`
 * @throws E_TYPE where no argument holds numbers; E_PARAMETER for an order below 1
 * @example
 * checkGradients((x: number, y: number) => x * Math.sin(y), [2, 0.3], { order: 2 }).wrong; // []
 */
export const checkGradients = <F extends AnyFunction, const O extends FunctionCheckOptions = Record<never, never>>(
  f: F,
  at: InputsOf<F, O>,
  options?: O,
): FunctionCheck => {
  const { order = 1, modes = ["forward", "reverse"], scope, seed = 1 }: FunctionCheckOptions = options ?? {};
  if (!Number.isInteger(order) || order < 1)
    throw fail("E_PARAMETER", { what: `derivatives of order ${order} cannot be checked`, cure: "{ order: 2 }" });
  if (modes.length === 0)
    throw fail("E_PARAMETER", { what: "no mode is to be checked", cure: '{ modes: ["forward", "reverse"] }' });
  return checked(calleeOf(f, scope, "checkGradients"), at, { order, modes, seed });
};
