import type { LambdaStage } from "../core/index.ts";
import {
  type EventLambda,
  type NoScope,
  type ScopeOf,
  type StageOperator,
  type StageOptions,
  stageOf,
} from "./stage.ts";

type ItemOf<L> = L extends Iterable<infer T> ? T : never;

const flattenIn =
  (flavour: LambdaStage["flavour"]) =>
  <E, L, S extends ScopeOf = NoScope>(
    items: EventLambda<E, S, L>,
    scope?: S,
    options?: StageOptions,
  ): StageOperator<E, ItemOf<L>> =>
    stageOf("flatten", flavour, items, scope, options);

/**
 * Makes events of the items of a list: what follows is given one item at a time, under the conditions and the weight of
 * its event.
 * @throws E_LAMBDA with a caret if the lambda is outside the language; E_TYPE in the stream if it gives no list
 * @example
 * events.pipe(flatten((ev) => ev.jet.map((j) => ({ pt: j.pt, met: ev.met }))), histogram((j) => j.pt, { edges }))
 */
export const hard = /* @__PURE__ */ flattenIn("hard");

/** `flatten` in the differentiable flavour. */
export const diff = /* @__PURE__ */ flattenIn("diff");
