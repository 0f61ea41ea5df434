import type { Numbers } from "../workloads/contest.ts";

/** One algorithm with one input. */
export interface Algorithm {
  /** As `--only` names it; what stands before a dot names the functions of the rivals. */
  readonly name: string;
  readonly what: string;
  /** What is sent to rivals. */
  readonly input: object;
  /** The value and the derivatives along two directions, from lambdas that run as JavaScript. */
  readonly expected: () => Numbers;
  /** Compiles what is timed. */
  readonly compiled: () => Promise<Compiled>;
  /** The relative difference from what is expected that differences allow; 1e-7 where nothing is said. */
  readonly tolerance?: number;
  /** Libraries of Python that compute it. */
  readonly python: readonly string[];
  /** False for a whole search, which has no value apart from what it finds. */
  readonly hasValue?: boolean;
  /** Whether TensorFlow.js computes it. */
  readonly tensorflow?: boolean;
}

/** What is timed of this library; `numbers` are read from a result after the clock has stopped. */
export interface Compiled {
  readonly gradient: () => unknown;
  readonly value?: () => unknown;
  readonly numbers: (value: unknown, gradient: unknown) => Numbers;
}
