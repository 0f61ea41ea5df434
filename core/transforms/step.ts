import { fail } from "../errors.ts";
import { logisticCdf, normalCdf, triweightCdf } from "../primitives/index.ts";
import type { ElementwisePrimitive } from "../program/index.ts";

/** The distribution of the noise on a compared quantity, with standard deviation 1. */
export interface Step {
  readonly cdf: { readonly primitive: ElementwisePrimitive };
  /** Beyond so many widths its distribution function is 0 or 1 in double precision. */
  readonly reach: number;
  /** Beyond so many widths an item of a list is not in doubt: the other answer is less probable than 1e-6. */
  readonly doubt: number;
}

/** The steps by name. */
export const steps = {
  normal: { cdf: normalCdf, reach: 8.5, doubt: 4.7534243088229 },
  logistic: { cdf: logisticCdf, reach: 21, doubt: 7.616886 },
  triweight: { cdf: triweightCdf, reach: 3, doubt: 3 },
} as const satisfies Readonly<Record<string, Step>>;

export type StepName = keyof typeof steps;

/**
 * The step of a name.
 * @throws E_PARAMETER for a name that is none
 */
export const stepNamed = (name: string | undefined): Step => {
  if (name === undefined) return steps.normal;
  if (Object.hasOwn(steps, name)) return steps[name as StepName];
  throw fail("E_PARAMETER", {
    what: `there is no step ${JSON.stringify(name)}`,
    cure: `one of ${Object.keys(steps).join(", ")}`,
  });
};
