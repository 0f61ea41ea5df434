import type { Adding, Chunk, Partial, Work } from "../../core/backends/index.ts";
import { sumsIn } from "../../core/backends/wasm/thread.ts";
import { fail, type JagradError } from "../../core/errors.ts";
import {
  type Board,
  beatOf,
  claim,
  count,
  kernelOf,
  stateOf,
  states,
  statuses,
  statusOf,
  usedBy,
  words,
} from "./board.ts";
import { libraryIn, numberAt } from "./library.ts";
import { changed } from "./pause.ts";
import { chunksIn, openSlot, readText, type Slot, writeChunk } from "./slot.ts";

/** The slots of a board, as the thread that fills them sees them. */
export interface Ring {
  /** True while sums enough wait for threads that have not begun them. */
  readonly hasEnough: () => boolean;
  /** Takes a slot for a sum; undefined where there is none. */
  readonly open: (work: Work) => number | undefined;
  /** Writes a chunk of the sum in an open slot; false where there is no room. */
  readonly write: (slot: number, chunk: Chunk) => boolean;
  /** Hands an open slot to the threads. */
  readonly publish: (slot: number) => void;
  /** Begins a sum on this thread. */
  readonly here: (work: Work) => Adding;
  /** Goes on with the sum in an open slot on this thread, and frees the slot. */
  readonly takeBack: (slot: number) => Adding;
  /** True where `take` need not wait: the sum is there, or will never be. */
  readonly isDone: (slot: number) => boolean;
  /** While a sum is not done: adds up one that no thread has begun, or waits a moment. */
  readonly help: (slot: number) => void;
  /**
   * The sums in a slot, which is free from now on: to be read at once.
   * @throws E_UPSTREAM where the thread that had it ended, got stuck or failed
   */
  readonly take: (slot: number) => Partial;
  /** How many sums were added up on this thread. */
  readonly done: () => number;
}

/** How long one wait is, in milliseconds. */
const wait = 100;

const lost = (who: string, said: string, chunks: readonly Chunk[], cause?: unknown): JagradError => {
  const events = chunks.reduce((sum, chunk) => sum + chunk.events, 0);
  return fail("E_UPSTREAM", {
    what: `${who} ${said}`,
    where: `the chunk of ${events} events that begins at event ${chunks[0]?.first ?? 0}`,
    cure: "run again with a new pool of workers, or without workers",
    cause,
  });
};

/**
 * @param causes - why threads ended, as far as it is known
 * @param patience - after how many milliseconds a thread that gets no further is taken to be stuck
 */
