import type { OperatorFunction } from "rxjs";
import { type Batch, diffFlavour, type Flavour, fail, type Grid, type Histogram, hardFlavour } from "../core/index.ts";
import { binnedBy, type GridOptions, type HistogramOptions } from "./binned.ts";
import { fillingOf } from "./filling.ts";
import { fillingOperator } from "./stream.ts";
import type { EventLambda, NoScope, Observed, ObservedPoints, ScopeOf } from "./types.ts";

/**
 * Fills a histogram with the value that a lambda gives each event, or with each item of a list that it gives; or one of
 * several axes with an array that has a number for each, or with each array of a list.
 */
export interface HistogramOperator {
  <E>(x: EventLambda<E, NoScope, Observed>, options: HistogramOptions): OperatorFunction<Batch<E>, Histogram>;
  <E, S extends ScopeOf>(
    x: EventLambda<E, S, Observed>,
    scope: S,
    options: HistogramOptions,
  ): OperatorFunction<Batch<E>, Histogram>;
  <E>(x: EventLambda<E, NoScope, ObservedPoints>, options: GridOptions): OperatorFunction<Batch<E>, Grid>;
  <E, S extends ScopeOf>(
    x: EventLambda<E, S, ObservedPoints>,
    scope: S,
    options: GridOptions,
  ): OperatorFunction<Batch<E>, Grid>;
}

type Options = HistogramOptions | GridOptions;

const isOptions = (value: object | undefined): value is Options =>
  value !== undefined && "edges" in value && Array.isArray(value.edges);

const histogramIn = (flavour: Flavour): HistogramOperator => {
  return <E, R extends Histogram & Grid>(
    x: object,
    second: ScopeOf | Options,
    third?: Options,
  ): OperatorFunction<Batch<E>, R> => {
    const options = third ?? second;
    if (!isOptions(options))
      throw fail("E_SHAPE", {
        what: "a histogram needs edges",
        cure: "histogram((ev) => ev.m, { edges: linspace(60, 120, 31) })",
      });
    const { width, step, mode, ways } = options;
    const above = "above" in options ? options.above : undefined;
    const scope = third ? (second as ScopeOf) : {};
    return fillingOperator<E, R>(
      flavour,
      fillingOf<R>({ ...binnedBy(options), operator: "histogram", f: x, scope, width, step, ways, above }),
      mode,
    );
  };
};

/**
 * Fills a histogram. The value at an upper edge belongs to the bin above; what lies outside is counted as underflow and
 * overflow, what is missing or NaN as skipped. With an array of edges for each axis the lambda gives an array with a
 * number for each, and what lies outside of any axis is counted as outside.
 * @throws E_SHAPE for fewer than 2 edges or edges that do not ascend; E_LIMIT above 6 axes or 2^20 bins; E_LAMBDA with a caret
 * @example
 * events.pipe(histogram((ev) => ev.m, { edges: linspace(60, 120, 31) }))
 * events.pipe(histogram((ev) => [ev.m, ev.pt], { edges: [linspace(60, 120, 31), [0, 20, 40, 80]] }))
 */
export const hard = /* @__PURE__ */ histogramIn(hardFlavour);

/** `histogram` with the relaxed meaning: an observable that depends on a choice is spread over bins. */
export const diff = /* @__PURE__ */ histogramIn(diffFlavour);
