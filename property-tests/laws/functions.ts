import fc from "fast-check";
import { wholeBatch } from "../arbitraries/batches.ts";
import { anyInputs, inputsIn, shapeOf } from "../arbitraries/inputs.ts";
import { type Call, callsOf, columnsOfCalls, numberAt } from "../called.ts";
import type { FunctionSubject } from "../function-subjects.ts";
import { kernelOf } from "../kernel-of.ts";
import type { Law } from "../law.ts";
import { lanes, sameOn } from "../per-event.ts";
import { holdsFor } from "../sample.ts";
import { expectSame } from "./same-number.ts";

type Sample = readonly unknown[];

/** Lambdas that call a function, made for what it gives on some samples. */
export const callsIn = (subject: FunctionSubject, seed: number): readonly Call[] =>
  callsOf(subject, fc.sample(inputsIn(subject.domains), { numRuns: 20, seed }));

export const samplesOf = (subject: FunctionSubject, law: string, arbitrary: fc.Arbitrary<Sample>, samples: number) => ({
  law,
  subject: subject.name,
  arbitrary: fc.array(arbitrary, { minLength: 1, maxLength: 8 }),
  samples,
});

export const functionsLaw: Law<FunctionSubject> = {
  name: "functions",
  says: "a closed lambda compiled on every lane gives the number it gives as JavaScript, also for NaN and infinities",
  nameOf: ({ name }) => name,
  check: (subject, settings) => {
    const { f, domains } = subject;
    for (const call of callsIn(subject, settings.seed))
      holdsFor(samplesOf(subject, "functions", anyInputs(domains), 40), settings, (samples) => {
        const events = wholeBatch(columnsOfCalls(samples, domains.map(shapeOf), "x"), samples.length);
        const wanted = samples.map((_, row) => numberAt(call, f, events, row));
        for (const lane of lanes) expectSame(lane.name, kernelOf(call, { f }, events, lane), wanted, sameOn(lane));
      });
  },
};
