import { fail } from "../../core/index.ts";
import type { Point } from "./objective.ts";

/** How the widths of the choices shrink while the search goes on. */
export interface Anneal {
  /** factor on all widths at the first step */
  readonly from: number;
  /** the last factor */
  readonly to: number;
  /** over so many steps, in equal ratios; half of all steps if it is not given */
  readonly steps?: number | undefined;
  /** true if this factor would be too narrow at this point: the factor stays where it is from then on */
  readonly floorReached?: ((widthFactor: number, at: Point) => boolean | Promise<boolean>) | undefined;
}

/** The width factor of each step. */
export interface Schedule {
  next(step: number, at: Point): Promise<number>;
  /** no change of the factor is to come */
  settled(): boolean;
}

const constant: Schedule = { next: () => Promise.resolve(1), settled: () => true };

/**
 * The schedule of an annealing, or the constant factor 1 for none.
 * @param maxSteps - steps of the whole search
 * @throws E_PARAMETER for factors that are not positive
 */
export const scheduleOf = (anneal: Anneal | undefined, maxSteps: number): Schedule => {
  if (!anneal) return constant;
  const { from, to, floorReached } = anneal;
  if (!(from > 0 && to > 0 && Number.isFinite(from) && Number.isFinite(to)))
    throw fail("E_PARAMETER", { what: `width factors must be positive, found ${from} to ${to}` });
  const last = Math.max(1, (anneal.steps ?? Math.ceil(maxSteps / 2)) - 1);
  let factor = from;
  let settled = from === to;
  return {
    settled: () => settled,
    next: async (step, at) => {
      if (step === 0 || settled) return factor;
      const narrower = step >= last ? to : from * (to / from) ** (step / last);
      const floor = (await floorReached?.(narrower, at)) ?? false;
      settled = floor || step >= last;
      if (!floor) factor = narrower;
      return factor;
    },
  };
};
