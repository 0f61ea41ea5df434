import type { Parameter } from "../program/index.ts";
import type { Fills } from "./compile-fills.ts";
import type { Cotangents, Slopes } from "./trace.ts";

/** Tangents that ride along: for each parameter those of some outputs. */
export interface Riding {
  readonly parameters: readonly Parameter[];
  readonly of: readonly number[];
}

/**
 * The outputs whose derivatives somebody has asked for: those of the others need not ride along the next time. What is
 * asked for nevertheless takes a second pass.
 */
const asked = new WeakMap<Fills, ReadonlySet<number>>();

/**
 * The one number among the outputs of fills whose derivatives are asked for: the one that was before, or what the only
 * fill adds up.
 */
export const askedAlone = (fills: Fills, sizes: readonly number[]): number | undefined => {
  const [first, ...rest] = asked.get(fills) ?? (fills.branches.size === 1 ? [0] : []);
  return first !== undefined && rest.length === 0 && sizes[first] === 1 ? first : undefined;
};

/** Those of some outputs whose derivatives somebody has asked for, or all of them where nobody has. */
export const askedOf = (fills: Fills, moving: readonly number[]): readonly number[] => {
  const known = moving.filter((k) => asked.get(fills)?.has(k));
  return known.length > 0 ? known : moving;
};

/** Notes outputs whose derivatives are asked for. */
export const noteAsked = (fills: Fills, outputs: Iterable<number>): void => {
  asked.set(fills, new Set([...(asked.get(fills) ?? []), ...outputs].sort((a, b) => a - b)));
};

/** The cotangents that are not zero throughout. */
export const telling = (cotangents: Cotangents): Cotangents =>
  new Map([...cotangents].filter(([, values]) => values.some((c) => c !== 0)));

/** The derivatives that tangents already in hand give, contracted with cotangents. */
export const contracted = (
  totals: readonly Float64Array[],
  outputs: number,
  { parameters, of }: Riding,
  cotangents: Cotangents,
): Slopes =>
  new Map(
    parameters.map((parameter, t) => {
      let slope = 0;
      for (const [k, cotangent] of cotangents) {
        const tangent = totals[outputs + of.length * t + of.indexOf(k)];
        for (const [i, c] of cotangent.entries()) if (c !== 0) slope += c * (tangent?.[i] ?? 0);
      }
      return [parameter, slope] as const;
    }),
  );
