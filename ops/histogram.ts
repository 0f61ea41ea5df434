import type { OperatorFunction } from "rxjs";
import { type Batch, diffFlavour, type Edge, type Flavour, fail, type Histogram, hardFlavour } from "../core/index.ts";
import { fillingOf } from "./filling.ts";
import { fillingOperator } from "./stream.ts";
import type { EventLambda, FillOptions, NoScope, Observed, ScopeOf, StageOptions } from "./types.ts";

export interface HistogramOptions extends FillOptions, StageOptions {
  /** Ascending edges; one that is a parameter can move. */
  readonly edges: readonly Edge[];
  /** The standard deviation by which the observable is spread over bins, in place of the one its choices give it. */
  readonly bandwidth?: number;
}

/** Fills a histogram with the value that a lambda gives each event, or with each item of a list that it gives. */
export interface HistogramOperator {
  <E>(x: EventLambda<E, NoScope, Observed>, options: HistogramOptions): OperatorFunction<Batch<E>, Histogram>;
  <E, S extends ScopeOf>(
    x: EventLambda<E, S, Observed>,
    scope: S,
    options: HistogramOptions,
  ): OperatorFunction<Batch<E>, Histogram>;
}

const positionOf = (edge: Edge): number =>
  typeof edge === "number" ? edge : edge.kind === "held" ? edge.parameter.value : edge.value;

const checkEdges = (edges: readonly Edge[]): void => {
  if (edges.length < 2) throw fail("E_SHAPE", { what: `a histogram needs at least 2 edges, given ${edges.length}` });
  edges.map(positionOf).forEach((edge, k, all) => {
    if (!Number.isFinite(edge)) throw fail("E_NONFINITE", { what: `edge ${k} is ${edge}` });
    const before = all[k - 1];
    if (before !== undefined && !(before < edge))
      throw fail("E_SHAPE", { what: `edge ${k} (${edge}) is not above edge ${k - 1} (${before})` });
  });
};

const isOptions = (value: object): value is HistogramOptions => "edges" in value && Array.isArray(value.edges);

const histogramIn = (flavour: Flavour): HistogramOperator => {
  return <E>(
    x: object,
    second: ScopeOf | HistogramOptions,
    third?: HistogramOptions,
  ): OperatorFunction<Batch<E>, Histogram> => {
    const options = third ?? second;
    if (!isOptions(options))
      throw fail("E_SHAPE", {
        what: "a histogram needs edges",
        cure: "histogram((ev) => ev.m, { edges: linspace(60, 120, 31) })",
      });
    checkEdges(options.edges);
    const { edges, bandwidth, width, step, mode } = options;
    const scope = third ? (second as ScopeOf) : {};
    return fillingOperator<E, Histogram>(
      flavour,
      fillingOf({ kind: "histogram", operator: "histogram", f: x, scope, edges, bandwidth, width, step }),
      mode,
    );
  };
};

/**
 * Fills a histogram. The value at an upper edge belongs to the bin above; what lies outside is counted as underflow and
 * overflow, what is missing or NaN as skipped.
 * @throws E_SHAPE for fewer than 2 edges or edges that do not ascend; E_LAMBDA with a caret
 * @example
 * events.pipe(histogram((ev) => ev.m, { edges: linspace(60, 120, 31) }))
 */
export const hard = /* @__PURE__ */ histogramIn(hardFlavour);

/** `histogram` with the relaxed meaning: an observable that depends on a choice is spread over bins. */
export const diff = /* @__PURE__ */ histogramIn(diffFlavour);
