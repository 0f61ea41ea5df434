import {
  adding,
  functionsByName,
  type Instance,
  instanceIn,
  type PostedKernel,
} from "../../core/backends/wasm/thread.ts";
import {
  type Board,
  beatOf,
  claim,
  count,
  doneBy,
  kernelOf,
  stateOf,
  states,
  statuses,
  statusOf,
  usedBy,
  words,
} from "./board.ts";
import { kernelAt, numberAt } from "./library.ts";
import { chunksIn, writeText } from "./slot.ts";

interface Job {
  readonly kernel: PostedKernel;
  module?: WebAssembly.Module;
  /** By memory. */
  readonly instances: Map<WebAssembly.Memory, Instance>;
}

/** Kernels that a thread keeps. */
const mostJobs = 32;

const instanceOf = (job: Job, memory: WebAssembly.Memory): Instance => {
  const { kernel, instances } = job;
  const known = instances.get(memory);
  if (known) return known;
  job.module ??= new WebAssembly.Module(kernel.bytes);
  const functions = kernel.functions.flatMap((name) => functionsByName.get(name) ?? []);
  const instance = instanceIn(memory, job.module, kernel.places, functions);
  instances.set(memory, instance);
  return instance;
};

/** Adds up chunks until the pool closes; blocks its thread. */
export const serve = (board: Board, thread: number): void => {
  const { control, slots, kernels } = board;
  const every = slots.map((_, slot) => slot);
  const jobs = new Map<number, Job>();

  const jobAt = (at: number, number: number): Job => {
    const job = jobs.get(number) ?? { kernel: kernelAt(kernels, at), instances: new Map() };
    jobs.delete(number);
    jobs.set(number, job);
    const [oldest = number] = jobs.keys();
    if (jobs.size > mostJobs) jobs.delete(oldest);
    return job;
  };

  /** What another kernel has left in memory could be taken for places in it. */
  const clean = (slot: number, memory: WebAssembly.Memory, number: number, job: Job): void => {
    const before = control[usedBy(slot)];
    if (before === number) return;
    if (before !== 0) new Float64Array(memory.buffer, 0, job.kernel.places.size / 8).fill(0);
    job.instances.delete(memory);
    control[usedBy(slot)] = number;
  };

  const tile = (): void => {
    Atomics.add(control, beatOf(board, thread), 1);
  };

  const addUpSlot = (slot: number, memory: WebAssembly.Memory): number => {
    const at = control[kernelOf(slot)] ?? 0;
    const number = numberAt(kernels, at);
    const job = jobAt(at, number);
    const { places, starts } = job.kernel;
    const own = { memory, begin: places.size };
    try {
      const chunks = chunksIn(own);
      clean(slot, memory, number, job);
      const sums = adding(instanceOf(job, memory), starts, { tile });
      const isWhole = chunks.every(sums.add);
      sums.finish();
      return isWhole ? states.done : states.refused;
    } catch (error) {
      writeText(own, error instanceof Error ? error.message : String(error));
      return states.failed;
    }
  };

  Atomics.store(control, statusOf(board, thread), statuses.ready);
  for (;;) {
    const seen = Atomics.load(control, words.published);
    const slot = claim(board, every, thread);
    const memory = slot === undefined ? undefined : slots[slot];
    if (slot !== undefined && memory) {
      const state = addUpSlot(slot, memory);
      Atomics.add(control, doneBy(board, thread), 1);
      Atomics.store(control, stateOf(slot), state);
      count(board, words.finished);
    } else if (Atomics.load(control, words.closing) !== 0) return;
    else Atomics.wait(control, words.published, seen);
  }
};
