import {
  type Batch,
  type Column,
  type DualParameter,
  type EventColumns,
  fail,
  lengthOf,
  type RecordColumn,
} from "../../core/index.ts";

/** Events in memory: columns, columns with the parameters of their derivatives, or a batch without pending stages. */
export type PlainEvents = RecordColumn | Pick<EventColumns, "columns" | "size" | "parameters"> | Batch;

/** Columns, how many events they hold, and the parameters of their tangents. */
export interface WithParameters {
  readonly columns: RecordColumn;
  readonly rows: number;
  readonly parameters: readonly DualParameter[];
}

const tangentsIn = (column: Column): number => {
  switch (column.kind) {
    case "leaf":
      return column.tangent?.length ?? 0;
    case "list":
      return tangentsIn(column.item);
    case "record":
      return Math.max(0, ...[...column.fields.values()].map(tangentsIn));
  }
};

const unnamed = (columns: RecordColumn): readonly DualParameter[] =>
  Array.from({ length: tangentsIn(columns) }, (_, k) => ({ name: String(k), width: 0 }));

/**
 * Events in memory as columns; parameters that nobody names are called `0, 1, ...`.
 * @throws E_TYPE for anything else, and where stages are pending on a batch
 */
export const withParameters = (events: PlainEvents): WithParameters => {
  if (!("kind" in events ? events.kind === "record" : "columns" in events))
    throw fail("E_TYPE", {
      what: "these are no events in memory",
      where: "kind" in events ? `a ${String(events.kind)}` : undefined,
      cure: "columns: await lastValueFrom(events.pipe(columns())), or all of a stream: toAsyncIterable(events.pipe(columns()))",
    });
  if ("kind" in events) return { columns: events, rows: lengthOf(events), parameters: unnamed(events) };
  const { columns, size } = events;
  if ("parameters" in events) return { columns, rows: size, parameters: events.parameters };
  if (events.stages.length === 0) return { columns, rows: size, parameters: unnamed(columns) };
  throw fail("E_TYPE", {
    what: "stages are pending on this batch, so its columns are not yet what it stands for",
    where: events.stages.map(({ operator }) => operator).join(", "),
    cure: "take the batch before the stages, or the columns that they make",
  });
};
