import { diffFlavour, type Flavour, hardFlavour } from "../core/index.ts";
import { type Branched, type Filling, fillingIn } from "./filling.ts";
import { type FoldLambda, foldFilling } from "./reduce.ts";
import { fillingOperator } from "./stream.ts";
import type { FillOptions, Folded, NoScope, ScopeOf, Seed, StageOptions } from "./types.ts";

/** Emits what has been filled so far while the events come in. */
interface Scan {
  <E, R>(branch: Branched<E, R>): Branched<E, R>;
  <E, A extends Seed, S extends ScopeOf = NoScope>(
    f: FoldLambda<A, E, S>,
    seed: A,
    scope?: S,
    options?: FillOptions & StageOptions,
  ): Branched<E, Folded<A>>;
}

const scanIn = (flavour: Flavour): Scan => {
  return <E, R>(
    f: object,
    seed?: Seed,
    scope: ScopeOf = {},
    options: FillOptions & StageOptions = {},
  ): Branched<E, R> => {
    const filling =
      seed === undefined
        ? fillingIn<R>("scan", f, flavour)
        : (foldFilling("scan", f, seed, scope, options) as Filling<R>);
    return fillingOperator<E, R>(flavour, filling, options.mode, true);
  };
};

/**
 * Emits what a branch, or a fold with a seed as of `reduce`, has filled so far: after each 32768 events, however the
 * stream is cut, and at the end. A result before the last carries derivatives in forward mode only.
 * @throws E_SHAPE for a branch that does not fill; E_TYPE for a seed that is no number and no object of numbers
 * @example
 * events.pipe(scan(histogram((ev) => ev.m, { edges }))).subscribe((h) => plot(h))
 */
export const hard = /* @__PURE__ */ scanIn(hardFlavour);

/** `scan` in the differentiable flavour. */
export const diff = /* @__PURE__ */ scanIn(diffFlavour);
