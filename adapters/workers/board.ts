import { pageSize } from "../../core/backends/wasm/thread.ts";
import { fail } from "../../core/errors.ts";

/** Memory that all threads of a pool see: whole numbers to agree by, sums with their events, and kernels. */
export interface Board {
  readonly threads: number;
  readonly control: Int32Array<SharedArrayBuffer>;
  /** The memory of a kernel each, and the chunks of one sum behind it. */
  readonly slots: readonly WebAssembly.Memory[];
  readonly kernels: SharedArrayBuffer;
}

/** Whole numbers that all threads wait on or look at: how often sums came and were done, and whether to go home. */
export const words = { published: 0, finished: 1, closing: 2 } as const;

/** What becomes of a slot; above these, the thread that is at it. */
export const states = { free: 0, open: 1, full: 2, done: 3, refused: 4, failed: 5, taken: 8 } as const;

export const statuses = { starting: 0, ready: 1, ended: 2 } as const;

const first = 8;
const wordsPerSlot = 3;

/** The words of a slot and of a thread in `control`. */
export const stateOf = (slot: number): number => first + wordsPerSlot * slot;
/** Where its kernel is among the kernels. */
export const kernelOf = (slot: number): number => stateOf(slot) + 1;
/** The number of the kernel that its memory was used by last, or 0. */
export const usedBy = (slot: number): number => stateOf(slot) + 2;
const ofThread = ({ slots, threads }: Board, k: number, thread: number): number =>
  first + wordsPerSlot * slots.length + k * threads + thread;
export const statusOf = (board: Board, thread: number): number => ofThread(board, 0, thread);
/** Counts tiles: a thread that does not count is stuck. */
export const beatOf = (board: Board, thread: number): number => ofThread(board, 1, thread);
export const doneBy = (board: Board, thread: number): number => ofThread(board, 2, thread);

/** The most bytes of the memory of a sum, and of the kernels of one time; they are taken as they are needed. */
const most = { slot: 2 ** 28, kernels: 2 ** 26 } as const;

/** One that the thread is at, one that waits for it, and one that is done. */
const slotsPerThread = 3;

/** Each takes a part of the address space, of which a process may have been given little. */
const slotMemory = (): WebAssembly.Memory => {
  try {
    return new WebAssembly.Memory({ initial: 1, maximum: most.slot / pageSize, shared: true });
  } catch (cause) {
    throw fail("E_UPSTREAM", {
      what: "there is no memory that workers could share",
      cure: "ask for fewer workers, or give the process more address space",
      cause,
    });
  }
};

/** @throws E_UPSTREAM where there is no memory */
export const makeBoard = (threads: number): Board => {
  const slots = Array.from({ length: slotsPerThread * (threads + 1) }, slotMemory);
  const control = new Int32Array(new SharedArrayBuffer(4 * (first + wordsPerSlot * slots.length + 3 * threads)));
  return { threads, control, slots, kernels: new SharedArrayBuffer(2 ** 12, { maxByteLength: most.kernels }) };
};

/** Makes shared memory at least so large; false where it cannot be. */
export const grownTo = (memory: SharedArrayBuffer, bytes: number): boolean => {
  if (bytes <= memory.byteLength) return true;
  if (bytes > memory.maxByteLength) return false;
  memory.grow(Math.min(memory.maxByteLength, Math.max(bytes, 2 * memory.byteLength)));
  return true;
};

/** Adds one to a word and wakes who waits on it. */
export const count = ({ control }: Board, word: number): void => {
  Atomics.add(control, word, 1);
  Atomics.notify(control, word);
};

/** Takes a slot that nobody is at; the first of those given. */
export const claim = ({ control }: Board, slots: Iterable<number>, thread: number): number | undefined => {
  for (const slot of slots) {
    const before = Atomics.compareExchange(control, stateOf(slot), states.full, states.taken + thread);
    if (before === states.full) return slot;
  }
  return undefined;
};
