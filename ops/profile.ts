import {
  type Derive,
  derived,
  diffFlavour,
  type Flavour,
  fail,
  type Histogram,
  hardFlavour,
  type Profile,
  pullbackOfObjective,
} from "../core/index.ts";
import { binnedBy, type HistogramOptions } from "./binned.ts";
import { type Branched, fillingOf, finished, together } from "./filling.ts";
import { fillingOperator } from "./stream.ts";
import type { EventLambda, NoScope, ObservedPoints, ScopeOf } from "./types.ts";

interface Moments {
  readonly weights: Histogram;
  readonly first: Histogram;
  readonly second: Histogram;
}

const meansOf = ({ weights, first, second }: Moments) => ({
  values: weights.values.map((w, k) => (first.values[k] ?? 0) / w),
  variances: weights.values.map((w, k) => {
    const mean = (first.values[k] ?? 0) / w;
    return (((second.values[k] ?? 0) / w - mean * mean) * (weights.variances[k] ?? 0)) / (w * w);
  }),
  weights: weights.values.map((w) => w),
});

const powers = { weights: 0, first: 1, second: 2 } as const;

export interface ProfileOptions<S> extends Omit<HistogramOptions, "above"> {
  readonly scope?: S;
}

const profileIn =
  (flavour: Flavour, derive?: Derive) =>
  <E, S extends ScopeOf = NoScope>(
    point: EventLambda<E, S, ObservedPoints>,
    options: ProfileOptions<S>,
  ): Branched<E, Profile> => {
    const { width, step, mode, scope, ways } = options ?? {};
    const binned = Array.isArray(options?.edges) ? binnedBy(options) : undefined;
    if (binned?.kind !== "histogram")
      throw fail("E_SHAPE", {
        what: "a profile needs edges, of one axis",
        cure: "profile((ev) => [ev.eta, ev.pt], { edges: linspace(-2.5, 2.5, 21) })",
      });
    const sink = { ...binned, operator: "profile", f: point, scope: scope ?? {}, width, step, ways };
    const parts = Object.entries(powers).map(
      ([name, measured]) => [name, fillingOf<Histogram>({ ...sink, measured })] as const,
    );
    const filling = finished(together(parts), (moments, bindings) => {
      const { entries = 0, skipped = 0, edges } = moments.weights ?? {};
      const given = { kind: "profile", entries, skipped, ...(edges ? { edges } : {}) } as const;
      return derived<Profile>(given, meansOf, {}, moments, bindings, derive);
    });
    return fillingOperator<E, Profile>(flavour, filling, mode);
  };

/**
 * The weighted mean of one quantity in bins of another, with the variances of the means: the spread of the values in a
 * bin over its effective number of entries. NaN where nothing was filled; what lies outside of the bins is in none.
 * @param point - a lambda that gives the number that is binned and the one that is averaged, or a list of such pairs
 * @throws E_SHAPE for fewer than 2 edges or edges that do not ascend; E_LAMBDA with a caret; E_TYPE in the stream for
 * what is no pair
 * @example
 * events.pipe(profile((ev) => [ev.eta, ev.pt], { edges: linspace(-2.5, 2.5, 21) }))
 */
export const hard = /* @__PURE__ */ profileIn(hardFlavour);

/** `profile` in the differentiable flavour: ratios of expectations. */
export const diff = /* @__PURE__ */ profileIn(diffFlavour, pullbackOfObjective);
