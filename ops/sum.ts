import type { OperatorFunction } from "rxjs";
import { type Batch, diffFlavour, type Flavour, hardFlavour, type Scalar } from "../core/index.ts";
import { fillingOf } from "./filling.ts";
import { fillingOperator } from "./stream.ts";
import type { EventLambda, FillOptions, NoScope, Observed, ScopeOf, StageOptions, WaysOptions } from "./types.ts";

const sumIn =
  (flavour: Flavour) =>
  <E, S extends ScopeOf = NoScope>(
    x: EventLambda<E, S, Observed>,
    scope?: S,
    options: FillOptions & StageOptions & WaysOptions = {},
  ): OperatorFunction<Batch<E>, Scalar> =>
    fillingOperator<E, Scalar>(
      flavour,
      fillingOf({
        kind: "sum",
        operator: "sum",
        f: x,
        scope: scope ?? {},
        edges: [],
        bandwidth: undefined,
        width: options.width,
        step: options.step,
        ways: options.ways,
      }),
      options.mode,
    );

/**
 * Adds up what a lambda gives each event, or each item of a list that it gives, times the weight of the event.
 * @throws E_LAMBDA with a caret if the lambda is outside the language
 * @example
 * events.pipe(sum((ev) => ev.met))
 */
export const hard = /* @__PURE__ */ sumIn(hardFlavour);

/** `sum` in the differentiable flavour. */
export const diff = /* @__PURE__ */ sumIn(diffFlavour);
