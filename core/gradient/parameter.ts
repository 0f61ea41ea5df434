import { fail } from "../errors.ts";
import type { Choice, Held, Nuisance, Parameter } from "../program/index.ts";

const finite = (name: string, what: string, value: number): number => {
  if (Number.isFinite(value)) return value;
  throw fail("E_NONFINITE", { what: `${what} of ${JSON.stringify(name)} is ${value}`, cure: "give a finite number" });
};

const notNegative = (name: string, what: string, value: number): number => {
  if (finite(name, what, value) >= 0) return value;
  throw fail("E_PARAMETER", { what: `${what} of ${JSON.stringify(name)} is negative: ${value}` });
};

export interface ChoiceOptions {
  /** The standard deviation below which a change is not worth resolving; comparisons are smoothed by it. */
  readonly width?: number;
  readonly unit?: string;
  readonly limits?: readonly [number, number];
}

/**
 * A quantity to choose: a cut, an edge, a weight of a network.
 * @param name - what tables and errors call it
 * @param value - its current value, finite
 * @returns a scope value that lambdas see as a number
 * @throws E_NONFINITE for NaN or infinities, E_PARAMETER for a negative width or limits out of order
 * @example
 * const cut = parameter("muon pt cut", 20, { unit: "GeV", width: 2, limits: [5, 60] });
 */
export const parameter = (name: string, value: number, options: ChoiceOptions = {}): Choice => {
  const { width, unit, limits } = options;
  finite(name, "the value", value);
  if (width !== undefined) notNegative(name, "the width", width);
  if (limits && !(limits[0] <= limits[1]))
    throw fail("E_PARAMETER", { what: `the limits of ${JSON.stringify(name)} are out of order: ${limits.join(", ")}` });
  return { kind: "choice", name, value, width, unit, limits };
};

/**
 * A measured quantity with an uncertainty; it is never smoothed.
 * @param sigma - its standard deviation, not negative
 * @throws E_NONFINITE, E_PARAMETER
 * @example
 * const scale = nuisance("muon momentum scale", 1, { sigma: 0.002 });
 */
export const nuisance = (
  name: string,
  value: number,
  options: { readonly sigma: number; readonly unit?: string },
): Nuisance => ({
  kind: "nuisance",
  name,
  value: finite(name, "the value", value),
  sigma: notNegative(name, "sigma", options.sigma),
  unit: options.unit,
});

/**
 * The parameter as a plain number: comparisons stay hard, and nothing is differentiated with respect to it. It is taken
 * where widths are frozen, so differences, variations and one step of an optimiser leave it where it is.
 */
export const hold = (held: Parameter): Held => ({ kind: "held", parameter: held });
