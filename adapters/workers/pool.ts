import type { Partial, Workers } from "../../core/backends/index.ts";
import { fail } from "../../core/errors.ts";
import { count, doneBy, makeBoard, statuses, statusOf, words } from "./board.ts";
import { ringOf } from "./ring.ts";
import { type SumInSlot, sharedSum } from "./shared-sum.ts";
import type { StartThread, Thread } from "./threads.ts";

/** How many chunks of events were added up where. */
export interface Chunks {
  readonly here: number;
  readonly workers: readonly number[];
}

/** Threads that add up events beside this one. */
export interface WorkerPool extends Workers, AsyncDisposable {
  /** How many threads run. */
  readonly size: () => number;
  readonly chunks: () => Chunks;
  /** Ends the threads; what they have begun is finished. */
  readonly close: () => Promise<void>;
}

const afterwards = (milliseconds: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener("abort", () => clearTimeout(timer), { once: true });
  });

/** How long a thread may take to finish its chunk before it is ended, in milliseconds. */
const grace = 1_000;

const closed = () =>
  fail("E_PARAMETER", {
    what: "the pool of workers is closed",
    cure: "make a new one with workers(n), or leave out the option",
  });

/** A pool without threads: all is done on this one. */
export const emptyPool = (): WorkerPool => {
  let [here, isClosed] = [0, false];
  const close = async (): Promise<void> => {
    isClosed = true;
  };
  return {
    size: () => 0,
    chunks: () => ({ here, workers: [] }),
    share: (work) => {
      if (isClosed) throw closed();
      here += 1;
      const { add, finish } = work.here();
      return { add: (chunk) => void add(chunk), end: () => undefined, isDone: () => true, take: finish };
    },
    close,
    [Symbol.asyncDispose]: close,
  };
};

/** A pool of threads that are started in a given way. */
export const poolOf = async (n: number, start: StartThread, patience = 10_000): Promise<WorkerPool> => {
  const board = makeBoard(n);
  const { control } = board;
  const causes = new Map<number, unknown>();
  const ring = ringOf(board, causes, patience);
  const inSlots = new Set<SumInSlot>();
  const numbers = Array.from({ length: n }, (_, thread) => thread);
  let isClosed = false;

  const starting = numbers.map((thread) =>
    start({ board, thread }, (cause) => {
      if (cause !== undefined) causes.set(thread, cause);
      Atomics.store(control, statusOf(board, thread), statuses.ended);
      count(board, words.finished);
    }),
  );
  const started = await Promise.allSettled(starting);
  const threads = started.flatMap((each): Thread[] => (each.status === "fulfilled" ? [each.value] : []));

  const close = async (): Promise<void> => {
    isClosed = true;
    Atomics.store(control, words.closing, 1);
    count(board, words.published);
    await Promise.all(
      threads.map(async ({ ended, end }) => {
        const late = new AbortController();
        await Promise.race([ended, afterwards(grace, late.signal)]);
        late.abort();
        await end();
      }),
    );
  };

  const failed = started.find((each) => each.status === "rejected");
  if (failed) {
    await close();
    throw fail("E_UPSTREAM", { what: "a worker could not be started", cause: failed.reason });
  }

  const makeRoom = (): void => {
    for (const sum of inSlots) if (!sum.keepsSlot()) inSlots.delete(sum);
  };

  return {
    size: () => numbers.filter((thread) => Atomics.load(control, statusOf(board, thread)) !== statuses.ended).length,
    chunks: () => ({
      here: ring.done(),
      workers: numbers.map((thread) => Atomics.load(control, doneBy(board, thread))),
    }),
    share: (work) => {
      if (isClosed) throw closed();
      const sum = sharedSum(ring, work, makeRoom);
      inSlots.add(sum);
      const take = (): Partial => {
        inSlots.delete(sum);
        return sum.take();
      };
      return { ...sum, take };
    },
    close,
    [Symbol.asyncDispose]: close,
  };
};
