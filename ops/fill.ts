import type { OperatorFunction } from "rxjs";
import { type Batch, diffFlavour, type Flavour, hardFlavour } from "../core/index.ts";
import { type BranchOf, branchOf, type Emitted } from "./branch.ts";
import { manySinks } from "./stream.ts";
import type { FillOptions } from "./types.ts";

export type Filled<B> = { readonly [K in keyof B]: Emitted<B[K]> };

const fillIn =
  (flavour: Flavour) =>
  <E, B extends Readonly<Record<string, BranchOf<E>>>>(
    branches: B,
    options: FillOptions = {},
  ): OperatorFunction<Batch<E>, Filled<B>> => {
    const made = Object.entries(branches).map(([name, branch]) => [name, branchOf(name, branch)] as const);
    return manySinks<E, Filled<B>>(
      flavour,
      new Map(made),
      options.mode,
      (results) => Object.fromEntries(results) as Filled<B>,
    );
  };

/**
 * Fills several sinks in one pass over the events, each behind stages of its own.
 * @throws E_SHAPE for a branch that does not end with one filling operator
 * @example
 * events.pipe(fill({ met: histogram((ev) => ev.met, { edges }), tight: [filter((ev) => ev.met > 50), count()] }))
 */
export const hard = /* @__PURE__ */ fillIn(hardFlavour);

/** `fill` in the differentiable flavour. */
export const diff = /* @__PURE__ */ fillIn(diffFlavour);
