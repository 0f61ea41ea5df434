import { type Chunk, copyNumbers, type Partial } from "../../core/backends/wasm/thread.ts";
import { grownTo } from "./board.ts";

/** Whole numbers at the beginning of a slot. */
const at = { kernel: 0, sums: 1, chunks: 2, end: 3, text: 4 } as const;
const sumsAt = 64;

/** Whole numbers at the beginning of a chunk, and where its numbers lie from there. */
const ofChunk = { events: 0, size: 1, given: 2, starts: 3, lists: 4 } as const;
const firstAt = 24;
const startsAt = 32;

/** As the memory of kernels is aligned: copies between places that differ by less than this, in pages, are slow. */
const aligned = (n: number): number => (n + 63) & ~63;

/** Where the parts of a chunk lie that begins at a place. */
const partsAt = (begin: number, starts: number, lists: number, given: number) => {
  const listsAt = begin + startsAt + 4 * starts;
  const givenAt = (listsAt + 4 * lists + 7) & ~7;
  return { startsAt: begin + startsAt, listsAt, givenAt, columnsAt: aligned(givenAt + 8 * given) };
};

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
  const { events, first, size, starts, lists, given, copyTo } = chunk;
  const begin = headOf(slot)[at.end] ?? 0;
  const { startsAt, listsAt, givenAt, columnsAt } = partsAt(begin, starts.length, lists.length, given.length);
  const end = aligned(columnsAt + size);
  if (!grownTo(slot, end)) return false;
  const own = new Int32Array(slot, begin, 5);
  own[ofChunk.events] = events;
  own[ofChunk.size] = size;
  own[ofChunk.given] = given.length;
  own[ofChunk.starts] = starts.length;
  own[ofChunk.lists] = lists.length;
  new Float64Array(slot, begin + firstAt, 1)[0] = first;
  new Uint32Array(slot, startsAt, starts.length).set(starts);
  new Uint32Array(slot, listsAt, lists.length).set(lists);
  new Float64Array(slot, givenAt, given.length).set(given);
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
    const [events = 0, size = 0, given = 0, starts = 0, lists = 0] = new Int32Array(slot, begin, 5);
    const { startsAt, listsAt, givenAt, columnsAt } = partsAt(begin, starts, lists, given);
    next = aligned(columnsAt + size);
    return {
      events,
      first: new Float64Array(slot, begin + firstAt, 1)[0] ?? 0,
      size,
      starts: new Uint32Array(slot, startsAt, starts),
      lists: new Uint32Array(slot, listsAt, lists),
      given: new Float64Array(slot, givenAt, given),
      copyTo: (buffer, to) =>
        copyNumbers(new Uint8Array(slot), columnsAt, columnsAt + size, new Uint8Array(buffer), to),
    };
  });
  return { kernel, chunks, sums: new Float64Array(slot, sumsAt, sums) };
};

/** Writes sums one after the other. */
export const writeSums = (to: Float64Array, sums: Partial): void => {
  let at = 0;
  for (const sum of sums) {
    copyNumbers(sum, 0, sum.length, to, at);
    at += sum.length;
  }
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
