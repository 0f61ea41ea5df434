import { lastValueFrom, type OperatorFunction, of } from "rxjs";
import {
  type Cotangents,
  isResult,
  type Pullable,
  pullableOf,
  type Result,
  type Scalar,
  type Trace,
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

/** The value of a figure of merit. */
export const figureOf = (figure: Figure, regions: Regions): Promise<Scalar> => lastValueFrom(of(regions).pipe(figure));

/** The derivatives of a figure of merit with respect to the contents of each region, bin by bin. */
export const weightsOf = async (figure: Figure, regions: Regions): Promise<ReadonlyMap<string, Float64Array>> => {
  const weights = new Map<string, Float64Array>();
  const watched = new Map(
    namedRegions(regions).map(([name, result]): [string, Result] => {
      const bins = contentsOf(result).length;
      const pullable: Pullable = {
        sizes: [bins, bins],
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
  const { pullable } = pullableOf((await figureOf(figure, again(regions, watched))).trace);
  await pullable.pullback(new Map([[0, Float64Array.of(1)]]), new Set());
  return weights;
};
