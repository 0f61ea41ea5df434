import type { OperatorFunction } from "rxjs";
import { diffFlavour, type Flavour, fail, hardFlavour } from "../core/index.ts";
import { arranged, type Branched, fillingIn, together } from "./filling.ts";
import { fillingOperator } from "./stream.ts";
import type { FillOptions } from "./types.ts";

export type Filled<B> = { readonly [K in keyof B]: B[K] extends OperatorFunction<never, infer R> ? R : never };

const fillIn =
  (flavour: Flavour) =>
  <E, B extends Readonly<Record<string, Branched<E, unknown>>>>(
    branches: B,
    options: FillOptions = {},
  ): Branched<E, Filled<B>> => {
    if (typeof branches !== "object" || branches === null)
      throw fail("E_SHAPE", { what: "fill was given no branches", cure: "fill({ n: count() })" });
    const parts = Object.entries(branches).map(
      ([name, branch]) => [name, fillingIn<unknown>(name, branch, flavour)] as const,
    );
    const filling = arranged(together(parts), (emitted) => emitted as Filled<B>);
    return fillingOperator<E, Filled<B>>(flavour, filling, options.mode);
  };

/**
 * Fills several sinks in one pass over the events, each behind stages of its own.
 * @throws E_SHAPE for a branch that does not end with one filling operator
 * @example
 * events.pipe(
 *   fill({
 *     met: histogram((ev) => ev.met, { edges }),
 *     tight: (events) => events.pipe(filter((ev) => ev.met > 50), count()),
 *   }),
 * )
 */
export const hard = /* @__PURE__ */ fillIn(hardFlavour);

/** `fill` in the differentiable flavour. */
export const diff = /* @__PURE__ */ fillIn(diffFlavour);
