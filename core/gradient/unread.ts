import type { LaneName } from "../backends/index.ts";
import { spreadTo } from "../primitives/index.ts";
import { type Atom, axisOf, type Builder, constant, remembering } from "../program/index.ts";
import { plan } from "../transforms/index.ts";
import type { Compiled } from "./compiled.ts";
import { type Runner, runner } from "./runner.ts";

/** Outputs by number. */
type Some = readonly number[];

/** Choices of outputs for which something is kept. */
const mostChoices = 32;

/** Makes something of some outputs, once for each choice of them. */
export const onceFor = <Of extends readonly Some[], T extends object>(make: (...of: Of) => T): ((...of: Of) => T) => {
  const made = remembering<string, T>(mostChoices);
  return (...of) => made(of.map((some) => some.join(" ")).join(", "), () => make(...of));
};

/** Outputs with NaN in place of those that nobody reads, so that nothing is computed for them. */
export const withoutUnread = (b: Builder, outputs: readonly Atom[], unread: Some): readonly Atom[] =>
  outputs.map((output, k) => (unread.includes(k) ? spreadTo(b, constant(Number.NaN), axisOf(output)) : output));

/** What runs outputs that have no derivatives, or without them. */
export const valuesBy = (b: Builder, outputs: readonly Atom[], lane: LaneName): Compiled["value"] =>
  onceFor((unread: Some): Runner => runner(plan(b.program(withoutUnread(b, outputs, unread))), lane));
