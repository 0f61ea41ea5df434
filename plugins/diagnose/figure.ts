import { lastValueFrom, type OperatorFunction, of } from "rxjs";
import {
  addCotangent,
  type Bindings,
  type Cotangents,
  isResult,
  type Pullable,
  pullableOf,
  type Result,
  resultOf,
  type Scalar,
  type Slopes,
  type Weights,
  withBindings,
} from "../../core/index.ts";

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

/** How much each bin of the pipelines behind some regions counts in a figure of merit, to first order. */
export interface FigureWeights {
  readonly weights: Weights;
  /** A region of each pipeline. */
  readonly regions: readonly string[];
  /** The largest weight of one bin. */
  readonly largest: number;
}

type Collected = ReadonlyMap<object, Cotangents>;

/** The result with the trace of its relaxed twin, whose pullback only collects what flows back. */
const watched = (hard: Result, relaxed: Result, collected: Collected): Result => {
  const trace = pullableOf(relaxed);
  const { sizes, of, bindings } = trace.pullable;
  const pullback = async (cotangents: Cotangents): Promise<Slopes> => {
    const all = collected.get(of);
    for (const [output, values] of cotangents) if (all) addCotangent(all, pullable, { output, from: 0 }, values);
    return new Map();
  };
  const pullable: Pullable = { sizes, of, bindings, pullback };
  return resultOf<Result>({ ...hard, trace: { ...trace, pullable } });
};

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
  const twins = new Map(namedRegions(relaxed));
  const sources = new Map([...twins].map(([name, twin]) => [pullableOf(twin).pullable.of, name] as const));
  const collected: Collected = new Map([...sources.keys()].map((of) => [of, new Map()]));
  const regions = new Map(
    namedRegions(hard).map(([name, result]) => [name, watched(result, twins.get(name) ?? result, collected)] as const),
  );
  const { pullable } = pullableOf(await figureOf(figure, again(hard, regions), bindings));
  await pullable.pullback(new Map([[0, Float64Array.of(1)]]), new Set());
  const contents = [...collected.values()].flatMap((all) =>
    [...all].flatMap(([output, w]) => (output % 4 === 0 ? [...w] : [])),
  );
  return {
    weights: (of, output) => collected.get(of)?.get(output),
    regions: [...sources.values()],
    largest: Math.max(0, ...contents.map(Math.abs)),
  };
};
