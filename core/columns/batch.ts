import { checkColumn, lengthOf, type RecordColumn } from "./column.ts";
import { rowOfColumn } from "./row.ts";

/** Where batches come from: what errors name, and whether the stream can be opened a second time. */
export interface Source {
  readonly name: string;
  readonly replayable: boolean;
  /** The members that an event of the source has, also those that are not read, once it has been opened. */
  readonly members?: () => readonly string[];
}

/** One operator of a pipeline that has not run yet: it extends the program pending on a batch. */
export interface Stage {
  readonly operator: string;
  readonly flavour: "hard" | "diff";
}

declare const eventType: unique symbol;

/**
 * Some consecutive events: physical columns, and the stages pending on them.
 * `first` is the number of the first event in its source; `E` is what a lambda sees of one event.
 */
export interface Batch<E = unknown> {
  readonly columns: RecordColumn;
  readonly size: number;
  readonly first: number;
  readonly source: Source;
  readonly stages: readonly Stage[];
  readonly [eventType]?: E;
}

const noStages: readonly Stage[] = [];

/** A batch of plain columns, checked; a source makes these. */
export const batchOf = <E>(columns: RecordColumn, source: Source, first = 0, size = lengthOf(columns)): Batch<E> => {
  checkColumn(columns, size);
  return { columns, size, first, source, stages: noStages };
};

/** Event `i` of a batch as the plain JavaScript value that a lambda is given. */
export const rowOf = (batch: Batch, i: number): unknown => rowOfColumn(batch.columns, i);
