import type { Observable } from "rxjs";
import { type Batch, fail, type Members, type Parameters } from "../core/index.ts";
import * as diffOps from "../ops/diff.ts";
import * as hardOps from "../ops/hard.ts";
import type { Operators, Pipeline } from "./arbitraries/pipelines.ts";
import { type EventOf, sampleOf } from "./arbitraries/sampled.ts";
import type { CheckOptions } from "./check-plugin.ts";
import { type Law, stateLaw } from "./law.ts";
import { cutsLaw } from "./laws/cuts.ts";
import { flavoursLaw, type Same } from "./laws/flavours.ts";
import { repeatsLaw } from "./laws/repeats.ts";
import { streamKinds, streamsLaw, throwingSubscriberLaw } from "./laws/streams.ts";
import { useConservationLaw, useFiniteLaw, useLimitsLaw, useModesLaw } from "./laws/uses.ts";
import type { SampledUse } from "./operator-use.ts";
import { type Settings, settings } from "./settings.ts";
import { uncaught } from "./uncaught.ts";

type Flavour = "hard" | "diff";

/** A pipeline from events to one result. */
export type Uses<M> = (events: Observable<Batch<EventOf<M>>>) => Observable<unknown>;

/** An operator of an author, and one pipeline that uses it. */
export interface OperatorSubject<M extends Members, F, D> {
  readonly name: string;
  /** The operator, or the function that makes it, in each flavour that it has; both of one type. */
  readonly operator: {
    readonly hard: F;
    readonly diff?: D & ([Same<F, D>] extends [true] ? unknown : "the flavours differ in type");
  };
  /** What the events hold, and where they are sampled. */
  readonly events: M;
  /** The operator in a pipeline that ends with one result; the operators of the library come in its flavour. */
  readonly use: (operator: F, operators: Operators) => Uses<M>;
  /** What the result has derivatives with respect to. */
  readonly parameters?: Parameters;
  /** Whether the result needs an event, as a mean does: an empty source then may give NaN, and else gives zeros. */
  readonly needsEvents?: boolean;
  /** A pipeline whose number is the sum of all that `use` fills, for an operator that loses no event. */
  readonly total?: (operator: F, operators: Operators) => Uses<M>;
}

const library: Readonly<Record<Flavour, Operators>> = { hard: hardOps, diff: diffOps };

/**
 * States every law of operators of one pipeline with an operator: that no bit depends on how the stream is cut; that it
 * emits once, hands errors on and leaves its source; that each subscription starts afresh; and for a pair of flavours
 * that they take the same inputs, agree as widths go to zero, and that derivatives in both modes are those of
 * differences, and finite. Where a total is given, that nothing is lost.
 * @throws E_PARAMETER for a differentiable flavour without parameters
 * @example
 * checkOperator({
 *   name: "isolated", operator: { hard: isolated.hard, diff: isolated.diff },
 *   events: { muon: listOf(recordOf({ pt: real(5, 100), isolation: real(0, 0.5) })) }, parameters: { cut },
 *   use: (isolated, { count }) => (events) => events.pipe(isolated((ev) => ev.muon, { cut }), count()),
 * }, { test });
 */
export const checkOperator = <M extends Members, F, D = F>(
  subject: OperatorSubject<M, F, D>,
  options: CheckOptions,
): void => {
  const { name, operator, events, use, total, parameters = {}, needsEvents = false } = subject;
  const { test, report = console.log } = options;
  const chosen: Settings = { seed: options.seed ?? settings.seed, runs: options.runs ?? settings.runs };
  if (operator.diff !== undefined && Object.keys(parameters).length === 0)
    throw fail("E_PARAMETER", {
      what: `the differentiable flavour of ${name} has no parameters to be differentiated with respect to`,
      cure: "checkOperator({ ..., parameters: { cut } })",
    });
  const flavours: readonly Flavour[] = operator.diff === undefined ? ["hard"] : ["hard", "diff"];
  const made = (flavour: Flavour, make: typeof use): Pipeline =>
    make((operator[flavour] ?? operator.hard) as F, library[flavour]) as unknown as Pipeline;
  const useIn = (flavour: Flavour): SampledUse => ({
    operator: name,
    use: "as used",
    flavour,
    pipeline: made(flavour, use),
    sample: sampleOf(events),
    parameters,
    needsEvents,
  });
  const uses = flavours.map(useIn);
  const state = <S>(law: Law<S>, subjects: readonly S[]): void => stateLaw(law, subjects, { test, report }, chosen);

  state(cutsLaw, uses);
  state(repeatsLaw, uses);
  state(
    streamsLaw,
    uses.flatMap((each) => streamKinds.map((over) => ({ use: each, over }))),
  );
  state(throwingSubscriberLaw(uncaught), uses);
  if (total)
    state(
      useConservationLaw,
      uses.map((each) => ({ use: each, total: made(each.flavour, total) })),
    );
  if (operator.diff === undefined) return;
  const [hard, diff] = [useIn("hard"), useIn("diff")];
  state(flavoursLaw, [{ name, hard: operator.hard, diff: operator.diff }]);
  state(useLimitsLaw, [{ name, hard, diff }]);
  state(useModesLaw, [diff]);
  state(useFiniteLaw, [diff]);
};
