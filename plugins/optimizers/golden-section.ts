import { fail } from "../../core/index.ts";
import { finiteValue } from "./finite.ts";
import { logOf, type SearchOptions } from "./log.ts";
import { withSignal } from "./objective.ts";
import type { Outcome } from "./outcome.ts";
import { byName } from "./space.ts";

export interface GoldenSectionOptions extends SearchOptions {
  /** largest number of evaluations, 100 by default */
  readonly maxSteps?: number | undefined;
  /** length of the last interval over that of the first, 1e-6 by default */
  readonly tolerance?: number | undefined;
  /** what the parameter is called in the outcome, "x" by default */
  readonly name?: string | undefined;
}

const ratio = (Math.sqrt(5) - 1) / 2;

/**
 * The best value of a function of one number in an interval, without derivatives: exact for functions with one optimum,
 * some local one for others. An optimum at an end of the interval is approached to the tolerance.
 * @param f - the function
 * @param interval - [a, b] with a < b
 * @returns the best point that was evaluated, also as the number `at`
 * @throws E_PARAMETER for an empty interval, E_NONFINITE with the point, E_CANCELLED carrying the best point
 * @source J. Kiefer, Proc. Amer. Math. Soc. 4 (1953) 502
 * @example
 * await goldenSection((x) => (x - 2) ** 2, [0, 5]);
 */
export const goldenSection = async (
  f: (x: number, options: { signal?: AbortSignal }) => number | Promise<number>,
  [a, b]: readonly [number, number],
  options: GoldenSectionOptions = {},
): Promise<Outcome & { readonly at: number }> => {
  const { sense = "minimise", maxSteps = 100, tolerance = 1e-6, name = "x", signal } = options;
  if (!(a < b && Number.isFinite(b - a)))
    throw fail("E_PARAMETER", { what: "a search needs an interval of finite length", where: `[${a}, ${b}]` });
  const log = logOf(options);
  const evaluate = async (x: number): Promise<number> => {
    const parameters = byName([name], [x]);
    const value = finiteValue(await log.ask(() => f(x, withSignal(signal))), parameters);
    await log.add({ parameters, value, move: (high - low) / (b - a), widthFactor: 1 });
    return sense === "maximise" ? -value : value;
  };
  let [low, high] = [a, b];
  let [left, right] = [b - ratio * (b - a), a + ratio * (b - a)];
  let [atLeft, atRight] = [await evaluate(left), await evaluate(right)];
  while (high - low > tolerance * (b - a) && log.evaluations() < maxSteps) {
    if (atLeft < atRight) {
      [high, right, atRight] = [right, left, atLeft];
      left = high - ratio * (high - low);
      atLeft = await evaluate(left);
    } else {
      [low, left, atLeft] = [left, right, atRight];
      right = low + ratio * (high - low);
      atRight = await evaluate(right);
    }
  }
  const outcome = log.finish(high - low > tolerance * (b - a) ? "steps used up" : "converged");
  return { ...outcome, at: outcome.parameters[name] ?? Number.NaN };
};
