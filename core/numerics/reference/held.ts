import type { Reference } from "./exact.ts";
import * as references from "./references.ts";

export { references };

/** The references with the tables of mpmath that they are held to and the arguments before those of the table. */
export const held: readonly (readonly [table: string, reference: Reference, before: readonly number[]])[] = [
  ...Object.entries(references)
    .filter(([name]) => !["atan2", "hypot", "pow"].includes(name))
    .map(([name, reference]) => [name, reference, []] as const),
  ["lgammaOfPositive", references.lgamma, []],
  ["digammaOfPositive", references.digamma, []],
  ["lgammaNegative", references.lgamma, []],
  ["digammaNegative", references.digamma, []],
  ["atan2Of2.5", references.atan2, [2.5]],
  ["atan2Of-3e-160", references.atan2, [-3e-160]],
  ["hypotOf3", references.hypot, [3]],
  ["powOf1.7", references.pow, [1.7]],
  ["powOf0.999", references.pow, [0.999]],
  ["powOf3e205", references.pow, [3e205]],
  ["powOf1e-310", references.pow, [1e-310]],
  ["powOf1.001", references.pow, [1.001]],
];

/** Tables that go next to zeros which are no doubles: there a reference has fewer bits of its value. */
export const absolute: ReadonlySet<string> = new Set([
  "digamma",
  "digammaOfPositive",
  "digammaNegative",
  "lgammaNegative",
]);
