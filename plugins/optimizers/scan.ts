import { fail } from "../../core/index.ts";
import { finiteValue } from "./finite.ts";
import { logOf, type SearchOptions } from "./log.ts";
import { type ValueObjective, withSignal } from "./objective.ts";
import type { Outcome } from "./outcome.ts";
import { byName } from "./space.ts";

/** The values of one parameter of a scan. */
export interface ScanAxis {
  readonly name: string;
  readonly values: readonly number[];
}

/**
 * The value at each point of a grid, one after the other; the first parameter changes slowest.
 * @param f - the value at a point
 * @param axes - the values of each parameter
 * @returns the best point; `history` has all of them in order
 * @throws E_PARAMETER for an empty grid, E_NONFINITE with the point, E_CANCELLED carrying the best point
 * @example
 * await scan(({ x = 0 }) => x * x, [{ name: "x", values: [-1, 0, 1] }]);
 */
export const scan = async (
  f: ValueObjective,
  axes: readonly ScanAxis[],
  options: SearchOptions = {},
): Promise<Outcome> => {
  const names = axes.map(({ name }) => name);
  if (new Set(names).size < names.length)
    throw fail("E_PARAMETER", { what: "two axes of a scan have one name", where: names.join(", ") });
  const places = axes.reduce<readonly (readonly number[])[]>(
    (grid, { values }) => grid.flatMap((place) => values.map((value) => [...place, value])),
    [[]],
  );
  const log = logOf(options);
  for (const place of axes.length > 0 ? places : []) {
    const point = byName(names, place);
    const value = finiteValue(await log.ask(() => f(point, withSignal(options.signal))), point);
    await log.add({ parameters: point, value, move: 0, widthFactor: 1 });
  }
  return log.finish("converged");
};
