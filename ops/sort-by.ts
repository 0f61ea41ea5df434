import type { OperatorFunction } from "rxjs";
import { type Batch, extending, fail, type LambdaStage, sortKeys, uncheckedBatch } from "../core/index.ts";
import { sorter } from "./sorter.ts";
import { mentionedBy, readingOperator } from "./stream.ts";
import type { EventLambda, NoScope, ScopeOf } from "./types.ts";

export interface SortOptions {
  /** The largest key first. */
  readonly descending?: boolean;
  /** How many events are kept, the first ones of those that pass the filters before; default all. */
  readonly most?: number;
  /** How many bytes of columns may be held, default 2^30. */
  readonly budget?: number;
}

const checkNumber = (name: string, value: number): void => {
  if (value >= 0 && (Number.isInteger(value) || value === Number.POSITIVE_INFINITY)) return;
  throw fail("E_PARAMETER", { what: `${name} is ${value}`, cure: "give a whole number that is not negative" });
};

const sortByIn =
  (flavour: LambdaStage["flavour"]) =>
  <E, S extends ScopeOf = NoScope>(
    key: EventLambda<E, S, number>,
    scope?: S,
    { descending = false, most = Number.POSITIVE_INFINITY, budget = 2 ** 30 }: SortOptions = {},
  ): OperatorFunction<Batch<E>, Batch<E>> => {
    checkNumber("most", most);
    checkNumber("budget", budget);
    const stage: LambdaStage = {
      kind: "order",
      operator: "sortBy",
      flavour,
      f: key,
      scope: scope ?? {},
      options: {},
      chooses: most < Number.POSITIVE_INFINITY,
    };
    const own = mentionedBy(stage);
    const keysOf = sortKeys(stage);
    const extended = extending(stage);
    return readingOperator(
      stage.operator,
      (bindings, emit) => {
        const { add, sorted } = sorter(descending, most, budget);
        return {
          next: (batch) => add(batch, keysOf(batch, bindings)),
          complete: () => {
            for (const batch of sorted())
              if (!emit(uncheckedBatch<E>({ ...batch, stages: extended(batch.stages) }))) return;
          },
        };
      },
      own,
    );
  };

/**
 * Hands the events on in the order of a key, when the source completes: stable, those without a key last. They are held
 * until then, as columns with their stages pending, and keep the numbers that they have in their source.
 * @param key - a lambda of the event that gives a number
 * @throws E_LAMBDA with a caret; E_PARAMETER for a negative option; in the stream: E_LIMIT where the events need more
 * than the budget; E_SHAPE after flatten; E_TYPE for a key that is no number
 * @example
 * events.pipe(filter((ev) => ev.met > 200), sortBy((ev) => ev.met, {}, { descending: true, most: 10 }), toArrow(tableOf))
 */
export const hard = /* @__PURE__ */ sortByIn("hard");

/**
 * `sortBy` in the differentiable flavour: the order is hard, and derivatives go on through it.
 * @throws in the stream, also: E_SOFT where `most` is given and a parameter decides which events come first
 */
export const diff = /* @__PURE__ */ sortByIn("diff");
