import { fail } from "../../core/index.ts";
import type { Point } from "./objective.ts";

const show = (point: Point): string =>
  `at ${Object.entries(point)
    .map(([name, value]) => `${JSON.stringify(name)} = ${value}`)
    .join(", ")}`;

/**
 * The value of an objective, checked.
 * @throws E_NONFINITE with the point
 */
export const finiteValue = (value: number, point: Point): number => {
  if (Number.isFinite(value)) return value;
  throw fail("E_NONFINITE", { what: `the objective is ${value}`, where: show(point), cure: "narrow the limits" });
};

/**
 * The derivatives of an objective in the order of `names`, checked.
 * @throws E_NONFINITE naming the parameter, E_PARAMETER for a derivative that is not there
 */
export const finiteSlopes = (
  gradient: Readonly<Record<string, number>>,
  names: readonly string[],
  point: Point,
): readonly number[] =>
  names.map((name) => {
    const slope = Object.hasOwn(gradient, name) ? gradient[name] : undefined;
    if (slope === undefined)
      throw fail("E_PARAMETER", { what: `the objective gives no derivative for ${JSON.stringify(name)}` });
    if (Number.isFinite(slope)) return slope;
    throw fail("E_NONFINITE", { what: `the derivative for ${JSON.stringify(name)} is ${slope}`, where: show(point) });
  });
