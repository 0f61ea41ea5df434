import { leafAt, listAt } from "../columns.ts";
import type { Rows } from "../environment.ts";
import { type Arena, type Copy, copies, itemIn, offsetsOf } from "./arena.ts";
import type { Chunk } from "./chunk.ts";
import { copyNumbers } from "./copied.ts";
import { type Stored, storages } from "./stored.ts";

/** Lanes read up to this many elements past the last. */
const spare = 4;

const padded = (bytes: number): number => (bytes + 15) & ~15;
const bytesFor = (length: number, each: 4 | 8): number => padded(each * (length + spare));

/** Up to here eight times the number of a row is less than 2 ** 31, whatever is added to it. */
const farthestRow = 2 ** 28;

/** Copies the offsets of some rows, less a shift, and the last one again behind them. */
const copyOffsets = (offsets: Int32Array, start: number, end: number, shift: number, out: Int32Array): void => {
  if (shift === 0) copyNumbers(offsets, start, end + 1, out, 0);
  else for (let i = start; i <= end; i++) out[i - start] = (offsets[i] ?? 0) - shift;
  out.fill((offsets[end] ?? 0) - shift, end - start + 1);
};

/** Rows of a column on their way into a chunk: the first one, the one after the last, and where in the chunk they begin. */
interface Part {
  start: number;
  end: number;
  at: number;
  /** Where the rows of the column begin in their buffer, in bytes. */
  readonly base: number;
}

interface LeafPart extends Part {
  readonly stored: Stored;
  /** Offsets of the lists around, outermost first. */
  readonly outer: readonly Int32Array[];
  readonly copy: Copy;
  readonly release: () => void;
}

interface ListPart extends Part {
  readonly outer: readonly Int32Array[];
  readonly offsets: Int32Array;
}

const nowhere: Part = { start: 0, end: 0, at: 0, base: 0 };

/** What lies between words of eight bytes stays so: shared memory is copied word by word, or else byte by byte, at a sixth of the speed. */
const shiftOf = ({ base, start }: Part, each: 4 | 8): number => (each === 8 ? 0 : (base + each * start) & 4);

/**
 * Makes chunks of rows, copied straight from their columns; an arena knows which. Offsets of lists are copied as they are,
 * and the kernel is told where row 0 of each column of items would lie, modulo 2 ** 32; only beyond `farthest` do rows
 * count from the first one that is copied. A chunk is to be read before the next one is made.
 */
export const chunksOf = (
  arena: Arena,
  rows: Rows,
  given: Float64Array,
  farthest = farthestRow,
): ((from: number, to: number) => Chunk) => {
  const { columns } = rows;
  const leaves = arena.leaves.map(({ around, slot, words }): LeafPart => {
    const outer = offsetsOf(columns, around);
    const base = slot.kind === "leaf" ? leafAt(columns, slot.slot).values.byteOffset : 0;
    return {
      ...nowhere,
      base,
      stored: slot.stored,
      outer,
      copy: copies[slot.kind](rows, slot, words),
      release: words.release,
    };
  });
  const lists = arena.lists.map(({ around, slot }): ListPart => {
    const { offsets } = listAt(columns, slot);
    return { ...nowhere, base: offsets.byteOffset, outer: offsetsOf(columns, around), offsets };
  });
  const starts = new Uint32Array(leaves.length);
  const listStarts = new Uint32Array(lists.length);
  let isNear = true;

  const copyTo = (buffer: ArrayBufferLike, at: number): void => {
    for (const part of leaves) {
      const { start, end } = part;
      part.copy(start, end, storages[part.stored].view(buffer, at + part.at, end - start), 0);
      part.release();
    }
    for (const { start, end, offsets, at: own } of lists)
      copyOffsets(
        offsets,
        start,
        end,
        isNear ? 0 : (offsets[start] ?? 0),
        new Int32Array(buffer, at + own, end - start + 1 + spare),
      );
  };

  return (from, to) => {
    let size = 0;
    const place = (part: Part, outer: readonly Int32Array[], bytes: 4 | 8, more: 0 | 1): void => {
      part.start = itemIn(outer, from);
      part.end = itemIn(outer, to);
      part.at = size + shiftOf(part, bytes);
      size = padded(part.at + bytes * (part.end - part.start + more + spare));
    };
    for (const part of leaves) place(part, part.outer, storages[part.stored].bytes, 0);
    isNear = true;
    for (const part of lists) {
      place(part, part.outer, 4, 1);
      isNear &&= (part.offsets[part.end] ?? 0) < farthest;
    }
    const startOf = ({ start, at }: Part, outer: readonly Int32Array[], bytes: 4 | 8): number =>
      isNear && outer.length > 0 ? at - bytes * start : at;
    for (const [k, part] of leaves.entries()) starts[k] = startOf(part, part.outer, storages[part.stored].bytes);
    for (const [k, part] of lists.entries()) listStarts[k] = startOf(part, part.outer, 4);
    const first = rows.numbers?.[from] ?? rows.first + from;
    return { events: to - from, first, size, starts, lists: listStarts, given, copyTo };
  };
};

/** The events gathered in an arena, as a chunk; it is read before the arena is filled again. */
export const chunkOf = ({ leaves, lists, events, first }: Arena, given: Float64Array): Chunk => {
  const starts = new Uint32Array(leaves.length);
  const listStarts = new Uint32Array(lists.length);
  let size = 0;
  for (const [k, { length, slot }] of leaves.entries()) {
    starts[k] = size;
    size += bytesFor(length, storages[slot.stored].bytes);
  }
  for (const [k, { length }] of lists.entries()) {
    listStarts[k] = size;
    size += bytesFor(length, 4);
  }
  return {
    events: events(),
    first: first(),
    size,
    starts,
    lists: listStarts,
    given,
    copyTo: (buffer, at) => {
      for (const [k, { values, length, slot }] of leaves.entries())
        storages[slot.stored].view(buffer, at + (starts[k] ?? 0), length).set(values.subarray(0, length));
      for (const [k, { values, length }] of lists.entries())
        new Int32Array(buffer, at + (listStarts[k] ?? 0), length + spare)
          .fill(values[length - 1] ?? 0)
          .set(values.subarray(0, length));
    },
  };
};
