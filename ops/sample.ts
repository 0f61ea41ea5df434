import { fail, type LambdaStage, uniform } from "../core/index.ts";
import { stageOperator } from "./stream.ts";
import type { StageOperator } from "./types.ts";

export interface SampleOptions {
  /** Another seed keeps other events; default 0. */
  readonly seed?: number;
}

interface Scope {
  readonly fraction: number;
  readonly seed: number;
  readonly own: number;
  readonly uniform: (key: number, event: number, item: number) => number;
}

const isDrawn = (_event: unknown, number: number, { fraction, seed, own, uniform }: Scope): boolean =>
  uniform(seed, number, own) < fraction;

/** Items from here on are those of operators, so that their draws are not those of a lambda with the same key. */
export const ownItems = 2 ** 30;

/** @throws E_PARAMETER for a seed that is no whole number */
export const checkSeed = (seed: number): number => {
  if (Number.isSafeInteger(seed)) return seed;
  throw fail("E_PARAMETER", { what: `a seed is a whole number, not ${seed}` });
};

const sampleIn =
  (flavour: LambdaStage["flavour"]) =>
  <E>(fraction: number, { seed = 0 }: SampleOptions = {}): StageOperator<E, E> => {
    if (!(fraction >= 0 && fraction <= 1))
      throw fail("E_PARAMETER", { what: `a fraction of ${fraction} cannot be kept`, cure: "a number from 0 to 1" });
    return stageOperator<E, E>({
      kind: "filter",
      operator: "sample",
      flavour,
      f: isDrawn,
      scope: { fraction, seed: checkSeed(seed), own: ownItems, uniform },
      options: {},
      numbered: true,
    });
  };

/**
 * Keeps a random fraction of the events: a function of the seed and of the number of the event in its source, so the
 * same events however the stream is cut. Items that became events are kept or dropped with their event.
 * @param fraction - the probability with which an event is kept, from 0 to 1
 * @throws E_PARAMETER outside of that range, and for a seed that is no whole number
 * @example
 * events.pipe(sample(0.1, { seed: 7 }), count())
 */
export const hard = /* @__PURE__ */ sampleIn("hard");

/** `sample` in the differentiable flavour: which events are kept depends on no choice. */
export const diff = /* @__PURE__ */ sampleIn("diff");
