import { type Batch, type Column, fail, gatherRecords, type RecordColumn, type SortKeys } from "../core/index.ts";

/** What a batch is made of. */
type Members = Pick<Batch, "columns" | "size" | "first" | "numbers" | "source" | "stages">;

/** Collects batches and gives their events back in order. */
export interface Sorter {
  readonly add: (batch: Batch, keys: SortKeys) => void;
  readonly sorted: () => Iterable<Members>;
}

/** Events per batch that is handed on. */
const batchSize = 32_768;

const bytesOf = (column: Column): number => {
  const own = column.validity?.byteLength ?? 0;
  if (column.kind === "leaf") return own + column.values.byteLength;
  if (column.kind === "list") return own + column.offsets.byteLength + bytesOf(column.item);
  return [...column.fields.values()].reduce((sum, field) => sum + bytesOf(field), own);
};

/** The places of some keys in their order: stable, NaN last. */
const inOrder = (keys: readonly number[], descending: boolean): Int32Array =>
  Int32Array.from(keys.keys()).sort((i, j) => {
    const [x, y] = [keys[i] ?? Number.NaN, keys[j] ?? Number.NaN];
    if (Number.isNaN(x) || Number.isNaN(y)) return Number(Number.isNaN(x)) - Number(Number.isNaN(y)) || i - j;
    return x === y ? i - j : x < y === descending ? 1 : -1;
  });

const tooLarge = (bytes: number, budget: number) =>
  fail("E_LIMIT", {
    what: `the events to sort need ${bytes} bytes, and the budget is ${budget}`,
    cure: "keep the first ones only: { most: 100 }; filter before; or give a larger { budget }",
  });

const otherStages = () =>
  fail("E_SCHEMA", {
    what: "batches with different stages cannot be sorted together",
    cure: "sort each stream before they are merged",
  });

/**
 * @param most - how many events are kept, of those that pass
 * @param budget - bytes of columns that may be held
 * @throws in `add`: E_LIMIT above the budget; E_SCHEMA for batches of different stages or columns
 */
export const sorter = (descending: boolean, most: number, budget: number): Sorter => {
  const chooses = most < Number.POSITIVE_INFINITY;
  let first: Batch | undefined;
  let replayable = true;
  let parts: RecordColumn[] = [];
  let bytes = 0;
  /** Of each event that is held: its key, where it lies, and its number in its source. */
  let keys: number[] = [];
  let part: number[] = [];
  let row: number[] = [];
  let number: number[] = [];

  const at = (from: readonly number[], places: Int32Array): number[] => Array.from(places, (i) => from[i] ?? 0);
  const picked = (places: Int32Array): RecordColumn =>
    gatherRecords(parts, { part: Int32Array.from(at(part, places)), row: Int32Array.from(at(row, places)) });

  /** Leaves only the first events, in the order in which they came. */
  const prune = (): void => {
    const kept = inOrder(keys, descending).subarray(0, most).sort();
    parts = [picked(kept)];
    [keys, number, row, part] = [at(keys, kept), at(number, kept), [...kept.keys()], at([], kept)];
    bytes = parts.reduce((sum, columns) => sum + bytesOf(columns), 0);
  };

  return {
    add: (batch, { keys: own, passes }) => {
      first ??= batch;
      if (batch.stages !== first.stages) throw otherStages();
      replayable &&= batch.source.replayable;
      for (let i = 0; i < batch.size; i++) {
        if (chooses && !passes[i]) continue;
        keys.push(Number(own[i] ?? Number.NaN));
        part.push(parts.length);
        row.push(i);
        number.push(batch.numbers?.[i] ?? batch.first + i);
      }
      parts.push(batch.columns);
      bytes += bytesOf(batch.columns);
      if (chooses) prune();
      if (bytes > budget) throw tooLarge(bytes, budget);
    },
    *sorted() {
      if (!first) return;
      const { stages, source } = first;
      const order = inOrder(keys, descending);
      for (let from = 0; from < Math.max(1, order.length); from += batchSize) {
        const some = order.subarray(from, from + batchSize);
        const numbers = Float64Array.from(at(number, some));
        yield {
          columns: picked(some),
          size: some.length,
          first: numbers[0] ?? 0,
          numbers,
          source: { ...source, replayable },
          stages,
        };
      }
    },
  };
};
