import {
  type Derive,
  derived,
  diffFlavour,
  type Flavour,
  hardFlavour,
  pullbackOfObjective,
  type Scalar,
} from "../core/index.ts";
import { type Branched, fillingOf, finished, together } from "./filling.ts";
import { fillingOperator } from "./stream.ts";
import type { EventLambda, FillOptions, NoScope, Observed, ScopeOf, StageOptions, WaysOptions } from "./types.ts";

interface Moments {
  readonly weights: Scalar;
  readonly first: Scalar;
  readonly second: Scalar;
}

const meanOf = ({ weights, first, second }: Moments): { value: number; variance: number } => {
  const mean = first.value / weights.value;
  const spread = second.value / weights.value - mean * mean;
  return { value: mean, variance: (spread * weights.variance) / (weights.value * weights.value) };
};

const powers = { weights: { power: 0 }, first: {}, second: { power: 2 } } as const;

const meanIn =
  (flavour: Flavour, derive?: Derive) =>
  <E, S extends ScopeOf = NoScope>(
    x: EventLambda<E, S, Observed>,
    scope?: S,
    options: FillOptions & StageOptions & WaysOptions = {},
  ): Branched<E, Scalar> => {
    const { width, step, ways } = options;
    const sink = { kind: "sum", operator: "mean", f: x, scope: scope ?? {}, edges: [], bandwidth: undefined } as const;
    const parts = Object.entries(powers).map(
      ([name, power]) => [name, fillingOf<Scalar>({ ...sink, width, step, ways, ...power })] as const,
    );
    const filling = finished(together(parts), (moments, bindings) => {
      const { entries = 0, skipped = 0 } = moments.weights ?? {};
      return derived<Scalar>({ kind: "scalar", entries, skipped }, meanOf, {}, moments, bindings, derive);
    });
    return fillingOperator<E, Scalar>(flavour, filling, options.mode);
  };

/**
 * The weighted mean of what a lambda gives each event, or each item of a list that it gives; `variance` is that of the
 * mean, the spread of the values over the effective number of entries. NaN where nothing was filled.
 * @throws E_LAMBDA with a caret if the lambda is outside the language
 * @example
 * events.pipe(mean((ev) => ev.met))
 */
export const hard = /* @__PURE__ */ meanIn(hardFlavour);

/** `mean` in the differentiable flavour: the ratio of two expectations. */
export const diff = /* @__PURE__ */ meanIn(diffFlavour, pullbackOfObjective);
