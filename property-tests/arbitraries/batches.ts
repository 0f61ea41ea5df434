import fc from "fast-check";
import { sliceRecord } from "../../adapters/slice-column.ts";
import { takeRecord } from "../../adapters/take-rows.ts";
import { type Batch, batchOf, type RecordColumn, type Source } from "../../core/columns/index.ts";

export const testSource: Source = { name: "test data", replayable: true };

/** A batch of all rows of some columns. */
export const wholeBatch = <E>(columns: RecordColumn, size: number, first = 0): Batch<E> =>
  batchOf<E>(columns, testSource, first, size);

const copied = (columns: RecordColumn, first: number, end: number): RecordColumn =>
  takeRecord(
    columns,
    Int32Array.from({ length: end - first }, (_, i) => first + i),
  );

/**
 * Columns as batches of the given sizes; what is left over forms the last batch.
 * @param shares - whether batches are views of the same buffers, or copies
 */
export const cutInto = <E>(
  columns: RecordColumn,
  size: number,
  sizes: readonly number[],
  shares = false,
): readonly Batch<E>[] => {
  const slice = shares ? sliceRecord : copied;
  const batches: Batch<E>[] = [];
  let first = 0;
  for (const wanted of [...sizes, size]) {
    const end = Math.min(size, first + wanted);
    batches.push(batchOf<E>(slice(columns, first, end), testSource, first, end - first));
    first = end;
  }
  return batches;
};

/** Sizes of batches, empty ones among them, that together hold at most `size` events. */
export const cutsArbitrary = (size: number): fc.Arbitrary<readonly number[]> =>
  fc
    .array(fc.oneof(fc.constant(0), fc.integer({ min: 0, max: size })), { maxLength: 8 })
    .map((sizes) => sizes.filter((_, k) => sizes.slice(0, k + 1).reduce((sum, n) => sum + n, 0) <= size));
