import { type Demand, eventsType, isDemanded, type RecordColumn, type Source, schemaOf } from "../../core/index.ts";
import { type Events, eventsFrom } from "../events.ts";
import { checkBatchSize, checkFold, type Fold, folded, foldedSize, numbered, type Piece } from "../pieces.ts";
import { sliceRecord } from "../slice-column.ts";
import { eventsLike } from "./like.ts";
import { namingMisfit } from "./misfit.ts";
import { type ObjectStream, openedObjects, piecesOf } from "./objects.ts";
import { membersOf, recordOf } from "./record-of.ts";

export { type Events, eventsFrom, type Open } from "../events.ts";
export { type Fold, numbered, type Piece } from "../pieces.ts";
export { typeOf } from "../type-of.ts";
export type { ObjectStream } from "./objects.ts";

export interface RowsOptions {
  /** Events per batch; default 65536. */
  readonly batchSize?: number;
  readonly fold?: Fold;
  /** What errors call the source; default `rows`. */
  readonly name?: string;
}

export interface ExampleOption<E> {
  /** An event with every member and an item in every list: it decides the members and their types, and is not read. */
  readonly like?: E;
}

const prune = ({ fields }: RecordColumn, demand: Demand): RecordColumn => ({
  kind: "record",
  fields: new Map([...fields].filter(([name]) => isDemanded(demand, name))),
});

async function* slices(columns: RecordColumn, rows: number, batchSize: number): AsyncGenerator<Piece> {
  for (let first = 0; first < rows; first += batchSize) {
    const end = Math.min(rows, first + batchSize);
    yield { columns: sliceRecord(columns, first, end), size: end - first };
  }
}

/** How batches are made of objects. */
interface Making {
  readonly batchSize: number;
  readonly fold: Fold | undefined;
  readonly like: RecordColumn | undefined;
  readonly name: string;
}

const fromArray = (objects: readonly unknown[], { batchSize, fold, like, name }: Making) => {
  let made: RecordColumn | undefined;
  const make = (): RecordColumn => {
    made ??= namingMisfit(objects, 0, (some, path) => {
      const record = recordOf(some, membersOf(some, path), path);
      return like ? eventsLike(record, like, some.length, path) : record;
    });
    return made;
  };
  const source: Source = {
    name,
    replayable: true,
    members: () => [...(made?.fields.keys() ?? [])],
    type: async () => eventsType(schemaOf(make()), foldedSize(objects.length, fold)),
  };
  return eventsFrom(source, (demand) =>
    numbered(source, folded(slices(prune(make(), demand), objects.length, batchSize), fold)),
  );
};

const fromStream = (objects: unknown, { batchSize, fold, like, name }: Making) => {
  const { replayable, open } = openedObjects(objects, name);
  let members: Iterable<string> = like?.fields.keys() ?? [];
  const source: Source = { name, replayable, members: () => [...members] };
  const onMembers = (seen: ReadonlySet<string>): void => {
    members = seen;
  };
  return eventsFrom(source, (demand, signal) => {
    const pieces = piecesOf(open(), batchSize, like && prune(like, demand), demand, signal, onMembers);
    return numbered(source, folded(pieces, fold));
  });
};

/**
 * Events from JavaScript objects: numbers are `f64`, bigints `i64`, arrays lists; null and undefined are missing. An
 * array is copied into columns at the first subscription. Objects that come one by one are gathered into batches, whose
 * first decides the members and their types, unless `like` does; a function that opens them makes a source that can be
 * read twice.
 * @throws E_TYPE where the source is none of these; in the stream, with the number of the event: E_TYPE where events
 * have different shapes or are no objects, E_SCHEMA where one does not go with the first batch; E_REPLAY where an async
 * iterable is read a second time
 * @example
 * const events = rows(async function* () { for await (const line of lines) yield JSON.parse(line); });
 */
export const rows = <E extends object>(
  objects: readonly E[] | ObjectStream<E>,
  options: RowsOptions & ExampleOption<NoInfer<E>> = {},
): Events<E> => {
  const { batchSize = 65_536, fold, like, name = "rows" } = options;
  checkBatchSize(batchSize);
  checkFold(fold);
  const making: Making = {
    batchSize,
    fold,
    name,
    like: like && recordOf([like], membersOf([like], "like"), "like"),
  };
  return (Array.isArray(objects) ? fromArray(objects, making) : fromStream(objects, making)) as Events<E>;
};
