import type { Arena } from "./arena.ts";
import { type Chunk, mostColumns } from "./chunk.ts";

/** Lanes read up to this many elements past the last. */
const spare = 4;

const bytesFor = (length: number, each: 4 | 8): number => (each * (length + spare) + 15) & ~15;

/** The events gathered in an arena, as a chunk; it is read before the arena is filled again. */
export const chunkOf = ({ leaves, lists, events, first }: Arena, given: Float64Array): Chunk => {
  const starts = new Uint32Array(mostColumns);
  let size = 0;
  for (const [k, { length }] of leaves.entries()) {
    starts[k] = size;
    size += bytesFor(length, 8);
  }
  for (const [k, { length }] of lists.entries()) {
    starts[mostColumns - 1 - k] = size;
    size += bytesFor(length, 4);
  }
  return {
    events: events(),
    first: first(),
    size,
    starts,
    given,
    copyTo: (buffer, at) => {
      for (const [k, { values, length }] of leaves.entries())
        new Float64Array(buffer, at + (starts[k] ?? 0), length).set(values.subarray(0, length));
      for (const [k, { values, length }] of lists.entries())
        new Int32Array(buffer, at + (starts[mostColumns - 1 - k] ?? 0), length + spare)
          .fill(values[length - 1] ?? 0)
          .set(values.subarray(0, length));
    },
  };
};
