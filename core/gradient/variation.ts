import { fail } from "../errors.ts";
import { gaussHermite } from "../numerics/index.ts";
import type { Parameter } from "../program/index.ts";
import { type GradientOptions, type Numbers, type Parameters, valueAt } from "./gradient.ts";
import type { Subscribable } from "./stream.ts";

export interface VariationOptions<P extends Parameters> extends Pick<GradientOptions<P>, "at" | "signal"> {
  /** At how many values of each parameter the analysis is run; 2 if not given, the usual shifts up and down. */
  readonly nodes?: number;
}

/** What the hard analysis says of a parameter that is known to its width or sigma only. */
export interface VariationEstimate {
  /** The expectation of the number. */
  readonly value: number;
  /** The derivative of that expectation. */
  readonly slope: number;
}

const sizeOf = (name: string, parameter: Parameter): number => {
  const size = parameter.kind === "nuisance" ? parameter.sigma : (parameter.width ?? 0);
  if (size > 0) return size;
  throw fail("E_WIDTH", {
    what: `the parameter ${JSON.stringify(name)} has no ${parameter.kind === "nuisance" ? "sigma" : "width"} to vary it by`,
    cure: "parameter(name, value, { width }) or nuisance(name, value, { sigma })",
  });
};

/**
 * Runs the hard analysis at several values of each parameter, one parameter after the other, and weights what it gives
 * into the expectation under a normal noise of the parameter's width or sigma, and the slope of that expectation. One
 * noise is shared by the whole sample, so any construct of the language is covered, and nothing is relaxed.
 * @param stream - a differentiable pipeline that emits one number
 * @throws E_WIDTH for a parameter without width or sigma; E_LIMIT for a number of nodes out of range; what the stream throws
 * @example
 * const { cut } = await variation(yields, { cut }, { nodes: 5 }); // { value: ..., slope: ... }
 */
export const variation = async <P extends Parameters>(
  stream: Subscribable<unknown>,
  parameters: P,
  { nodes = 2, at, signal }: VariationOptions<P> = {},
): Promise<{ readonly [K in keyof P]: VariationEstimate }> => {
  if (!(Number.isSafeInteger(nodes) && nodes >= 2 && nodes <= 40))
    throw fail("E_LIMIT", { what: `${nodes} nodes`, cure: "a whole number from 2 to 40" });
  const { at: places, weights } = gaussHermite(nodes);
  const estimates: [string, VariationEstimate][] = [];
  for (const [name, parameter] of Object.entries(parameters)) {
    const size = sizeOf(name, parameter);
    const centre = at?.[name] ?? parameter.value;
    let [value, slope] = [0, 0];
    for (const [k, x] of places.entries()) {
      const moved = { ...at, [name]: centre + size * x } as Partial<Numbers<P>>;
      const found = await valueAt(stream, parameters, {
        at: moved,
        meaning: { kind: "hard" },
        ...(signal ? { signal } : {}),
      });
      value += (weights[k] ?? 0) * found;
      slope += ((weights[k] ?? 0) * x * found) / size;
    }
    estimates.push([name, { value, slope }]);
  }
  return Object.fromEntries(estimates) as { readonly [K in keyof P]: VariationEstimate };
};
