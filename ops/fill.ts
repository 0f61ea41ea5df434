import type { OperatorFunction } from "rxjs";
import {
  type Batch,
  type Branch,
  diffFlavour,
  type Flavour,
  fail,
  hardFlavour,
  type LambdaStage,
  type Result,
} from "../core/index.ts";
import { manySinks, specOf } from "./stream.ts";
import type { FillOptions } from "./types.ts";

type SinkOperator<E> = OperatorFunction<Batch<E>, Result>;

// biome-ignore lint/suspicious/noExplicitAny: the stages of a branch pass events of any type from one to the next
type Anything = any;

/** Stages of which the first takes the events of the stream, and the last one fills. */
type Stages<E> = readonly [
  OperatorFunction<Batch<E>, Anything>,
  ...OperatorFunction<Anything, Anything>[],
  OperatorFunction<Batch<Anything>, Result>,
];

/** A filling operator, or an array of stages that ends with one. */
export type BranchOf<E> = SinkOperator<E> | readonly [SinkOperator<E>] | Stages<E>;

type Emitted<O> =
  O extends OperatorFunction<never, infer R>
    ? R
    : O extends readonly [...unknown[], infer Last]
      ? Emitted<Last>
      : never;

export type Filled<B> = { readonly [K in keyof B]: Emitted<B[K]> };

const branchOf = (name: string, operators: readonly object[]): Branch => {
  const stages: LambdaStage[] = [];
  for (const [k, operator] of operators.entries()) {
    const spec = specOf(operator);
    const isLast = k === operators.length - 1;
    if (spec && "sink" in spec && isLast) return { stages, sink: spec.sink };
    if (spec && "stage" in spec && !isLast) stages.push(spec.stage);
    else break;
  }
  throw fail("E_SHAPE", {
    what: `the branch ${JSON.stringify(name)} of fill is not stages that end with one filling operator`,
    cure: "[filter(...), map(...), histogram(...)] with operators of this package",
  });
};

const fillIn =
  (flavour: Flavour) =>
  <E, B extends Readonly<Record<string, BranchOf<E>>>>(
    branches: B,
    options: FillOptions = {},
  ): OperatorFunction<Batch<E>, Filled<B>> => {
    const made = Object.entries(branches).map(
      ([name, branch]) =>
        [name, branchOf(name, Array.isArray(branch) ? (branch as readonly object[]) : [branch])] as const,
    );
    return manySinks<E, Filled<B>>(flavour, new Map(made), options.mode);
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
