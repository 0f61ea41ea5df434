import type { Adding } from "./wasm/adding.ts";
import type { Chunk, Partial } from "./wasm/chunk.ts";
import type { Places } from "./wasm/instance.ts";

/** A kernel as data that another thread can be told. */
export interface PostedKernel {
  /** The module, for memory that threads share. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly places: Places;
  /** The functions that it calls for single numbers, by the names of `functions`. */
  readonly functions: readonly string[];
  /** What each accumulator of a sum starts from. */
  readonly starts: readonly number[];
}

/** Sums of one pass that threads may add up. */
export interface Work {
  readonly kernel: PostedKernel;
  /** Begins a sum on this thread. */
  readonly here: () => Adding;
}

/** Sums that may not be there yet. */
export interface Pending {
  /** True when there is nothing to wait for. */
  readonly isDone: () => boolean;
  /** The sums, waited for where they are not there; once, and to be read at once. */
  readonly take: () => Partial;
}

/** A sum that some thread adds up. */
export interface SharedSum extends Pending {
  /** The chunk is read before this returns. */
  readonly add: (chunk: Chunk) => void;
  /** No chunk comes any more. */
  readonly end: () => void;
}

/** Threads that add up events beside this one. */
export interface Workers {
  /** Begins one sum of a pass. */
  readonly share: (work: Work) => SharedSum;
}
