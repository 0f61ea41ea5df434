import { type GradientOptions, type Numbers, type Parameters, valueAndGradient, valueAt } from "./gradient.ts";
import type { Subscribable } from "./stream.ts";

/** How one derivative compares with differences. */
export interface ParameterCheck {
  readonly derivative: number;
  readonly difference: number;
  /** Of the derivative to the difference, in units of the larger of the two. */
  readonly relativeError: number;
}

export interface GradientCheck<P> {
  readonly maxRelativeError: number;
  readonly perParameter: { readonly [K in keyof P]: ParameterCheck };
}

export interface CheckOptions<P extends Parameters> extends GradientOptions<P> {
  /** The largest step per parameter; half its width, or a thousandth of its size, if not given. */
  readonly steps?: Partial<Numbers<P>>;
}

const levels = 4;

/** Richardson's extrapolation of central differences with steps h, h/2, h/4, h/8. */
const extrapolated = async (f: (step: number) => Promise<number>, h: number): Promise<number> => {
  let row: number[] = [];
  for (let level = 0; level < levels; level++) {
    const step = h / 2 ** level;
    const central = ((await f(step)) - (await f(-step))) / (2 * step);
    const next = [central];
    for (const [k, before] of row.entries()) {
      const last = next[k] ?? central;
      next.push(last + (last - before) / (4 ** (k + 1) - 1));
    }
    row = next;
  }
  return row.at(-1) ?? Number.NaN;
};

/**
 * Compares the derivatives of a stream with differences of its value, widths frozen at the point.
 * @throws as `valueAndGradient`
 */
export const checkGradients = async <P extends Parameters>(
  stream: Subscribable<unknown>,
  parameters: P,
  options: CheckOptions<P> = {},
): Promise<GradientCheck<P>> => {
  const { gradient } = await valueAndGradient(stream, parameters, options);
  const point = Object.fromEntries(
    Object.entries(parameters).map(([name, parameter]) => [name, options.at?.[name] ?? parameter.value]),
  ) as Numbers<P>;
  const checks: [string, ParameterCheck][] = [];
  for (const [name, parameter] of Object.entries(parameters)) {
    const width = parameter.kind === "choice" ? (parameter.width ?? 0) : parameter.sigma;
    const here = point[name] ?? parameter.value;
    const h =
      options.steps?.[name] ??
      (width > 0 ? 0.5 * width * (options.widthFactor ?? 1) : 1e-3 * Math.max(1, Math.abs(here)));
    const f = (step: number): Promise<number> =>
      valueAt(stream, parameters, {
        ...options,
        at: { ...point, [name]: here + step },
        frozenAt: options.frozenAt ?? point,
      });
    const difference = await extrapolated(f, h);
    const derivative = gradient[name] ?? Number.NaN;
    const scale = Math.max(Math.abs(derivative), Math.abs(difference));
    checks.push([
      name,
      { derivative, difference, relativeError: scale === 0 ? 0 : Math.abs(derivative - difference) / scale },
    ]);
  }
  return {
    maxRelativeError: Math.max(0, ...checks.map(([, { relativeError }]) => relativeError)),
    perParameter: Object.fromEntries(checks) as GradientCheck<P>["perParameter"],
  };
};
