import { type Shown, shortened, shownBy } from "../display/index.ts";
import { checkColumn } from "./check-column.ts";
import { lengthOf, type RecordColumn } from "./column.ts";
import { type EventsType, showEvents, typeOfColumns } from "./events-type.ts";
import { rowOfColumn } from "./row.ts";
import { type EventsView, eventsHtml, eventsText } from "./show-events.ts";

/** Where batches come from: what errors name, and whether the stream can be opened a second time. */
export interface Source {
  readonly name: string;
  readonly replayable: boolean;
  /** The members that an event of the source has, also those that are not read, once it has been opened. */
  readonly members?: () => readonly string[];
  /** The type of its events, and how many they are where it says so; no event is read for it. */
  readonly type?: () => Promise<EventsType>;
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
export interface Batch<E = unknown> extends Shown {
  readonly columns: RecordColumn;
  readonly size: number;
  readonly first: number;
  /** The number of each event in its source, where they are not consecutive. */
  readonly numbers?: Float64Array | undefined;
  readonly source: Source;
  readonly stages: readonly Stage[];
  /** The type of its columns: `String(batch.type)` is `1000 * {met: f64, muon: var * {pt: f32}}`. */
  readonly type: EventsType;
  readonly [eventType]?: E;
}

type Members = Omit<Batch, keyof Shown | "type" | typeof eventType>;

const stagesNote = ({ stages }: Batch): readonly string[] =>
  stages.length > 0 ? [`pending: ${stages.map(({ operator }) => operator).join(", ")}`] : [];

const viewOf = (batch: Batch): EventsView => ({
  columns: batch.columns,
  size: batch.size,
  notes: [`from event ${batch.first} of ${batch.source.name}`, ...stagesNote(batch)],
});

const typeText = ({ columns, size }: Batch): string => showEvents(size, columns);

const prototype = /* @__PURE__ */ Object.defineProperty(
  /* @__PURE__ */ shownBy<Batch>({
    line: (batch) => [shortened(typeText(batch)), ...stagesNote(batch)].join(", "),
    text: (batch) => eventsText(viewOf(batch)),
    html: (batch) => eventsHtml(viewOf(batch)),
    data: (batch) => ({
      type: typeText(batch),
      first: batch.first,
      source: batch.source.name,
      stages: batch.stages.map(({ operator }) => operator),
    }),
  }),
  "type",
  {
    get(this: Batch) {
      return typeOfColumns(this.columns, this.size);
    },
  },
);

const noStages: readonly Stage[] = [];

/** A batch whose columns nobody has checked yet: what is read from a source before `batchOf` looks at it. */
export const uncheckedBatch = <E>(members: Members): Batch<E> => Object.assign(Object.create(prototype), members);

/** A batch of plain columns, checked; a source makes these. */
export const batchOf = <E>(columns: RecordColumn, source: Source, first = 0, size = lengthOf(columns)): Batch<E> => {
  checkColumn(columns, size);
  return uncheckedBatch<E>({ columns, size, first, source, stages: noStages });
};

/** A batch with other stages pending on it; `{ ...batch, stages }` would be one that does not show itself. */
export const withStages = <E>({ columns, size, first, numbers, source }: Batch, stages: readonly Stage[]): Batch<E> =>
  uncheckedBatch<E>({ columns, size, first, numbers, source, stages });

/** Event `i` of a batch as the plain JavaScript value that a lambda is given. */
export const rowOf = (batch: Batch, i: number): unknown => rowOfColumn(batch.columns, i);
