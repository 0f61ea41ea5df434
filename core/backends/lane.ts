import type { Pass } from "../program/index.ts";
import type { Environment, Rows } from "./environment.ts";

/** A way to run the event loop of a plan. */
export interface Lane {
  readonly name: string;
  /** Makes a pass ready to run; the same pass may run many times. */
  readonly prepare: (pass: Pass) => Kernel;
}

/**
 * Runs over rows and continues the accumulators, one array per accumulator of the pass.
 * @param given - the values of parameters and of what the prologue computed, by variable
 */
export type Kernel = (rows: Rows, given: Environment, accumulators: readonly Float64Array[]) => void;
