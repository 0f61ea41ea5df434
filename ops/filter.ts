import type { LambdaStage } from "../core/index.ts";
import {
  type EventLambda,
  type NoScope,
  type ScopeOf,
  type StageOperator,
  type StageOptions,
  stageOf,
} from "./stage.ts";

const filterIn =
  (flavour: LambdaStage["flavour"]) =>
  <E, S extends ScopeOf = NoScope>(
    keep: EventLambda<E, S, boolean>,
    scope?: S,
    options?: StageOptions,
  ): StageOperator<E, E> =>
    stageOf("filter", flavour, keep, scope, options);

/**
 * Keeps the events for which a lambda is true.
 * @throws E_LAMBDA with a caret if the lambda is outside the language
 * @example
 * events.pipe(filter((ev, { cut }) => ev.met > cut, { cut }))
 */
export const hard = /* @__PURE__ */ filterIn("hard");

/** `filter` with the relaxed meaning: an event near a threshold is kept with a probability. */
export const diff = /* @__PURE__ */ filterIn("diff");
