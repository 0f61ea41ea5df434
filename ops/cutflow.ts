import { Observable, type OperatorFunction } from "rxjs";
import {
  type Batch,
  diffFlavour,
  type Flavour,
  fail,
  hardFlavour,
  type LambdaStage,
  type Scalar,
} from "../core/index.ts";
import { arranged, type Branched, behind, counting, drafted, draftOf, together } from "./filling.ts";
import { fillingOperator } from "./stream.ts";
import type { FillOptions } from "./types.ts";

/** Stages by name, in the order in which they are passed. */
export type Cuts<E> = Readonly<Record<string, OperatorFunction<Batch<E>, Batch<E>>>>;

/** The events before the first cut, and those left after each: `value` with weights, `entries` without. */
export type Cutflow<C> = { readonly all: Scalar } & { readonly [K in keyof C]: Scalar };

const stagesOf = <E>(name: string, cut: OperatorFunction<Batch<E>, Batch<E>>): readonly LambdaStage[] => {
  const draft = draftOf(cut(drafted(new Observable<Batch<E>>(), { kind: "stages", stages: [] })));
  if (draft?.kind === "stages") return draft.stages;
  throw fail("E_SHAPE", {
    what: `the cut ${JSON.stringify(name)} is no stage`,
    cure: "a filter, or (events) => events.pipe(filter(...), filter(...)), of this package",
  });
};

const cutflowIn =
  (flavour: Flavour) =>
  <E, C extends Cuts<E>>(cuts: C & Cuts<E>, options: FillOptions = {}): Branched<E, Cutflow<C>> => {
    if (Object.hasOwn(cuts, "all"))
      throw fail("E_COLUMN", {
        what: 'a cut cannot be called "all": that is the number before the first',
        cure: "rename it",
      });
    const number = Object.keys(cuts).find((name) => /^\d+$/.test(name));
    if (number !== undefined)
      throw fail("E_COLUMN", {
        what: `a cut cannot be called ${JSON.stringify(number)}: JavaScript puts names that are whole numbers first`,
        cure: "say what it is: { met20: filter((ev) => ev.met > 20) }",
      });
    const passed: LambdaStage[] = [];
    const counts = Object.entries(cuts).map(([name, cut]) => {
      passed.push(...stagesOf(name, cut));
      return [name, behind([...passed], counting("cutflow"))] as const;
    });
    const filling = arranged(together([["all", counting("cutflow")], ...counts]), (emitted) => emitted as Cutflow<C>);
    return fillingOperator<E, Cutflow<C>>(flavour, filling, options.mode);
  };

/**
 * Counts the events that are left after each of several cuts, in one pass.
 * @throws E_SHAPE for a cut that is no stage of this package; E_COLUMN for one that is called `all` or by a number
 * @example
 * events.pipe(cutflow({ "two muons": filter((ev) => ev.muon.length >= 2), hard: filter((ev) => ev.muon[0].pt > 20) }))
 */
export const hard = /* @__PURE__ */ cutflowIn(hardFlavour);

/** `cutflow` in the differentiable flavour: expected numbers, with derivatives. */
export const diff = /* @__PURE__ */ cutflowIn(diffFlavour);
