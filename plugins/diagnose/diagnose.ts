import type { Observable } from "rxjs";
import {
  type Bindings,
  bindingsOf,
  type GradientOptions,
  gradient,
  lastOf,
  type Meaning,
  type Parameter,
  type Parameters,
} from "../../core/index.ts";
import { compared } from "./comparison.ts";
import type { Diagnosed } from "./diagnosed.ts";
import { type Figure, figureOf, namedRegions, type Regions, weightsOf } from "./figure.ts";
import { type Region, regionOf } from "./region.ts";
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
  const bound = (extra: GradientOptions<P>): Bindings => bindingsOf<P>(parameters, { ...common, ...extra });
  const seen = (extra: GradientOptions<P>): Promise<Regions> => lastOf<Regions>(stream, bound(extra), options.signal);
  const relaxed = await seen({ mode: "forward" });
  const narrower = new Map(namedRegions(await seen({ mode: "value", widthFactor: (options.widthFactor ?? 1) / 2 })));
  const center = await seen({ meaning: { kind: "hard" } });
  const hard = new Map(namedRegions(center));
  const weighed = objective && (await weightsOf(objective, center, relaxed, bound({})));
  const slopes = objective && (await gradient(stream.pipe(objective), parameters, common));

  const figureAt = async (figure: Figure, name: string, value: number): Promise<number> => {
    const at = { ...options.at, [name]: value } as NonNullable<GradientOptions<P>["at"]>;
    return (await figureOf(figure, await seen({ at, meaning: { kind: "hard" } }), bound({ at }))).value;
  };

  const diagnosed = async (name: string, parameter: Parameter): Promise<Diagnosed> => {
    const step = stepOf(parameter, steps?.[name], options.widthFactor ?? 1);
    const { unit } = parameter;
    const moving: Meaning = { kind: "contrast", parameter, step, ...(weighed && { weights: weighed.weights }) };
    const contrasts = new Map(namedRegions(await seen({ meaning: moving })));
    const regions = new Map<string, Region>();
    for (const [region, result] of namedRegions(relaxed)) {
      const [narrow, exact, contrast] = [narrower.get(region), hard.get(region), contrasts.get(region)];
      if (narrow && exact && contrast)
        regions.set(
          region,
          await regionOf({ relaxed: result, narrower: narrow, hard: exact, contrast }, parameter, step),
        );
    }
    if (!objective || !weighed) return { step, unit, regions: Object.fromEntries(regions), objective: undefined };
    const here = options.at?.[name] ?? parameter.value;
    const [up, down] = [await figureAt(objective, name, here + step), await figureAt(objective, name, here - step)];
    const variance = weighed.regions.reduce((sum, region) => sum + (contrasts.get(region)?.skipped ?? 0), 0);
    const migrated = [...contrasts.values()].reduce((sum, { entries }) => sum + entries, 0);
    const predicted = (slopes?.[name] ?? 0) * step;
    const figure = compared(predicted, (up - down) / 2, Math.sqrt(variance), migrated, 0.5 * weighed.largest);
    return { step, unit, regions: Object.fromEntries(regions), objective: figure };
  };

  const all = new Map<string, Diagnosed>();
  for (const [name, parameter] of Object.entries(parameters)) all.set(name, await diagnosed(name, parameter));
  return { parameters: Object.fromEntries(all) as Diagnosis<P>["parameters"], toString: () => tableOf(all) };
};
