import { type Chunk, mostColumns, type Partial } from "../../core/backends/wasm/thread.ts";
import { grownTo } from "./board.ts";

/** Whole numbers at the beginning of a slot. */
const at = { kernel: 0, sums: 1, chunks: 2, end: 3, text: 4 } as const;
const sumsAt = 32;

/** Whole numbers at the beginning of a chunk, and where its numbers lie from there. */
const ofChunk = { events: 0, size: 1, given: 2 } as const;
const firstAt = 16;
const startsAt = 32;
const givenAt = startsAt + 4 * mostColumns;

const aligned = (n: number): number => (n + 15) & ~15;

const headOf = (slot: SharedArrayBuffer): Int32Array => new Int32Array(slot, 0, 8);

/** Begins a sum without events; false where its numbers have no room. */
export const openSlot = (slot: SharedArrayBuffer, kernel: number, sums: number): boolean => {
  const end = aligned(sumsAt + 8 * sums);
  if (!grownTo(slot, end)) return false;
  const head = headOf(slot);
  head[at.kernel] = kernel;
  head[at.sums] = sums;
  head[at.chunks] = 0;
  head[at.end] = end;
  return true;
};

/** Writes one more chunk of a sum; false where it is too large. */
export const writeChunk = (slot: SharedArrayBuffer, chunk: Chunk): boolean => {
  const { events, first, size, starts, given, copyTo } = chunk;
  const begin = headOf(slot)[at.end] ?? 0;
  const columnsAt = aligned(begin + givenAt + 8 * given.length);
  const end = aligned(columnsAt + size);
  if (!grownTo(slot, end)) return false;
  const own = new Int32Array(slot, begin, 3);
  own[ofChunk.events] = events;
  own[ofChunk.size] = size;
  own[ofChunk.given] = given.length;
  new Float64Array(slot, begin + firstAt, 1)[0] = first;
  new Uint32Array(slot, begin + startsAt, mostColumns).set(starts);
  new Float64Array(slot, begin + givenAt, given.length).set(given);
  copyTo(slot, columnsAt);
  const head = headOf(slot);
  head[at.chunks] = (head[at.chunks] ?? 0) + 1;
  head[at.end] = end;
  return true;
};

/** A sum as it lies in a slot. */
export interface Written {
  /** Where its kernel is among the kernels. */
  readonly kernel: number;
  readonly chunks: readonly Chunk[];
  /** Room for all that it adds up to, one accumulator after the other. */
  readonly sums: Float64Array;
}

export const readSlot = (slot: SharedArrayBuffer): Written => {
  const [kernel = 0, sums = 0, count = 0] = headOf(slot);
  let next = aligned(sumsAt + 8 * sums);
  const chunks = Array.from({ length: count }, (): Chunk => {
    const begin = next;
    const [events = 0, size = 0, given = 0] = new Int32Array(slot, begin, 3);
    const columnsAt = aligned(begin + givenAt + 8 * given);
    next = aligned(columnsAt + size);
    return {
      events,
      first: new Float64Array(slot, begin + firstAt, 1)[0] ?? 0,
      size,
      starts: new Uint32Array(slot, begin + startsAt, mostColumns),
      given: new Float64Array(slot, begin + givenAt, given),
      copyTo: (buffer, to) => new Uint8Array(buffer, to, size).set(new Uint8Array(slot, columnsAt, size)),
    };
  });
  return { kernel, chunks, sums: new Float64Array(slot, sumsAt, sums) };
};

/** Numbers that follow each other, as one array per accumulator. */
export const partsOf = (sums: Float64Array, sizes: readonly number[]): Partial => {
  let end = 0;
  return sizes.map((size) => {
    end += size;
    return sums.subarray(end - size, end);
  });
};

/** Leaves a text behind the chunks, as long as there is room: why they could not be added up. */
export const writeText = (slot: SharedArrayBuffer, text: string): void => {
  const head = headOf(slot);
  const [begin = 0, words] = [head[at.end], new TextEncoder().encode(text)];
  grownTo(slot, begin + words.length);
  const bytes = words.subarray(0, slot.byteLength - begin);
  head[at.text] = bytes.length;
  new Uint8Array(slot, begin, bytes.length).set(bytes);
};

export const readText = (slot: SharedArrayBuffer): string => {
  const head = headOf(slot);
  return new TextDecoder().decode(new Uint8Array(slot, head[at.end], head[at.text]).slice());
};
