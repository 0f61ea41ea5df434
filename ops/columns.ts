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

const columnsIn =
  (flavour: RowFlavour) =>
  <E>(options: ColumnsOptions = {}): OperatorFunction<Batch<E>, EventColumns> => {
    const evaluate = columnsEvaluation(flavour, options);
    return readingOperator("columns", (bindings, emit) => {
      const columnsOf = evaluate(bindings);
      return {
        next: (batch) => {
          emit(columnsOf(batch));
        },
      };
    });
  };

/**
 * Evaluates the events of each batch to plain columns: those that pass the filters, what the last map made of them, and
 * their weight. Emits one set of columns per batch.
 * @throws in the stream: E_AMBIGUOUS where a member has the name of the weight; E_TYPE for what has no column
 * @example
 * events.pipe(filter((ev) => ev.met > 20), map((ev) => ({ met: ev.met })), columns())
 */
export const hard = /* @__PURE__ */ columnsIn(hardRowFlavour);

/**
 * `columns` in the differentiable flavour: relaxed filters drop no event but enter its weight, and numbers that depend on
 * parameters carry a tangent for each. A parameter whose derivative is lost in a step is left out unless it is asked for.
 * @throws in the stream, also: E_SOFT for a value that depends on a relaxed comparison; E_WIDTH, E_FLAT for a parameter
 * asked for whose derivative is lost in a step
 */
export const diff = /* @__PURE__ */ columnsIn(diffRowFlavour);
