import fc from "fast-check";
import { keptSeeds } from "./seeds.ts";
import { type Settings, scaled } from "./settings.ts";

export interface Sampling<T> {
  readonly law: string;
  readonly subject: string;
  readonly arbitrary: fc.Arbitrary<T>;
  /** How many samples are drawn if runs are not scaled. */
  readonly samples: number;
  /** Values that are always tried. */
  readonly always?: readonly T[];
}

/** Checks a predicate on samples, kept seeds first; the error names the seed and the smallest counterexample. */
export const holdsFor = <T>(
  { law, subject, arbitrary, samples, always = [] }: Sampling<T>,
  settings: Settings,
  check: (value: T) => void,
): void => {
  const kept = keptSeeds.filter((entry) => entry.law === law && entry.subject === subject).map(({ seed }) => seed);
  for (const seed of [...kept, settings.seed])
    fc.assert(fc.property(arbitrary, check), {
      seed,
      numRuns: scaled(settings, samples) + always.length,
      examples: always.map((value) => [value]),
      includeErrorInReport: true,
    });
};
