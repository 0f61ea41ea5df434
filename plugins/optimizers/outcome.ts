import type { Point } from "./objective.ts";

/** One step of a search. */
export interface Step {
  /** number of the step, from 0 */
  readonly step: number;
  readonly parameters: Point;
  /** value of the objective there */
  readonly value: number;
  /** largest move of a parameter that follows, or size of the region left: in widths, or as part of the first interval */
  readonly move: number;
  /** factor on the widths of the choices at which the value holds */
  readonly widthFactor: number;
}

/** Why a search ended. */
export type Reason = "converged" | "steps used up" | "cancelled";

/** What a search found. */
export interface Outcome {
  /** the best point seen at the last width factor */
  readonly parameters: Point;
  /** value of the objective there */
  readonly value: number;
  /** steps taken */
  readonly steps: number;
  /** how often the objective was asked */
  readonly evaluations: number;
  readonly history: readonly Step[];
  readonly converged: boolean;
  readonly reason: Reason;
}
