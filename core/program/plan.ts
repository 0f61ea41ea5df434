import type { Equation } from "./primitive.ts";
import type { Program } from "./program.ts";

/** One loop over the events of a source, and what it adds up. */
export interface Pass {
  /** Its inputs are columns, and what the prologue computed. */
  readonly program: Program;
  /** The equations of the program that end outside the event loop; their outputs are its accumulators. */
  readonly accumulators: readonly Equation[];
}

/** A program cut at the event axis: what is computed before, during and after a pass over the events. */
export interface Plan {
  readonly prologue: Program;
  readonly pass: Pass | undefined;
  readonly epilogue: Program;
}
