import type { LambdaStage } from "../core/index.ts";
import {
  type EventLambda,
  type NoScope,
  type ScopeOf,
  type StageOperator,
  type StageOptions,
  stageOf,
} from "./stage.ts";

const mapIn =
  (flavour: LambdaStage["flavour"]) =>
  <E, R, S extends ScopeOf = NoScope>(
    f: EventLambda<E, S, R>,
    scope?: S,
    options?: StageOptions,
  ): StageOperator<E, R> =>
    stageOf("map", flavour, f, scope, options);

/**
 * Replaces each event by what a lambda makes of it.
 * @throws E_LAMBDA with a caret if the lambda is outside the language
 * @example
 * events.pipe(map((ev, { mass }) => ({ m: mass(ev.muon[0], ev.muon[1]) }), { mass }))
 */
export const hard = /* @__PURE__ */ mapIn("hard");

/** `map` in the differentiable flavour. */
export const diff = /* @__PURE__ */ mapIn("diff");
