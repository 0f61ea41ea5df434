import type { OperatorFunction } from "rxjs";
import {
  type Batch,
  type ColumnsOptions,
  columnsEvaluation,
  diffRowFlavour,
  type EventColumns,
  hardRowFlavour,
  type RowFlavour,
} from "../core/index.ts";
import { readingOperator } from "./stream.ts";

const toArrowIn =
  (flavour: RowFlavour) =>
  <E, T>(
    tableOf: (events: readonly EventColumns[]) => T,
    options: ColumnsOptions = {},
  ): OperatorFunction<Batch<E>, T> => {
    const evaluate = columnsEvaluation(flavour, options);
    return readingOperator("toArrow", (bindings, emit) => {
      const columnsOf = evaluate(bindings);
      const parts: EventColumns[] = [];
      return {
        next: (batch) => {
          parts.push(columnsOf(batch));
        },
        complete: () => {
          emit(tableOf(parts));
        },
      };
    });
  };

/**
 * Makes one table of all events, as `columns` has them, when the source completes; until then their columns are kept.
 * @param tableOf - what makes the table: `tableOf` of `jagrad/adapters/arrow`, handed in so that an analysis that makes
 * none needs no Arrow
 * @throws in the stream: what `columns` throws
 * @example
 * events.pipe(map((ev) => ({ met: ev.met })), toArrow(tableOf))
 */
export const hard = /* @__PURE__ */ toArrowIn(hardRowFlavour);

/** `toArrow` in the differentiable flavour: numbers that depend on parameters are records of a value and its tangent. */
export const diff = /* @__PURE__ */ toArrowIn(diffRowFlavour);
