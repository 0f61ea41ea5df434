import { diffFlavour, type Flavour, hardFlavour, type Scalar } from "../core/index.ts";
import { type Branched, counting } from "./filling.ts";
import { fillingOperator } from "./stream.ts";
import type { FillOptions, WaysOptions } from "./types.ts";

const countIn =
  (flavour: Flavour) =>
  <E>(options: FillOptions & WaysOptions = {}): Branched<E, Scalar> =>
    fillingOperator<E, Scalar>(flavour, counting("count", options), options.mode);

/**
 * Adds up the weights of the events.
 * @example
 * events.pipe(filter((ev) => ev.met > 20), count())
 */
export const hard = /* @__PURE__ */ countIn(hardFlavour);

/** `count` in the differentiable flavour: the expected number of events. */
export const diff = /* @__PURE__ */ countIn(diffFlavour);
