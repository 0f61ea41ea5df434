import { lastValueFrom, type OperatorFunction, of } from "rxjs";
import {
  addCotangent,
  type Bindings,
  type Cotangents,
  isResult,
  type Pullable,
  pullableOf,
  type Result,
  type Scalar,
  type Trace,
  type Weights,
  withBindings,
} from "../../core/index.ts";
import { contentsOf } from "./slopes.ts";

/** What a stream of regions emits: one result, or an object of results. */
export type Regions = Result | Readonly<Record<string, Result>>;

/** A figure of merit of the regions, such as `significance()`. */
// biome-ignore lint/suspicious/noExplicitAny: which regions a figure needs is its own affair
export type Figure = OperatorFunction<any, Scalar>;

export const namedRegions = (regions: Regions): readonly (readonly [string, Result])[] =>
  isResult(regions) ? [["all", regions]] : Object.entries(regions);

const again = (regions: Regions, results: ReadonlyMap<string, Result>): Regions =>
  isResult(regions) ? (results.get("all") ?? regions) : Object.fromEntries(results);

/** The value of a figure of merit, its own parameters bound. */
export const figureOf = (figure: Figure, regions: Regions, bindings: Bindings): Promise<Scalar> =>
  withBindings(bindings, () => lastValueFrom(of(regions).pipe(figure)));

/** The derivatives of a figure of merit with respect to the contents of each region, bin by bin. */
const slopesOfFigure = async (
  figure: Figure,
  regions: Regions,
  bindings: Bindings,
): Promise<ReadonlyMap<string, Float64Array>> => {
  const weights = new Map<string, Float64Array>();
  const watched = new Map(
    namedRegions(regions).map(([name, result]): [string, Result] => {
      const bins = contentsOf(result).length;
      const pullable: Pullable = {
        sizes: [bins, bins],
        of: result,
        pullback: async (cotangents: Cotangents) => {
          weights.set(name, cotangents.get(0) ?? new Float64Array(bins));
          return new Map();
        },
      };
      const values = { output: 0, from: 0 };
      const variances = { output: 1, from: 0 };
      const trace: Trace = {
        kind: "diff",
        pullable,
        places: { value: values, values, variance: variances, variances },
        lost: [],
        explained: [],
      };
      return [name, { ...result, trace }];
    }),
  );
  const { pullable } = pullableOf((await figureOf(figure, again(regions, watched), bindings)).trace);
  await pullable.pullback(new Map([[0, Float64Array.of(1)]]), new Set());
  return weights;
};

/** How much each bin of the pipelines behind some regions counts in a figure of merit, to first order. */
export interface FigureWeights {
  readonly weights: Weights;
  /** A region of each pipeline. */
  readonly regions: readonly string[];
  /** The largest weight of one bin. */
  readonly largest: number;
}

/**
 * The weights of a figure of merit at the hard result.
 * @param relaxed - the regions of the differentiable pipeline, which know where they come from
 */
export const weightsOf = async (
  figure: Figure,
  hard: Regions,
  relaxed: Regions,
  bindings: Bindings,
): Promise<FigureWeights> => {
  const slopes = await slopesOfFigure(figure, hard, bindings);
  const outputs = new Map<object, Map<number, Float64Array>>();
  const regions = new Map<object, string>();
  for (const [name, result] of namedRegions(relaxed)) {
    const { pullable, places } = pullableOf(result.trace);
    const place = places[result.kind === "scalar" ? "value" : "values"] ?? { output: 0, from: 0 };
    const all = outputs.get(pullable.of) ?? new Map<number, Float64Array>();
    addCotangent(all, pullable, place, slopes.get(name) ?? []);
    outputs.set(pullable.of, all);
    if (!regions.has(pullable.of)) regions.set(pullable.of, name);
  }
  return {
    weights: (of, output) => outputs.get(of)?.get(output),
    regions: [...regions.values()],
    largest: Math.max(0, ...[...slopes.values()].flatMap((bins) => [...bins].map(Math.abs))),
  };
};
