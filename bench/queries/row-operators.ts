import { plainBindings, plainScope, type Scope } from "jagrad/core";
import { connect, filter, forkJoin, map, mergeMap, type Observable, type OperatorFunction, reduce } from "rxjs";
import type { Ops } from "../../examples/adl/query.ts";
import { type Contents, filling } from "./plainly.ts";

type Lambda = (event: never, scope: Scope) => unknown;

/** A lambda of one event, with the numbers that its parameters have. */
const called = (f: Lambda, scope: Scope = {}): ((event: unknown) => unknown) => {
  const plain = plainScope(scope, plainBindings);
  return (event) => f(event as never, plain);
};

interface Bins {
  readonly edges: readonly number[];
}

const isBins = (value: Scope | Bins | undefined): value is Bins => Array.isArray(value?.edges);

const isList = (value: unknown): value is Iterable<number> =>
  typeof value === "object" && value !== null && Symbol.iterator in value;

const histogram = (f: Lambda, second: Scope | Bins, third?: Bins): OperatorFunction<unknown, Contents> => {
  const options = third ?? second;
  if (!isBins(options)) throw new Error("a histogram without edges");
  const observe = called(f, third ? (second as Scope) : {});
  const { contents, fill } = filling(options.edges);
  return reduce((all: Contents, event) => {
    const observed = observe(event);
    for (const x of isList(observed) ? observed : [observed]) if (typeof x === "number" && !Number.isNaN(x)) fill(x);
    return all;
  }, contents);
};

type Branch = OperatorFunction<unknown, Contents>;

/**
 * The operators of the queries as RxJS itself has them: each lambda is called as JavaScript for one event after the other.
 */
export const rowOperators = {
  map: (f: Lambda, scope?: Scope) => map(called(f, scope)),
  filter: (f: Lambda, scope?: Scope) => filter(called(f, scope) as (event: unknown) => boolean),
  flatten: (f: Lambda, scope?: Scope) => mergeMap(called(f, scope) as (event: unknown) => Iterable<unknown>),
  histogram,
  fill: (branches: Readonly<Record<string, Branch>>) =>
    connect((events: Observable<unknown>) =>
      forkJoin(Object.fromEntries(Object.entries(branches).map(([name, branch]) => [name, events.pipe(branch)]))),
    ),
} as unknown as Ops;