export const ringOf = (board: Board, causes: ReadonlyMap<number, unknown>, patience: number): Ring => {
  const { control, slots, threads } = board;
  const library = libraryIn(board.kernels);
  const owners = new Map<number, Work>();
  /** What was added up on this thread of sums in slots, or why it could not be. */
  const helped = new Map<number, () => Partial>();
  const forgotten = new Set<number>();
  const quiet = new Array<{ beat: number; waits: number }>(threads).fill({ beat: -1, waits: 0 });
  let done = 0;

  const stateIn = (slot: number): number => Atomics.load(control, stateOf(slot));
  const isAlive = (thread: number): boolean => Atomics.load(control, statusOf(board, thread)) !== statuses.ended;
  const waited = (thread: number): number => wait * (quiet[thread]?.waits ?? 0);
  const isLost = (thread: number): boolean => !isAlive(thread) || waited(thread) >= patience;

  const free = (slot: number): void => {
    owners.delete(slot);
    helped.delete(slot);
    forgotten.delete(slot);
    Atomics.store(control, stateOf(slot), states.free);
    if (owners.size === 0) library.tidy();
  };

  /** Takes back forgotten slots that nobody is at any more. */
  const reclaim = (): void => {
    for (const slot of forgotten) {
      const thread = stateIn(slot) - states.taken;
      if (thread < 0 || !isAlive(thread)) free(slot);
    }
  };

  const workIn = (slot: number): Work => {
    const work = owners.get(slot);
    if (!work) throw fail("E_SHAPE", { what: `slot ${slot} has no owner` });
    return work;
  };
  const memoryOf = (slot: number): WebAssembly.Memory => {
    const memory = slots[slot];
    if (!memory) throw fail("E_SHAPE", { what: `there is no slot ${slot}` });
    return memory;
  };
  const slotOf = (slot: number, { kernel }: Work = workIn(slot)): Slot => ({
    memory: memoryOf(slot),
    begin: kernel.places.size,
  });

  const here = (work: Work): Adding => {
    done += 1;
    return work.here();
  };
  const addedHere = (slot: number): Adding => {
    const own = here(workIn(slot));
    for (const chunk of chunksIn(slotOf(slot))) own.add(chunk);
    return own;
  };

  /** What there is to take from a slot in each state. */
  const outcomes: Readonly<Record<number, (slot: number) => Partial>> = {
    [states.done]: (slot) =>
      helped.get(slot)?.() ?? sumsIn({ places: workIn(slot).kernel.places, memory: memoryOf(slot) }),
    [states.refused]: (slot) => addedHere(slot).finish(),
    [states.failed]: (slot) => {
      const own = slotOf(slot);
      throw lost("a worker", `failed: ${readText(own)}`, chunksIn(own));
    },
  };

  const lostIn = (slot: number, thread: number): JagradError => {
    const chunks = chunksIn(slotOf(slot));
    if (!isAlive(thread)) return lost(`worker ${thread}`, "ended", chunks, causes.get(thread));
    return lost(`worker ${thread}`, `got no further for ${waited(thread)} ms`, chunks);
  };

  /** Counts for how long each thread that has a sum has not moved. */
  const lookAround = (): void => {
    for (let thread = 0; thread < threads; thread++) {
      const beat = Atomics.load(control, beatOf(board, thread));
      const before = quiet[thread];
      const isBusy = slots.some((_, slot) => stateIn(slot) === states.taken + thread);
      quiet[thread] = { beat, waits: isBusy && before?.beat === beat ? before.waits + 1 : 0 };
    }
  };

  const isDone = (slot: number): boolean => {
    const state = stateIn(slot);
    return state >= states.taken ? isLost(state - states.taken) : state !== states.full;
  };

  return {
    done: () => done,
    here,
    hasEnough: () => slots.filter((_, slot) => stateIn(slot) === states.full).length > threads,
    open: (work) => {
      reclaim();
      const free = [...slots.keys()].filter((slot) => stateIn(slot) === states.free);
      const kernel = free.length > 0 ? library.place(work.kernel) : undefined;
      if (kernel === undefined) return undefined;
      const number = numberAt(board.kernels, kernel);
      const slot = free.find((each) => control[usedBy(each)] === number) ?? free[0] ?? 0;
      if (!openSlot(slotOf(slot, work))) return undefined;
      owners.set(slot, work);
      control[kernelOf(slot)] = kernel;
      Atomics.store(control, stateOf(slot), states.open);
      return slot;
    },
    write: (slot, chunk) => writeChunk(slotOf(slot), chunk),
    publish: (slot) => {
      Atomics.store(control, stateOf(slot), states.full);
      count(board, words.published);
    },
    takeBack: (slot) => {
      try {
        return addedHere(slot);
      } finally {
        free(slot);
      }
    },
    isDone,
    help: (awaited) => {
      const seen = Atomics.load(control, words.finished);
      if (isDone(awaited)) return;
      const slot = claim(board, owners.keys(), threads);
      if (slot === undefined) {
        if (!changed(control, words.finished, seen, wait)) lookAround();
        return;
      }
      try {
        helped.set(slot, addedHere(slot).finish);
      } catch (error) {
        helped.set(slot, () => {
          throw error;
        });
      }
      Atomics.store(control, stateOf(slot), states.done);
    },
    take: (slot) => {
      const state = stateIn(slot);
      const thread = state - states.taken;
      try {
        if (thread >= 0) throw lostIn(slot, thread);
        return outcomes[state]?.(slot) ?? [];
      } finally {
        if (thread < 0 || !isAlive(thread)) free(slot);
        else forgotten.add(slot);
      }
    },
  };
};
