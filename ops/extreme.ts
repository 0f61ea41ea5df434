import {
  diffRowFlavour,
  hardRowFlavour,
  type LambdaStage,
  type RowFlavour,
  type Scalar,
  startSearch,
} from "../core/index.ts";
import type { Branched } from "./filling.ts";
import { mentionedBy, readingOperator } from "./stream.ts";
import type { EventLambda, NoScope, Observed, ScopeOf } from "./types.ts";

const extremeIn =
  (flavour: RowFlavour, operator: "max" | "min") =>
  <E, S extends ScopeOf = NoScope>(x: EventLambda<E, S, Observed>, scope?: S): Branched<E, Scalar> => {
    const stage: LambdaStage = { kind: "map", operator, flavour: flavour.name, f: x, scope: scope ?? {}, options: {} };
    const start = startSearch(flavour, stage, operator === "max" ? 1 : -1);
    return readingOperator(
      operator,
      (bindings, emit) => {
        const { add, result } = start(bindings);
        return { next: add, complete: () => emit(result()) };
      },
      mentionedBy(stage),
      true,
    );
  };

/**
 * The largest of what a lambda gives each event, or each item of a list that it gives; NaN of nothing.
 * @throws E_LAMBDA with a caret if the lambda is outside the language
 * @example
 * events.pipe(max((ev) => ev.met))
 */
export const hardMax = /* @__PURE__ */ extremeIn(hardRowFlavour, "max");

/** The smallest, as `max` is the largest. */
export const hardMin = /* @__PURE__ */ extremeIn(hardRowFlavour, "min");

/**
 * `max` with the derivative of the largest number: the order is hard.
 * @throws in the stream: E_SOFT where the filters before it are relaxed
 */
export const diffMax = /* @__PURE__ */ extremeIn(diffRowFlavour, "max");

/** `min` with the derivative of the smallest number. */
export const diffMin = /* @__PURE__ */ extremeIn(diffRowFlavour, "min");
