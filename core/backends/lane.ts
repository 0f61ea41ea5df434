import type { Pass } from "../program/index.ts";
import type { Environment, Rows } from "./environment.ts";
import type { Pending, Workers } from "./workers.ts";

/** A way to run the event loop of a plan. */
export interface Lane {
  readonly name: string;
  /** True where functions come out as near as their primitives state, and not always as JavaScript has them. */
  readonly approximates?: true;
  /** Makes a pass ready to run; the same pass may run many times. */
  readonly prepare: (pass: Pass) => Kernel;
}

/**
 * Starts to add up events into accumulators, one array per accumulator of the pass.
 * @param workers - threads that may take a part of it
 */
export type Kernel = (accumulators: readonly Float64Array[], workers?: Workers) => Feed;

/** Takes events, which may be added up at once or together with those that come after. */
export interface Feed {
  /**
   * @param given - the values of parameters and of what the prologue computed, by variable: the same ones whenever it is the
   * same map; numbers of words may change in it
   */
  readonly add: (rows: Rows, given: Environment) => void;
  /** Adds up what is left: only then are the accumulators whole. What other threads add up is not in them, and given. */
  readonly end: () => Pending | undefined;
  /**
   * Ends like `end` where all that was added since a block began lies together: gives it, to be read at once, and leaves
   * the accumulators as they are. Undefined where it does not; then `end` is to be called.
   */
  readonly take?: () => readonly Float64Array[] | undefined;
}

/** A kernel that adds up events at once. */
export const atOnce =
  (run: (rows: Rows, given: Environment, accumulators: readonly Float64Array[]) => void): Kernel =>
  (accumulators) => ({ add: (rows, given) => run(rows, given, accumulators), end: () => undefined });

/** Adds up some rows with a kernel. */
export const runOnce = (
  kernel: Kernel,
  rows: Rows,
  given: Environment,
  accumulators: readonly Float64Array[],
): void => {
  const feed = kernel(accumulators);
  feed.add(rows, given);
  feed.end();
};
