import {
  adding,
  functionsByName,
  type Instance,
  instantiate,
  type PostedKernel,
} from "../../core/backends/wasm/thread.ts";
import { type Board, beatOf, claim, count, doneBy, stateOf, states, statuses, statusOf, words } from "./board.ts";
import { kernelAt, numberAt } from "./library.ts";
import { readSlot, writeSums, writeText } from "./slot.ts";

interface Job {
  readonly kernel: PostedKernel;
  readonly instance: Instance;
}

/** Kernels that a thread keeps. */
const mostJobs = 32;

const jobOf = (kernel: PostedKernel): Job => {
  const functions = kernel.functions.flatMap((name) => functionsByName.get(name) ?? []);
  return { kernel, instance: instantiate(kernel.bytes, kernel.places, functions) };
};

/** Adds up chunks until the pool closes; blocks its thread. */
export const serve = (board: Board, thread: number): void => {
  const { control, slots, kernels } = board;
  const every = slots.map((_, slot) => slot);
  const jobs = new Map<number, Job>();

  const jobAt = (at: number): Job => {
    const number = numberAt(kernels, at);
    const job = jobs.get(number) ?? jobOf(kernelAt(kernels, at));
    jobs.delete(number);
    jobs.set(number, job);
    const [oldest = number] = jobs.keys();
    if (jobs.size > mostJobs) jobs.delete(oldest);
    return job;
  };

  const tile = (): void => {
    Atomics.add(control, beatOf(board, thread), 1);
  };

  const addUpSlot = (memory: SharedArrayBuffer): number => {
    try {
      const { kernel: at, chunks, sums } = readSlot(memory);
      const { kernel, instance } = jobAt(at);
      const own = adding(instance, kernel.starts, { tile });
      const isWhole = chunks.every(own.add);
      const found = own.finish();
      if (!isWhole) return states.refused;
      writeSums(sums, found);
      return states.done;
    } catch (error) {
      writeText(memory, error instanceof Error ? error.message : String(error));
      return states.failed;
    }
  };

  Atomics.store(control, statusOf(board, thread), statuses.ready);
  for (;;) {
    const seen = Atomics.load(control, words.published);
    const slot = claim(board, every, thread);
    const memory = slot === undefined ? undefined : slots[slot];
    if (slot !== undefined && memory) {
      const state = addUpSlot(memory);
      Atomics.add(control, doneBy(board, thread), 1);
      Atomics.store(control, stateOf(slot), state);
      count(board, words.finished);
    } else if (Atomics.load(control, words.closing) !== 0) return;
    else Atomics.wait(control, words.published, seen);
  }
};
