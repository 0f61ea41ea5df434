import { type Chunk, copyNumbers, hasRoom } from "../../core/backends/wasm/thread.ts";

/** A sum on its way: the memory of its kernel, and where in it the chunks lie that are added up. */
export interface Slot {
  readonly memory: WebAssembly.Memory;
  readonly begin: number;
}

/** Whole numbers where the chunks begin. */
const at = { chunks: 0, end: 1, text: 2 } as const;
const headBytes = 64;

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

/** The memory as it is now: another thread may have made it larger, which is not seen before it is asked for. */
const bufferTo = (memory: WebAssembly.Memory, end: number): ArrayBufferLike => {
  if (memory.buffer.byteLength < end) memory.grow(0);
  return memory.buffer;
};

const headOf = ({ memory, begin }: Slot): Int32Array => new Int32Array(bufferTo(memory, begin + headBytes), begin, 3);

/** Begins a sum without events; false where it has no room. */
export const openSlot = ({ memory, begin }: Slot): boolean => {
  const end = begin + headBytes;
  if (!hasRoom(memory, end)) return false;
  const head = headOf({ memory, begin });
  head[at.chunks] = 0;
  head[at.end] = end;
  return true;
};

/** Writes one more chunk of a sum; false where it is too large. */
export const writeChunk = (slot: Slot, chunk: Chunk): boolean => {
  const { memory } = slot;
  const { events, first, size, starts, lists, given, copyTo } = chunk;
  const begin = headOf(slot)[at.end] ?? 0;
  const { startsAt, listsAt, givenAt, columnsAt } = partsAt(begin, starts.length, lists.length, given.length);
  const end = aligned(columnsAt + size);
  if (!hasRoom(memory, end)) return false;
  const { buffer } = memory;
  const own = new Int32Array(buffer, begin, 5);
  own[ofChunk.events] = events;
  own[ofChunk.size] = size;
  own[ofChunk.given] = given.length;
  own[ofChunk.starts] = starts.length;
  own[ofChunk.lists] = lists.length;
  new Float64Array(buffer, begin + firstAt, 1)[0] = first;
  new Uint32Array(buffer, startsAt, starts.length).set(starts);
  new Uint32Array(buffer, listsAt, lists.length).set(lists);
  new Float64Array(buffer, givenAt, given.length).set(given);
  copyTo(buffer, columnsAt);
  const head = headOf(slot);
  head[at.chunks] = (head[at.chunks] ?? 0) + 1;
  head[at.end] = end;
  return true;
};

/** The chunks of a sum, which the kernel of this memory may read where they lie. */
export const chunksIn = (slot: Slot): readonly Chunk[] => {
  const { memory, begin } = slot;
  const [count = 0, end = 0] = headOf(slot);
  const buffer = bufferTo(memory, end);
  let next = begin + headBytes;
  return Array.from({ length: count }, (): Chunk => {
    const from = next;
    const [events = 0, size = 0, given = 0, starts = 0, lists = 0] = new Int32Array(buffer, from, 5);
    const { startsAt, listsAt, givenAt, columnsAt } = partsAt(from, starts, lists, given);
    next = aligned(columnsAt + size);
    return {
      events,
      first: new Float64Array(buffer, from + firstAt, 1)[0] ?? 0,
      size,
      starts: new Uint32Array(buffer, startsAt, starts),
      lists: new Uint32Array(buffer, listsAt, lists),
      given: new Float64Array(buffer, givenAt, given),
      copyTo: (other, to) =>
        copyNumbers(new Uint8Array(buffer), columnsAt, columnsAt + size, new Uint8Array(other), to),
      lies: { memory, at: columnsAt },
    };
  });
};

/** Leaves a text behind the chunks, as long as there is room: why they could not be added up. */
export const writeText = (slot: Slot, text: string): void => {
  const head = headOf(slot);
  const [begin = 0, words] = [head[at.end], new TextEncoder().encode(text)];
  hasRoom(slot.memory, begin + words.length);
  const { buffer } = slot.memory;
  const bytes = words.subarray(0, buffer.byteLength - begin);
  head[at.text] = bytes.length;
  new Uint8Array(buffer, begin, bytes.length).set(bytes);
};

export const readText = (slot: Slot): string => {
  const [, begin = 0, length = 0] = headOf(slot);
  return new TextDecoder().decode(new Uint8Array(bufferTo(slot.memory, begin + length), begin, length).slice());
};
