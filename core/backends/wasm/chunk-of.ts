import { listAt } from "../columns.ts";
import type { Rows } from "../environment.ts";
import { type Arena, copies, rangeOf } from "./arena.ts";
import { type Chunk, mostColumns } from "./chunk.ts";
import type { LeafSlot } from "./slots.ts";
import { storages } from "./stored.ts";

/** Lanes read up to this many elements past the last. */
const spare = 4;

const bytesFor = (length: number, each: 4 | 8): number => (each * (length + spare) + 15) & ~15;

/** Where columns of some lengths begin, and how many bytes they take together. */
const placed = (leaves: readonly (readonly [number, LeafSlot])[], lists: readonly number[]) => {
  const starts = new Uint32Array(mostColumns);
  let size = 0;
  for (const [k, [length, { stored }]] of leaves.entries()) {
    starts[k] = size;
    size += bytesFor(length, storages[stored].bytes);
  }
  for (const [k, length] of lists.entries()) {
    starts[mostColumns - 1 - k] = size;
    size += bytesFor(length, 4);
  }
  return { starts, size };
};

/** Up to here eight times the number of a row is less than 2 ** 31, whatever is added to it. */
const farthestRow = 2 ** 28;

/** Copies the offsets of some rows, less a shift, and the last one again behind them. */
const copyOffsets = (offsets: Int32Array, start: number, end: number, shift: number, out: Int32Array): void => {
  if (shift === 0) out.set(offsets.subarray(start, end + 1));
  else for (let i = start; i <= end; i++) out[i - start] = (offsets[i] ?? 0) - shift;
  out.fill((offsets[end] ?? 0) - shift, end - start + 1);
};

/**
 * Some rows as a chunk, copied straight from their columns; an arena knows which. Offsets of lists are copied as they are,
 * and the kernel is told where row 0 of each column of items would lie, modulo 2 ** 32; only beyond `farthest` do rows
 * count from the first one that is copied.
 */
export const chunkOfRows = (
  { leaves, lists }: Arena,
  rows: Rows,
  from: number,
  to: number,
  given: Float64Array,
  farthest = farthestRow,
): Chunk => {
  const { columns } = rows;
  const ranges = leaves.map(({ around, slot, words }) => {
    const [start, end] = rangeOf(columns, around, from, to);
    return { start, end, slot, words, isOfItems: around.length > 0 };
  });
  const listed = lists.map(({ around, slot }) => {
    const [start, end] = rangeOf(columns, around, from, to);
    return { start, end, offsets: listAt(columns, slot).offsets, isOfItems: around.length > 0 };
  });
  const { starts, size } = placed(
    ranges.map(({ start, end, slot }) => [end - start, slot] as const),
    listed.map(({ start, end }) => end - start + 1),
  );
  const isNear = listed.every(({ end, offsets }) => (offsets[end] ?? 0) < farthest);
  const ofRowZero = starts.slice();
  if (isNear) {
    for (const [k, { start, slot, isOfItems }] of ranges.entries())
      if (isOfItems) ofRowZero[k] = (starts[k] ?? 0) - storages[slot.stored].bytes * start;
    for (const [k, { start, isOfItems }] of listed.entries())
      if (isOfItems) ofRowZero[mostColumns - 1 - k] = (starts[mostColumns - 1 - k] ?? 0) - 4 * start;
  }
  return {
    events: to - from,
    first: rows.numbers?.[from] ?? rows.first + from,
    size,
    starts: ofRowZero,
    given,
    copyTo: (buffer, at) => {
      for (const [k, { start, end, slot, words }] of ranges.entries()) {
        const out = storages[slot.stored].view(buffer, at + (starts[k] ?? 0), end - start);
        copies[slot.kind](rows, slot, start, end, out, 0, words);
        words.release();
      }
      for (const [k, { start, end, offsets }] of listed.entries()) {
        const out = new Int32Array(buffer, at + (starts[mostColumns - 1 - k] ?? 0), end - start + 1 + spare);
        copyOffsets(offsets, start, end, isNear ? 0 : (offsets[start] ?? 0), out);
      }
    },
  };
};

/** The events gathered in an arena, as a chunk; it is read before the arena is filled again. */
export const chunkOf = ({ leaves, lists, events, first }: Arena, given: Float64Array): Chunk => {
  const { starts, size } = placed(
    leaves.map(({ length, slot }) => [length, slot] as const),
    lists.map(({ length }) => length),
  );
  return {
    events: events(),
    first: first(),
    size,
    starts,
    given,
    copyTo: (buffer, at) => {
      for (const [k, { values, length, slot }] of leaves.entries())
        storages[slot.stored].view(buffer, at + (starts[k] ?? 0), length).set(values.subarray(0, length));
      for (const [k, { values, length }] of lists.entries())
        new Int32Array(buffer, at + (starts[mostColumns - 1 - k] ?? 0), length + spare)
          .fill(values[length - 1] ?? 0)
          .set(values.subarray(0, length));
    },
  };
};
