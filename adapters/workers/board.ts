/** Memory that all threads of a pool see: whole numbers to agree by, sums with their events, and kernels. */
export interface Board {
  readonly threads: number;
  readonly control: Int32Array<SharedArrayBuffer>;
  /** The chunks of one sum each, and what they add up to. */
  readonly slots: readonly SharedArrayBuffer[];
  readonly kernels: SharedArrayBuffer;
}

/** Whole numbers that all threads wait on or look at: how often sums came and were done, and whether to go home. */
export const words = { published: 0, finished: 1, closing: 2 } as const;

/** What becomes of a slot; above these, the thread that is at it. */
export const states = { free: 0, open: 1, full: 2, done: 3, refused: 4, failed: 5, taken: 8 } as const;

export const statuses = { starting: 0, ready: 1, ended: 2 } as const;

const first = 8;

/** The words of a slot and of a thread in `control`. */
export const stateOf = (slot: number): number => first + slot;
const ofThread = ({ slots, threads }: Board, k: number, thread: number): number =>
  first + slots.length + k * threads + thread;
export const statusOf = (board: Board, thread: number): number => ofThread(board, 0, thread);
/** Counts tiles: a thread that does not count is stuck. */
export const beatOf = (board: Board, thread: number): number => ofThread(board, 1, thread);
export const doneBy = (board: Board, thread: number): number => ofThread(board, 2, thread);

/** The most bytes of a sum with its events, and of the kernels of one time; memory is taken as it is needed. */
const mostBytes = 2 ** 26;

/** One that the thread is at, one that waits for it, and one that is done. */
const slotsPerThread = 3;

const growing = (): SharedArrayBuffer => new SharedArrayBuffer(2 ** 12, { maxByteLength: mostBytes });

export const makeBoard = (threads: number): Board => {
  const slots = Array.from({ length: slotsPerThread * (threads + 1) }, growing);
  const control = new Int32Array(new SharedArrayBuffer(4 * (first + slots.length + 3 * threads)));
  return { threads, control, slots, kernels: growing() };
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
