import type { LambdaStage } from "../core/index.ts";
import {
  type EventLambda,
  type NoScope,
  type ScopeOf,
  type StageOperator,
  type StageOptions,
  stageOf,
} from "./stage.ts";

const weightIn =
  (flavour: LambdaStage["flavour"]) =>
  <E, S extends ScopeOf = NoScope>(
    f: EventLambda<E, S, number>,
    scope?: S,
    options?: StageOptions,
  ): StageOperator<E, E> =>
    stageOf("weight", flavour, f, scope, options);

/**
 * Multiplies the weight of each event by what a lambda gives; an event whose weight is missing is dropped.
 * @throws E_LAMBDA with a caret if the lambda is outside the language
 * @example
 * events.pipe(weight((ev) => ev.generatorWeight))
 */
export const hard = /* @__PURE__ */ weightIn("hard");

/** `weight` in the differentiable flavour. */
export const diff = /* @__PURE__ */ weightIn("diff");
