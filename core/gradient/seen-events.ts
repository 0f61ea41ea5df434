import { type Batch, type Column, rowOfColumn } from "../columns/index.ts";
import type { Bindings } from "./bindings.ts";
import { evaluation } from "./evaluation.ts";
import type { RowFlavour } from "./row-flavour.ts";

/** An event as lambdas see it, and its weight. */
export interface SeenEvent {
  readonly event: unknown;
  readonly weight: number;
}

const frozen = <T>(value: T): T => {
  if (typeof value !== "object" || value === null || Object.isFrozen(value)) return value;
  for (const key of Reflect.ownKeys(value)) frozen(Reflect.get(value, key));
  return Object.freeze(value);
};

/**
 * Makes what looks at the events of pending pipelines one by one, as plain JavaScript values that cannot be changed.
 * @throws what `evaluation` throws
 */
export const seenEvents = (
  flavour: RowFlavour,
): ((bindings: Bindings) => (batch: Batch) => { readonly size: number; readonly at: (i: number) => SeenEvent }) => {
  const evaluate = evaluation(flavour, []);
  return (bindings) => {
    const evaluated = evaluate(bindings);
    return (batch) => {
      const { event, weight, size } = evaluated(batch);
      return { size, at: (i) => ({ event: frozen(rowOfColumn(event, i)), weight: numberAt(weight, i) }) };
    };
  };
};

const numberAt = (column: Column, i: number): number => Number(rowOfColumn(column, i));
