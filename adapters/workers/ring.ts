import type { Chunk, Partial, Work } from "../../core/backends/index.ts";
import { fail, type JagradError } from "../../core/errors.ts";
import { type Board, beatOf, claim, count, stateOf, states, statuses, statusOf, words } from "./board.ts";
import { libraryIn } from "./library.ts";
import { changed } from "./pause.ts";
import { partsOf, readSlot, readText, writeSlot } from "./slot.ts";

/** The slots of a board, as the thread that fills them sees them. */
export interface Ring {
  /** Writes a chunk for other threads; undefined where there is no room. */
  readonly publish: (chunk: Chunk, work: Work) => number | undefined;
  /**
   * Joins what the chunk in a slot adds up to, if it is done, and frees the slot; false if it is not.
   * @throws E_UPSTREAM where the thread that had it ended, got stuck or failed
   */
  readonly collect: (slot: number) => boolean;
  /** Adds up a chunk on this thread. */
  readonly here: (chunk: Chunk, work: Work) => Partial;
  /** While the chunk in a slot is not done: adds up one that no thread has begun, or waits a moment. */
  readonly help: (slot: number) => void;
  /** Takes a slot back that nobody will read. */
  readonly forget: (slot: number) => void;
  /** How many chunks were added up on this thread. */
  readonly done: () => number;
}

/** How long one wait is, in milliseconds. */
const wait = 100;

const lost = (who: string, said: string, { events, first }: Chunk, cause?: unknown): JagradError =>
  fail("E_UPSTREAM", {
    what: `${who} ${said}`,
    where: `the chunk of ${events} events that begins at event ${first}`,
    cure: "run again with a new pool of workers, or without workers",
    cause,
  });

/**
 * @param causes - why threads ended, as far as it is known
 * @param patience - after how many milliseconds a thread that gets no further is taken to be stuck
 */
export const ringOf = (board: Board, causes: ReadonlyMap<number, unknown>, patience: number): Ring => {
  const { control, slots, threads } = board;
  const library = libraryIn(board.kernels);
  const owners = new Map<number, Work>();
  const errors = new Map<number, unknown>();
  const forgotten = new Set<number>();
  const quiet = new Array<{ beat: number; waits: number }>(threads).fill({ beat: -1, waits: 0 });
  let done = 0;

  const stateIn = (slot: number): number => Atomics.load(control, stateOf(slot));
  const isAlive = (thread: number): boolean => Atomics.load(control, statusOf(board, thread)) !== statuses.ended;

  const isOpen = (state: number): boolean => state === states.full || state >= states.taken;

  const free = (slot: number): void => {
    owners.delete(slot);
    errors.delete(slot);
    forgotten.delete(slot);
    Atomics.store(control, stateOf(slot), states.free);
    if (owners.size === 0) library.tidy();
  };

  /** Takes back forgotten slots that nobody is at any more. */
  const reclaim = (): void => {
    for (const slot of forgotten) {
      const state = stateIn(slot);
      const thread = state - states.taken;
      if (state < states.taken || (thread < threads && !isAlive(thread))) free(slot);
    }
  };

  const here = (chunk: Chunk, work: Work): Partial => {
    done += 1;
    return work.here(chunk);
  };

  const written = (slot: number) => {
    const memory = slots[slot];
    if (!memory) throw fail("E_SHAPE", { what: `there is no slot ${slot}` });
    return { memory, ...readSlot(memory) };
  };

  const sizesOf = ({ kernel }: Work): readonly number[] => kernel.places.accumulators.map(({ size }) => size);

  /** The slots that were filled first come first. */
  const inOrder = (): Iterable<number> => owners.keys();

  /** What to do with a slot in each state. */
  const outcomes: Readonly<Record<number, (slot: number, work: Work) => void>> = {
    [states.done]: (slot, work) => work.join(partsOf(written(slot).sums, sizesOf(work))),
    [states.refused]: (slot, work) => {
      const partial = here(written(slot).chunk, work);
      work.join(partial);
      work.giveBack(partial);
    },
    [states.failed]: (slot) => {
      const { memory, chunk } = written(slot);
      throw errors.get(slot) ?? lost("a worker", `failed: ${readText(memory)}`, chunk);
    },
  };

  return {
    done: () => done,
    here,
    publish: (chunk, work) => {
      reclaim();
      const slot = slots.findIndex((_, k) => stateIn(k) === states.free);
      const memory = slots[slot];
      if (!memory) return undefined;
      const kernel = library.place(work.kernel);
      const sums = sizesOf(work).reduce((sum, size) => sum + size, 0);
      if (kernel === undefined || !writeSlot(memory, kernel, chunk, sums)) return undefined;
      owners.set(slot, work);
      Atomics.store(control, stateOf(slot), states.full);
      count(board, words.published);
      return slot;
    },
    collect: (slot) => {
      const work = owners.get(slot);
      const state = stateIn(slot);
      const thread = state - states.taken;
      if (thread >= 0) {
        if (!isAlive(thread)) throw lost(`worker ${thread}`, "ended", written(slot).chunk, causes.get(thread));
        const waited = wait * (quiet[thread]?.waits ?? 0);
        if (waited >= patience) throw lost(`worker ${thread}`, `got no further for ${waited} ms`, written(slot).chunk);
        return false;
      }
      const outcome = work && outcomes[state];
      if (!outcome) return false;
      outcome(slot, work);
      free(slot);
      return true;
    },
    help: (awaited) => {
      const seen = Atomics.load(control, words.finished);
      if (!isOpen(stateIn(awaited))) return;
      const slot = claim(board, inOrder(), threads);
      const work = slot === undefined ? undefined : owners.get(slot);
      if (slot !== undefined && work) {
        let state: number = states.done;
        try {
          const { chunk, sums } = written(slot);
          const parts = here(chunk, work);
          for (const [k, to] of partsOf(sums, sizesOf(work)).entries()) to.set(parts[k] ?? []);
          work.giveBack(parts);
        } catch (error) {
          errors.set(slot, error);
          state = states.failed;
        }
        Atomics.store(control, stateOf(slot), state);
        return;
      }
      if (changed(control, words.finished, seen, wait)) return;
      for (let thread = 0; thread < threads; thread++) {
        const beat = Atomics.load(control, beatOf(board, thread));
        const before = quiet[thread];
        const isBusy = slots.some((_, k) => stateIn(k) === states.taken + thread);
        quiet[thread] = { beat, waits: isBusy && before?.beat === beat ? before.waits + 1 : 0 };
      }
    },
    forget: (slot) => {
      forgotten.add(slot);
      Atomics.compareExchange(control, stateOf(slot), states.full, states.done);
    },
  };
};
