import type { Observable } from "rxjs";
import {
  bindingsOf,
  type GradientOptions,
  gradient,
  lastOf,
  type Parameter,
  type Parameters,
} from "../../core/index.ts";
import { compared } from "./comparison.ts";
import type { Diagnosed } from "./diagnosed.ts";
import { type Figure, figureOf, namedRegions, type Regions, weightsOf } from "./figure.ts";
import { type Region, regionOf } from "./region.ts";
import { variancesOf } from "./slopes.ts";
import { tableOf } from "./table.ts";

export interface DiagnoseOptions<P extends Parameters>
  extends Pick<GradientOptions<P>, "at" | "widthFactor" | "signal"> {
  /** A figure of merit on top of the regions, such as `significance()`. */
  readonly objective?: Figure;
  /**
   * How far each parameter is moved, up and down. If not given: for a choice, √3 of its width, because a difference over
   * that range is smeared with the variance of a relaxed derivative; for a nuisance its sigma.
   */
  readonly steps?: { readonly [K in keyof P]?: number };
}

export interface Diagnosis<P> {
  readonly parameters: { readonly [K in keyof P]: Diagnosed };
  /** The comparisons as a table of text. */
  readonly toString: () => string;
}

const stepOf = (parameter: Parameter, stated: number | undefined, widthFactor: number): number => {
  if (stated !== undefined) return stated;
  const own = parameter.kind === "choice" ? Math.sqrt(3) * (parameter.width ?? 0) * widthFactor : parameter.sigma;
  return own > 0 ? own : 1e-3 * Math.max(1, Math.abs(parameter.value));
};

/** The variance of a linear figure of merit from those of the bins it is made of. */
const propagated = (
  weights: ReadonlyMap<string, Float64Array>,
  contrasts: ReadonlyMap<string, Float64Array>,
): number => {
  let variance = 0;
  for (const [name, weight] of weights)
    for (const [k, w] of weight.entries()) variance += w * w * (contrasts.get(name)?.[k] ?? 0);
  return variance;
};

/**
 * Compares what derivatives predict for one step of each parameter with what the hard analysis does, region by region.
 * @param stream - a differentiable pipeline that emits a result or an object of results
 * @returns per parameter and region: both changes, the statistical error, the events moved, the pull, the smoothing bias
 * and a verdict, which is "undecidable" where too few events move or their error exceeds the change
 * @throws as `gradient`
 */
export const diagnose = async <P extends Parameters>(
  stream: Observable<Regions>,
  parameters: P,
  options: DiagnoseOptions<P> = {},
): Promise<Diagnosis<P>> => {
  const { objective, steps, ...common } = options;
  const seen = (extra: GradientOptions<P>): Promise<Regions> =>
    lastOf(stream, bindingsOf<P>(parameters, { ...common, ...extra }), options.signal);
  const relaxed = await seen({ mode: "forward" });
  const narrower = new Map(namedRegions(await seen({ mode: "value", widthFactor: (options.widthFactor ?? 1) / 2 })));
  const center = await seen({ meaning: { kind: "hard" } });
  const hard = new Map(namedRegions(center));
  const weights = objective && (await weightsOf(objective, center));
  const slopes = objective && (await gradient(stream.pipe(objective), parameters, common));

  const figureAt = async (name: string, value: number): Promise<number> => {
    const at = { ...options.at, [name]: value } as NonNullable<GradientOptions<P>["at"]>;
    return objective ? (await figureOf(objective, await seen({ at, meaning: { kind: "hard" } }))).value : Number.NaN;
  };

  const diagnosed = async (name: string, parameter: Parameter): Promise<Diagnosed> => {
    const step = stepOf(parameter, steps?.[name], options.widthFactor ?? 1);
    const contrasts = new Map(namedRegions(await seen({ meaning: { kind: "contrast", parameter, step } })));
    const regions = new Map<string, Region>();
    for (const [region, result] of namedRegions(relaxed)) {
      const [narrow, exact, contrast] = [narrower.get(region), hard.get(region), contrasts.get(region)];
      if (narrow && exact && contrast)
        regions.set(
          region,
          await regionOf({ relaxed: result, narrower: narrow, hard: exact, contrast }, parameter, step),
        );
    }
    const unit = parameter.unit;
    if (!weights) return { step, unit, regions: Object.fromEntries(regions), objective: undefined };
    const here = options.at?.[name] ?? parameter.value;
    const actual = ((await figureAt(name, here + step)) - (await figureAt(name, here - step))) / 2;
    const variance = propagated(
      weights,
      new Map([...contrasts].map(([region, result]) => [region, variancesOf(result)])),
    );
    const migrated = [...contrasts.values()].reduce((sum, { entries }) => sum + entries, 0);
    const smallest = Math.max(0, ...[...weights.values()].flatMap((w) => [...w].map((x) => 0.5 * Math.abs(x))));
    const figure = compared((slopes?.[name] ?? 0) * step, actual, Math.sqrt(variance), migrated, smallest);
    return { step, unit, regions: Object.fromEntries(regions), objective: figure };
  };

  const all = new Map<string, Diagnosed>();
  for (const [name, parameter] of Object.entries(parameters)) all.set(name, await diagnosed(name, parameter));
  return { parameters: Object.fromEntries(all) as Diagnosis<P>["parameters"], toString: () => tableOf(all) };
};
