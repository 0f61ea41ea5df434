import { fail } from "../../core/index.ts";
import { cancelled } from "./cancelled.ts";
import type { Sense } from "./objective.ts";
import type { Outcome, Reason, Step } from "./outcome.ts";

/** What every search shares. */
export interface SearchOptions {
  /** the default is to minimise */
  readonly sense?: Sense | undefined;
  readonly signal?: AbortSignal | undefined;
  /** called after each step; the search waits for what it returns */
  readonly onStep?: ((step: Step) => void | Promise<void>) | undefined;
}

/** The record of a search: its steps, and the best of those at the last width factor. */
export interface Log {
  add(step: Omit<Step, "step">): Promise<void>;
  /** Runs the objective; an aborted signal becomes the error that carries the best point. */
  ask<T>(work: () => T | Promise<T>): Promise<T>;
  /** How often the objective was asked. */
  evaluations(): number;
  /** @throws E_PARAMETER if no step was allowed */
  finish(reason: Reason): Outcome;
}

export const logOf = ({ sense = "minimise", signal, onStep }: SearchOptions): Log => {
  const history: Step[] = [];
  const sign = sense === "maximise" ? -1 : 1;
  let best: Step | undefined;
  let evaluations = 0;
  const outcome = (reason: Reason): Outcome | undefined =>
    best && {
      parameters: best.parameters,
      value: best.value,
      steps: history.length,
      evaluations,
      history: [...history],
      converged: reason === "converged",
      reason,
    };
  const stopIfAborted = (): void => {
    if (signal?.aborted) throw cancelled(outcome("cancelled"), signal.reason);
  };
  return {
    finish: (reason) => {
      const found = outcome(reason);
      if (found) return found;
      throw fail("E_PARAMETER", {
        what: "a search needs at least one step",
        cure: "raise its largest number of steps",
      });
    },
    evaluations: () => evaluations,
    add: async (parts) => {
      const step = { step: history.length, ...parts };
      history.push(step);
      if (best?.widthFactor !== step.widthFactor || sign * (step.value - best.value) <= 0) best = step;
      await onStep?.(step);
    },
    ask: async (work) => {
      stopIfAborted();
      evaluations++;
      const result = await Promise.resolve()
        .then(work)
        .catch((error: unknown) => {
          stopIfAborted();
          throw error;
        });
      stopIfAborted();
      return result;
    },
  };
};
