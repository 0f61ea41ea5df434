import fc from "fast-check";
import type { Lane } from "../../core/backends/index.ts";
import { type Batch, rowOf } from "../../core/columns/index.ts";
import { isJagradError } from "../../core/errors.ts";
import { wholeBatch } from "../arbitraries/batches.ts";
import { type Garbage, recordOfShape } from "../arbitraries/columns.ts";
import { type EventOptions, eventShape, type TestEvent, testEventsArbitrary } from "../arbitraries/events.ts";
import { functionOf } from "../arbitraries/functions.ts";
import { lambdaScope } from "../arbitraries/lambda-scope.ts";
import { lambdaFrom } from "../arbitraries/lambdas.ts";
import { tapeArbitrary } from "../arbitraries/tape.ts";
import { kernelOf, numberFrom } from "../kernel-of.ts";
import type { Law } from "../law.ts";
import { sameOn } from "../per-event.ts";
import { holdsFor } from "../sample.ts";
import { expectSame, sameNumber } from "./same-number.ts";

/** Lambdas by their text, on events of a kind. */
export interface LambdaSubject {
  readonly name: string;
  /** One text, or undefined for random ones. */
  readonly text: string | undefined;
  readonly events: EventOptions;
  readonly lane: Lane;
  /** What stands in missing slots. */
  readonly garbage?: Garbage;
}

export const batchFrom = (events: readonly TestEvent[], garbage: Garbage | undefined): Batch =>
  wholeBatch(recordOfShape(eventShape, events, garbage ?? { number: Number.NaN }, true), events.length);

/** @throws where the kernel of a lambda differs from the lambda run as JavaScript */
export const expectKernel = (text: string, batch: Batch, lane: Lane): void => {
  const f = functionOf(text);
  const wanted = Array.from({ length: batch.size }, (_, i) => numberFrom(f(rowOf(batch, i), lambdaScope)));
  expectSame(text, kernelOf(f, lambdaScope, batch, lane), wanted, sameOn(lane));
};

/** At most so many of the random lambdas may be refused as outside the language. */
const mostRefused = 0.05;

export const kernelsLaw: Law<LambdaSubject> = {
  name: "kernels",
  says: "the kernel of a lambda gives each event the number that the lambda gives as JavaScript",
  nameOf: ({ name, lane }) => `${name} on ${lane.name}`,
  check: (subject, settings) => {
    const { name, text, lane, garbage } = subject;
    let [tried, refused] = [0, 0];
    const arbitrary = fc.record({ numbers: tapeArbitrary(60), events: testEventsArbitrary(subject.events) });
    const sampling = { law: "kernels", subject: name, arbitrary, samples: text === undefined ? 700 : 25 };
    holdsFor(sampling, settings, ({ numbers, events }) => {
      tried += 1;
      const written = text ?? lambdaFrom(numbers, !subject.events.holes);
      try {
        expectKernel(written, batchFrom(events, garbage), lane);
      } catch (error) {
        const isRefused = text === undefined && isJagradError(error) && error.code === "E_LAMBDA";
        if (!isRefused) throw new Error(`${written}\n${String(error)}`, { cause: error });
        refused += 1;
      }
    });
    if (refused > mostRefused * tried) throw new Error(`${refused} of ${tried} lambdas were refused`);
  },
};

/** What may stand in slots of missing values. */
const fillings: readonly Garbage[] = [{ number: 0 }, { number: Number.NaN }, { number: 99, items: [3, 4] }];

export const missingSlotsLaw: Law<LambdaSubject> = {
  name: "missing slots",
  says: "a kernel does not depend on what stands in the slots of missing values",
  nameOf: kernelsLaw.nameOf,
  check: (subject, settings) => {
    const { name, text = "", lane } = subject;
    const f = functionOf(text);
    const arbitrary = testEventsArbitrary(subject.events);
    holdsFor({ law: "missing slots", subject: name, arbitrary, samples: 40 }, settings, (events) => {
      const [first = new Float64Array(0), ...others] = fillings.map((garbage) =>
        kernelOf(f, lambdaScope, batchFrom(events, garbage), lane),
      );
      for (const other of others) expectSame(text, other, first, sameNumber);
    });
  },
};
