import { columnOf, type Demand, fail, isDemanded, type RecordColumn, type Source } from "../../core/index.ts";
import { type Events, eventsFrom } from "../events.ts";
import { checkBatchSize, checkFold, type Fold, folded, numbered, type Piece } from "../pieces.ts";
import { sliceRecord } from "../slice-column.ts";

export { type Events, eventsFrom, type Open } from "../events.ts";
export { type Fold, numbered, type Piece } from "../pieces.ts";

export interface RowsOptions {
  /** Events per batch; default 65536. */
  readonly batchSize?: number;
  readonly fold?: Fold;
  /** What errors call the source; default `rows`. */
  readonly name?: string;
}

const recordOf = (objects: readonly unknown[]): RecordColumn => {
  if (objects.length === 0) return { kind: "record", fields: new Map() };
  const column = columnOf(objects, "event");
  if (column.kind === "record") return column;
  throw fail("E_TYPE", { what: "an event is an object with named members", cure: "rows([{ x: 1 }, { x: 2 }])" });
};

const prune = ({ fields, validity }: RecordColumn, demand: Demand): RecordColumn => ({
  kind: "record",
  fields: new Map([...fields].filter(([name]) => isDemanded(demand, name))),
  validity,
});

async function* slices(columns: RecordColumn, rows: number, batchSize: number): AsyncGenerator<Piece> {
  for (let first = 0; first < rows; first += batchSize) {
    const end = Math.min(rows, first + batchSize);
    yield { columns: sliceRecord(columns, first, end), size: end - first };
  }
}

/**
 * Events from JavaScript objects, for tests and small samples: numbers are `f64`, bigints `i64`, arrays lists; null and
 * undefined are missing. The objects are copied into columns at the first subscription.
 * @throws in the stream: E_TYPE where events have different shapes or are no objects
 */
export const rows = <E extends object>(objects: readonly E[], options: RowsOptions = {}): Events<E> => {
  const { batchSize = 65_536, fold, name = "rows" } = options;
  checkBatchSize(batchSize);
  checkFold(fold);
  let made: Piece | undefined;
  const source: Source = { name, replayable: true, members: () => [...(made?.columns.fields.keys() ?? [])] };
  return eventsFrom<E>(source, (demand) => {
    made ??= { columns: recordOf(objects), size: objects.length };
    return numbered(source, folded(slices(prune(made.columns, demand), made.size, batchSize), fold));
  });
};
