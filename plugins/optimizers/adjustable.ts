import { fail } from "../../core/index.ts";

/** A parameter to optimise: where it starts, and the scale on which it is worth moving. */
export interface Adjustable {
  readonly name: string;
  /** where the search starts */
  readonly value: number;
  /** smallest and largest allowed value; without them every number is allowed */
  readonly limits?: readonly [number, number] | undefined;
  /** the unit of steps, in the unit of the parameter; a tenth of the range of `limits` if it is not given */
  readonly width?: number | undefined;
}

export const limitsOf = ({ limits }: Adjustable): readonly [number, number] => limits ?? [-Infinity, Infinity];

/**
 * The unit of the steps of a parameter.
 * @param unit - what it is for parameters that state neither a width nor two finite limits
 * @throws E_PARAMETER for a parameter without a scale
 */
export const widthOf = (adjustable: Adjustable, unit: number | undefined): number => {
  const [low, high] = limitsOf(adjustable);
  const width = adjustable.width ?? (Number.isFinite(high - low) ? (high - low) / 10 : unit);
  if (width !== undefined && width > 0 && Number.isFinite(width)) return width;
  throw fail("E_PARAMETER", {
    what: `the parameter ${JSON.stringify(adjustable.name)} has no scale on which to take steps`,
    where: `width ${width}, limits [${low}, ${high}]`,
    cure: "give it a width > 0 or two finite limits, or pass the option `unit`",
  });
};

/**
 * Checks the parameters of a search.
 * @throws E_PARAMETER for none, for two with one name and for a start outside the limits
 */
export const checkAdjustables = (adjustables: readonly Adjustable[]): void => {
  if (adjustables.length === 0) throw fail("E_PARAMETER", { what: "there is no parameter to optimise" });
  const seen = new Set<string>();
  for (const adjustable of adjustables) {
    const { name, value } = adjustable;
    const [low, high] = limitsOf(adjustable);
    if (seen.has(name)) throw fail("E_PARAMETER", { what: `two parameters have the name ${JSON.stringify(name)}` });
    seen.add(name);
    if (Number.isFinite(value) && value >= low && value <= high) continue;
    throw fail("E_PARAMETER", {
      what: `the parameter ${JSON.stringify(name)} does not start within its limits`,
      where: `value ${value}, limits [${low}, ${high}]`,
    });
  }
};
