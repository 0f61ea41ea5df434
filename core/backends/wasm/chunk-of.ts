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

/** Some rows as a chunk, copied straight from their columns; an arena knows which. */
export const chunkOfRows = (
  { leaves, lists }: Arena,
  rows: Rows,
  from: number,
  to: number,
  given: Float64Array,
): Chunk => {
  const { columns } = rows;
  const ranges = leaves.map(({ around, slot, words }) => {
    const [start, end] = rangeOf(columns, around, from, to);
    return { start, end, slot, words };
  });
  const listed = lists.map(({ around }) => rangeOf(columns, around, from, to));
  const { starts, size } = placed(
    ranges.map(({ start, end, slot }) => [end - start, slot] as const),
    listed.map(([start, end]) => end - start + 1),
  );
  return {
    events: to - from,
    first: rows.numbers?.[from] ?? rows.first + from,
    size,
    starts,
    given,
    copyTo: (buffer, at) => {
      for (const [k, { start, end, slot, words }] of ranges.entries()) {
        const out = storages[slot.stored].view(buffer, at + (starts[k] ?? 0), end - start);
        copies[slot.kind](rows, slot, start, end, out, 0, words);
        words.release();
      }
      for (const [k, { slot }] of lists.entries()) {
        const [start, end] = listed[k] ?? [0, 0];
        const { offsets } = listAt(columns, slot);
        const shift = offsets[start] ?? 0;
        const out = new Int32Array(buffer, at + (starts[mostColumns - 1 - k] ?? 0), end - start + 1 + spare);
        for (let i = start; i <= end; i++) out[i - start] = (offsets[i] ?? 0) - shift;
        out.fill((offsets[end] ?? 0) - shift, end - start + 1);
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
