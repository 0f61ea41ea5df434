import { type Batch, type Column, type EventColumns, eventColumns } from "../columns/index.ts";
import { fail } from "../errors.ts";
import type { EventRows } from "../transforms/index.ts";
import { type Bindings, partOf } from "./bindings.ts";
import { evaluation } from "./evaluation.ts";
import type { Parameters } from "./gradient.ts";
import type { RowFlavour } from "./row-flavour.ts";

export interface ColumnsOptions {
  /** The name of the member that holds the weight of an event; default `weight`. */
  readonly weight?: string;
  /** The parameters whose tangents the numbers carry; default all that matter and have a derivative. */
  readonly parameters?: Parameters;
}

/** Events by their members; those that are no objects have the one member `value`. */
const membersOf = (event: Column): ReadonlyMap<string, Column> =>
  event.kind === "record" ? event.fields : new Map([["value", event]]);

const checkName =
  (name: string) =>
  ({ shape }: EventRows): void => {
    if (shape.kind === "record" ? !shape.fields.has(name) : name !== "value") return;
    throw fail("E_AMBIGUOUS", {
      what: `the events have a member ${JSON.stringify(name)}, which is what their weight would be called`,
      cure: 'give the weight another name: { weight: "w" }',
    });
  };

/**
 * Makes what evaluates pending pipelines to plain columns, in one subscription and batch by batch.
 * @throws in each evaluation: E_AMBIGUOUS where a member has the name of the weight, and what `evaluation` throws
 */
export const columnsEvaluation = (
  flavour: RowFlavour,
  { weight: name = "weight", parameters: wanted }: ColumnsOptions = {},
): ((bindings: Bindings) => (batch: Batch) => EventColumns) => {
  const evaluate = evaluation(flavour, wanted && [...new Set(Object.values(wanted))], checkName(name));
  return (bindings) => {
    const evaluated = evaluate(bindings);
    return (batch) => {
      const { event, weight, size, parameters } = evaluated(batch);
      return eventColumns(
        { kind: "record", fields: new Map([...membersOf(event), [name, weight]]) },
        size,
        parameters.map((parameter) => ({ name: parameter.name, width: partOf(bindings, parameter, "width") })),
      );
    };
  };
};
