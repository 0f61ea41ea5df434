import { fail, type JagradError } from "../errors.ts";
import { emit } from "../lambda/index.ts";
import { mul } from "../primitives/index.ts";
import { type Atom, type Builder, constant } from "../program/index.ts";
import { answered, type Interval, probabilityOf } from "./interval.ts";
import type { State } from "./outcomes.ts";
import type { Sink } from "./sink.ts";
import { type Step, stepNamed } from "./step.ts";

/** What is known of the noise of a quantity: where it lies, and how it is distributed. */
export interface Answered {
  readonly interval: Interval;
  readonly step: Step;
}

/** What is known of the noise of each quantity, by its key. */
export type Answers = ReadonlyMap<string, Answered>;

const twoSteps = (where: string | undefined): JagradError =>
  fail("E_SOFT", {
    what: "one quantity is compared with noise of two distributions",
    where,
    cure: "state the same step for all comparisons of a quantity",
  });

/** What the answers of an outcome say about the noise of each quantity. */
export const answersOf = (b: Builder, { answers }: Pick<State, "answers">): Answers => {
  const all = new Map<string, Answered>();
  for (const { threshold, holds } of answers) {
    const { quantity, step, equation } = threshold;
    const before = all.get(quantity.key);
    if (before && before.step !== step) throw twoSteps(equation.from?.label);
    all.set(quantity.key, { interval: answered(b, before?.interval, threshold, holds), step });
  }
  return all;
};

/**
 * The distribution of the noise by which a sink spreads a quantity, which may have been compared before.
 * @throws E_SOFT where the comparisons state another one than the sink
 */
export const stepFor = ({ step, operator }: Sink, shared: Answered | undefined): Step => {
  const stated = stepNamed(step);
  if (shared && step && shared.step !== stated) throw twoSteps(operator);
  return shared?.step ?? stated;
};

/** The probability that the noise of every quantity lies where it is known to lie. */
export const productOf = (b: Builder, answers: Answers): Atom =>
  [...answers.values()].reduce<Atom>(
    (p, { interval, step }) => emit(b, mul, p, probabilityOf(b, interval, step)),
    constant(1),
  );
