import type { Choice } from "jagrad/core";
import * as diff from "jagrad/ops/diff";
import * as hard from "jagrad/ops/hard";
import { type Momenta, sphericity } from "./sphericity.ts";

const isotropicIn =
  ({ filter }: Pick<typeof hard, "filter">) =>
  <E>(momenta: (event: E) => Momenta, least: Choice) =>
    filter((ev: E, { momenta, sphericity, least }) => sphericity(momenta(ev)) > least, { momenta, sphericity, least });

/**
 * Keeps the events whose momenta are spread over all directions.
 * @param momenta - a lambda that gives the momenta of an event
 * @param least - the least transverse sphericity
 * @example
 * events.pipe(isotropic((ev) => ev.jet, parameter("sphericity", 0.4, { width: 0.02 })), count())
 */
export const isotropic = {
  /** For pipelines of `jagrad/ops/hard`. */
  hard: isotropicIn(hard),
  /** For pipelines of `jagrad/ops/diff`. */
  diff: isotropicIn(diff),
};
