import { intrinsic } from "../../lambda/index.ts";
import { arrayBuilderIn } from "./array-builder-in.ts";
import { type Callee, calleeOf, calleeOfValue, type Meaning } from "./callee.ts";
import { checkpointOf, customJvpOf, customVjpOf } from "./own-rules.ts";
import type { AnyFunction } from "./types.ts";

/** A function that runs as it is, and whose derivatives are others in lambdas. */
const ruledBy = (label: string, meaning: (f: Callee, rule: Callee) => Meaning) =>
  intrinsic(
    (f: AnyFunction, rule: AnyFunction = f): AnyFunction => {
      const made = (...inputs: readonly unknown[]): unknown => f(...inputs);
      return intrinsic(made, (b, inputs) =>
        meaning(calleeOf(f, undefined, label), calleeOf(rule, undefined, label))(arrayBuilderIn(b, label), inputs),
      );
    },
    (b, [f, rule]) => {
      const made = meaning(calleeOfValue(f, label), calleeOfValue(rule ?? f, label));
      return { kind: "function", name: label, call: (inputs) => made(arrayBuilderIn(b, label), inputs) };
    },
  );

/**
 * A function with a derivative of its own, which serves forward and, transposed, reverse mode.
 * @param f - a closed lambda; a helper made by `lambda` where it needs a scope
 * @param rule - `(inputs, tangents, out) => tangent`, a closed lambda that is linear in the tangents
 * @returns the function, for lambdas; derivatives of the rule are taken where higher ones are asked for
 * @throws E_FREE where the function of a lambda uses numbers that are not its arguments
 * @example
 * customJvp((x: number) => Math.exp(x), ([x]: [number], [dx]: [number], out: number) => out * dx);
 */
export const customJvp = ruledBy("customJvp", customJvpOf) as <F extends AnyFunction>(
  f: F,
  rule: (inputs: Readonly<Parameters<F>>, tangents: Readonly<Parameters<F>>, out: ReturnType<F>) => ReturnType<F>,
) => F;

/**
 * A function with a derivative of its own for reverse mode alone; forward mode is refused.
 * @param rule - `(inputs, cotangent, out) => [cotangent of each input]`, a closed lambda
 * @throws E_FLAT in forward mode; E_FREE as `customJvp`; E_SHAPE for another number of cotangents than inputs
 * @example
 * customVjp((x: number) => Math.exp(x), ([x]: [number], flow: number, out: number) => [flow * out]);
 */
export const customVjp = ruledBy("customVjp", customVjpOf) as <F extends AnyFunction>(
  f: F,
  rule: (inputs: Readonly<Parameters<F>>, cotangent: ReturnType<F>, out: ReturnType<F>) => Readonly<Parameters<F>>,
) => F;

/**
 * A function that is computed again on the way back of reverse mode, instead of keeping what its loops carry.
 * @example
 * checkpoint((x: number) => Math.sin(x));
 */
export const checkpoint = ruledBy("checkpoint", (f) => checkpointOf(f)) as <F extends AnyFunction>(f: F) => F;
