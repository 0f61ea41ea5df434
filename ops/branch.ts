import type { OperatorFunction } from "rxjs";
import { type Batch, type Branch, fail, type LambdaStage, type Result } from "../core/index.ts";
import { specOf } from "./stream.ts";

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

/** What a branch emits. */
export type Emitted<O> =
  O extends OperatorFunction<never, infer R>
    ? R
    : O extends readonly [...unknown[], infer Last]
      ? Emitted<Last>
      : never;

/**
 * The stages and the sink of a branch.
 * @throws E_SHAPE for a branch that does not end with one filling operator
 */
export const branchOf = (name: string, branch: object): Branch => {
  const operators: readonly object[] = Array.isArray(branch) ? branch : [branch];
  const stages: LambdaStage[] = [];
  for (const [k, operator] of operators.entries()) {
    const spec = specOf(operator);
    const isLast = k === operators.length - 1;
    if (spec && "sink" in spec && isLast) return { stages, sink: spec.sink };
    if (spec && "stage" in spec && !isLast) stages.push(spec.stage);
    else break;
  }
  throw fail("E_SHAPE", {
    what: `the branch ${JSON.stringify(name)} is not stages that end with one filling operator`,
    cure: "[filter(...), map(...), histogram(...)] with operators of this package",
  });
};
