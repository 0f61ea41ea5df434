import type { Choice } from "jagrad/core";
import type { StageOperator } from "jagrad/ops";
import * as diff from "jagrad/ops/diff";
import * as hard from "jagrad/ops/hard";
import { type Momenta, sphericity } from "./sphericity.ts";

type Isotropic = <E>(momenta: (event: E) => Momenta, least: Choice) => StageOperator<E, E>;

const isotropicIn =
  ({ filter }: Pick<typeof hard, "filter">): Isotropic =>
  <E>(momenta: (event: E) => Momenta, least: Choice) =>
    filter((ev: E, { momenta, sphericity, least }) => sphericity(momenta(ev)) > least, { momenta, sphericity, least });

interface Flavours {
  /** For pipelines of `jagrad/ops/hard`. */
  readonly hard: Isotropic;
  /** For pipelines of `jagrad/ops/diff`. */
  readonly diff: Isotropic;
}

/**
 * Keeps the events whose momenta are spread over all directions.
 * @param momenta - a lambda that gives the momenta of an event
 * @param least - the least transverse sphericity
 * @example
 * events.pipe(isotropic.diff((ev) => ev.jet, parameter("sphericity", 0.4, { width: 0.02 })), count())
 */
export const isotropic: Flavours = { hard: isotropicIn(hard), diff: isotropicIn(diff) };
