import { Observable, type OperatorFunction } from "rxjs";
import {
  type Batch,
  type Bindings,
  type Branch,
  type Fills,
  type Flavour,
  fail,
  type JagradError,
  type LambdaStage,
  type Mode,
  type Result,
  type Scalar,
  type Sink,
} from "../core/index.ts";

/** A filling operator taken apart: sinks, each behind stages of its own, and what is emitted of their results. */
export interface Filling<R> {
  readonly branches: readonly Branch[];
  readonly finish: (results: readonly Result[], bindings: Bindings) => R;
  /** True where what is emitted are the results as they were filled, and no member of them is read on the way. */
  readonly isBare: boolean;
}

/** The filling of one sink. */
export const fillingOf = <R extends Result>(sink: Sink): Filling<R> => ({
  branches: [{ stages: [], sink }],
  finish: ([result]) => result as R,
  isBare: true,
});

/** The filling that adds up weights, for an operator of a name. */
export const counting = (operator: string, { ways }: Pick<Sink, "ways"> = {}): Filling<Scalar> =>
  fillingOf<Scalar>({
    kind: "count",
    operator,
    f: undefined,
    scope: {},
    edges: [],
    bandwidth: undefined,
    width: undefined,
    step: undefined,
    ways,
  });

/** What a pass over the events computes for a filling. */
export const fillsOf = (flavour: Flavour, { branches }: Filling<unknown>, mode: Mode | undefined): Fills => ({
  flavour,
  branches: new Map(branches.map((branch, k) => [String(k), branch])),
  mode,
});

/** A filling behind more stages. */
export const behind = <R>(stages: readonly LambdaStage[], filling: Filling<R>): Filling<R> => ({
  ...filling,
  branches: filling.branches.map((branch) => ({ ...branch, stages: [...stages, ...branch.stages] })),
});

/** Several fillings as one, which emits what each of them emits under its name. */
export const together = <R>(
  parts: readonly (readonly [string, Filling<R>])[],
): Filling<Readonly<Record<string, R>>> => ({
  branches: parts.flatMap(([, { branches }]) => branches),
  finish: (results, bindings) => {
    let from = 0;
    return Object.fromEntries(
      parts.map(([name, { branches, finish }]) => {
        const own = results.slice(from, from + branches.length);
        from += branches.length;
        return [name, finish(own, bindings)] as const;
      }),
    );
  },
  isBare: parts.every(([, { isBare }]) => isBare),
});

/** A filling with what it emits made into something else. */
export const finished = <A, B>(
  { branches, finish }: Filling<A>,
  then: (emitted: A, bindings: Bindings) => B,
): Filling<B> => ({
  branches,
  finish: (results, bindings) => then(finish(results, bindings), bindings),
  isBare: false,
});

/** A filling with what it emits put in another order or under other names; `then` reads no member of a result. */
export const arranged = <A, B>(filling: Filling<A>, then: (emitted: A, bindings: Bindings) => B): Filling<B> => ({
  ...finished(filling, then),
  isBare: filling.isBare,
});

const bare = new WeakSet<object>();

/** Notes that a stream emits results as they were filled; gives it back. */
export const emittingBare = <T extends object>(stream: T): T => {
  bare.add(stream);
  return stream;
};

/** True for a stream that emits results as they were filled: who subscribes to it is the only one who sees them. */
export const emitsBare = (stream: object): boolean => bare.has(stream);

/** What was piped onto a stream that only stands for events. */
export type Draft =
  | { readonly kind: "stages"; readonly stages: readonly LambdaStage[] }
  | { readonly kind: "filling"; readonly filling: Filling<unknown>; readonly flavour: Flavour["name"] };

const drafts = new WeakMap<object, Draft>();

export const draftOf = (stream: object): Draft | undefined => drafts.get(stream);

/** Notes what a stream was made of, if it was made of a draft. */
export const drafted = <T>(stream: Observable<T>, draft: Draft | undefined): Observable<T> => {
  if (draft) drafts.set(stream, draft);
  return stream;
};

const notRun = fail("E_SHAPE", { what: "this stream stands for the events of a branch, and has none of its own" });

/** Where operators that read events belong, if not in a branch. */
const placeOf = (operator: string): string =>
  operator === "tap" || operator === "sortBy"
    ? `before the branches: events.pipe(${operator}(...), fill({ ... }))`
    : `beside the branches: forkJoin({ filled: events.pipe(fill({ ... })), other: events.pipe(${operator}(...)) })`;

/** The error of an operator that reads events and stands in a branch. */
export const noBranch = (operator: string): JagradError =>
  fail("E_SHAPE", {
    what: `${operator} looks at the events one by one, so it has no place in a branch of fills`,
    where: operator,
    cure: placeOf(operator),
  });

/** Part of a pipeline that ends in a fill: a filling operator, or a function that pipes operators onto its events. */
export type Branched<E, R> = OperatorFunction<Batch<E>, R>;

/**
 * The filling of a branch.
 * @throws E_SHAPE for anything but stages of this package that end with a filling operator of the flavour
 */
export const fillingIn = <R>(name: string, branch: object, flavour: Flavour): Filling<R> => {
  const source = drafted(new Observable<never>((out) => out.error(notRun)), { kind: "stages", stages: [] });
  const end: unknown = typeof branch === "function" ? Reflect.apply(branch, undefined, [source]) : undefined;
  const draft = typeof end === "object" && end !== null ? draftOf(end) : undefined;
  if (draft?.kind === "filling") {
    if (draft.flavour === flavour.name) return draft.filling as Filling<R>;
    throw fail("E_SHAPE", {
      what: `the branch ${JSON.stringify(name)} ends with an operator of "jagrad/ops/${draft.flavour}" inside one of "jagrad/ops/${flavour.name}"`,
      cure: "take both from one of them; numbers of the other flavour are those of another subscription",
    });
  }
  throw fail("E_SHAPE", {
    what: `the branch ${JSON.stringify(name)} is not stages that end with one filling operator`,
    cure: "(events) => events.pipe(filter(...), map(...), histogram(...)) with operators of this package",
  });
};
