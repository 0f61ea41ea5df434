import { fail, type LambdaStage, type List, lambda } from "../core/index.ts";
import { stageOperator } from "./stream.ts";
import type { EventLambda, NoScope, ScopeOf, StageOperator, StageOptions } from "./types.ts";

type ListOf = (event: unknown) => List<unknown>;
type All = { readonly all: ListOf };
type Two = { readonly first: ListOf; readonly second: ListOf };
type Three = Two & { readonly third: ListOf };

/** Each way to combine, as a list of combinations in the users' own language. */
const choose = {
  2: (event: unknown, { all }: All) =>
    all(event).flatMap((x, i) =>
      all(event)
        .filter((_y, j) => j > i)
        .map((y) => [x, y]),
    ),
  3: (event: unknown, { all }: All) =>
    all(event).flatMap((x, i) =>
      all(event).flatMap((y, j) =>
        all(event)
          .filter((_z, k) => j > i && k > j)
          .map((z) => [x, y, z]),
      ),
    ),
} as const;

const cross = {
  2: (event: unknown, { first, second }: Two) => first(event).flatMap((x) => second(event).map((y) => [x, y])),
  3: (event: unknown, { first, second, third }: Three) =>
    first(event).flatMap((x) => second(event).flatMap((y) => third(event).map((z) => [x, y, z]))),
} as const;

type Size = keyof typeof choose;

/** Several items of one list, or one of each of several. */
type Tuple<T, K extends Size> = { readonly 2: readonly [T, T]; readonly 3: readonly [T, T, T] }[K];

type Lambda<E, S, T> = EventLambda<E, S, Iterable<T>>;

interface Combine {
  <E, T, K extends Size, S extends ScopeOf = NoScope>(
    list: Lambda<E, S, T>,
    size: K,
    scope?: S,
    options?: StageOptions,
  ): StageOperator<E, Tuple<T, K>>;
  <E, A, B, S extends ScopeOf = NoScope>(
    lists: readonly [Lambda<E, S, A>, Lambda<E, S, B>],
    scope?: S,
    options?: StageOptions,
  ): StageOperator<E, readonly [A, B]>;
  <E, A, B, C, S extends ScopeOf = NoScope>(
    lists: readonly [Lambda<E, S, A>, Lambda<E, S, B>, Lambda<E, S, C>],
    scope?: S,
    options?: StageOptions,
  ): StageOperator<E, readonly [A, B, C]>;
}

const isSize = (size: unknown): size is Size => size === 2 || size === 3;

const wrong = (what: string) =>
  fail("E_SHAPE", { what, cure: "combine((ev) => ev.muon, 2), or combine([(ev) => ev.muon, (ev) => ev.jet])" });

const combineIn = (flavour: LambdaStage["flavour"]): Combine => {
  return <E, R>(
    lists: object,
    second?: number | ScopeOf,
    third?: ScopeOf | StageOptions,
    fourth?: StageOptions,
  ): StageOperator<E, R> => {
    const isOne = typeof lists === "function";
    const [scope = {}, options = {}] = (isOne ? [third, fourth] : [second, third]) as [ScopeOf?, StageOptions?];
    const bound = (f: object): object => (typeof f === "function" && f.length > 1 ? lambda(f as never, scope) : f);
    const stage = (f: object, parts: ScopeOf): StageOperator<E, R> =>
      stageOperator<E, R>({ kind: "flatten", operator: "combine", flavour, f, scope: parts, options });
    if (isOne) {
      if (!isSize(second)) throw wrong(`${String(second)} items of one list are not combined: 2 or 3 are`);
      return stage(choose[second], { all: bound(lists) });
    }
    const each: readonly object[] = Array.isArray(lists) ? lists : [];
    if (!isSize(each.length)) throw wrong(`${each.length} lists are not combined: 2 or 3 are`);
    const [first, other, last] = each.map(bound);
    return stage(cross[each.length], { first, second: other, ...(last ? { third: last } : {}) });
  };
};

/**
 * Makes events of all combinations of items: 2 or 3 of one list, each set of items once, or one item of each of 2 or 3
 * lists. What follows is given an array of items, under the conditions and the weight of their event.
 * @throws E_SHAPE for another number of items or lists; E_LAMBDA with a caret
 * @example
 * events.pipe(combine((ev) => ev.muon, 2), map(([a, b], { mass }) => mass(a, b), { mass }))
 */
export const hard = /* @__PURE__ */ combineIn("hard");

/** `combine` in the differentiable flavour. */
export const diff = /* @__PURE__ */ combineIn("diff");
