import { type Chunk, mostColumns, type Partial } from "../../core/backends/wasm/thread.ts";
import { grownTo } from "./board.ts";

/** Whole numbers at the beginning of a slot. */
const at = { kernel: 0, events: 1, size: 2, given: 3, sums: 4, text: 5 } as const;
const firstAt = 24;
const startsAt = 32;
const dataAt = startsAt + 4 * mostColumns;

const aligned = (n: number): number => (n + 15) & ~15;

/** Where the numbers and the columns of a slot lie. */
const placesOf = (given: number, sums: number) => {
  const sumsAt = dataAt + 8 * given;
  return { sumsAt, columnsAt: aligned(sumsAt + 8 * sums) };
};

/** A chunk as it lies in a slot. */
export interface Written {
  /** Where its kernel is among the kernels. */
  readonly kernel: number;
  readonly chunk: Chunk;
  /** Room for all that it adds up to, one accumulator after the other. */
  readonly sums: Float64Array;
}

/** Writes a chunk; false where it is too large. */
export const writeSlot = (slot: SharedArrayBuffer, kernel: number, chunk: Chunk, sums: number): boolean => {
  const { events, first, size, starts, given, copyTo } = chunk;
  const { columnsAt } = placesOf(given.length, sums);
  if (!grownTo(slot, columnsAt + size)) return false;
  const head = new Int32Array(slot, 0, 8);
  head[at.kernel] = kernel;
  head[at.events] = events;
  head[at.size] = size;
  head[at.given] = given.length;
  head[at.sums] = sums;
  new Float64Array(slot, firstAt, 1)[0] = first;
  new Uint32Array(slot, startsAt, mostColumns).set(starts);
  new Float64Array(slot, dataAt, given.length).set(given);
  copyTo(slot, columnsAt);
  return true;
};

export const readSlot = (slot: SharedArrayBuffer): Written => {
  const [kernel = 0, events = 0, size = 0, given = 0, sums = 0] = new Int32Array(slot, 0, 5);
  const { sumsAt, columnsAt } = placesOf(given, sums);
  return {
    kernel,
    sums: new Float64Array(slot, sumsAt, sums),
    chunk: {
      events,
      first: new Float64Array(slot, firstAt, 1)[0] ?? 0,
      size,
      starts: new Uint32Array(slot, startsAt, mostColumns),
      given: new Float64Array(slot, dataAt, given),
      copyTo: (buffer, to) => new Uint8Array(buffer, to, size).set(new Uint8Array(slot, columnsAt, size)),
    },
  };
};

/** Numbers that follow each other, as one array per accumulator. */
export const partsOf = (sums: Float64Array, sizes: readonly number[]): Partial => {
  let end = 0;
  return sizes.map((size) => {
    end += size;
    return sums.subarray(end - size, end);
  });
};

/** Leaves a text in place of sums: why a chunk could not be added up. */
export const writeText = (slot: SharedArrayBuffer, text: string): void => {
  const bytes = new TextEncoder().encode(text).subarray(0, slot.byteLength - dataAt);
  new Int32Array(slot, 0, 8)[at.text] = bytes.length;
  new Uint8Array(slot, dataAt, bytes.length).set(bytes);
};

export const readText = (slot: SharedArrayBuffer): string =>
  new TextDecoder().decode(new Uint8Array(slot, dataAt, new Int32Array(slot, 0, 8)[at.text]).slice());
