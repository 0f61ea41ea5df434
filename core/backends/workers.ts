import type { Chunk, Partial } from "./wasm/chunk.ts";
import type { Places } from "./wasm/instance.ts";

/** A kernel as data that another thread can be told. */
export interface PostedKernel {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly places: Places;
  /** The functions that it calls for single numbers, by the names of `functions`. */
  readonly functions: readonly string[];
  /** What each accumulator of a chunk starts from. */
  readonly starts: readonly number[];
}

/** Chunks of one pass that threads may add up. */
export interface Work {
  readonly kernel: PostedKernel;
  /** Adds up a chunk on this thread. */
  readonly here: (chunk: Chunk) => Partial;
  /** Takes back what `here` gave, for another chunk. */
  readonly giveBack: (partial: Partial) => void;
  /** Told what each chunk adds up to, in the order in which they were added. */
  readonly join: (partial: Partial) => void;
}

/** What other threads are still at. */
export interface Pending {
  /** True when there is nothing to wait for. */
  readonly isDone: () => boolean;
  /** Waits until every chunk has been joined. */
  readonly wait: () => void;
}

/** Takes the chunks of one pass. */
export interface SharedWork extends Pending {
  /** The chunk is read before this returns. */
  readonly add: (chunk: Chunk) => void;
}

/** Threads that add up events beside this one. */
export interface Workers {
  readonly share: (work: Work) => SharedWork;
}
