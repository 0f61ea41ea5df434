import { diffFlavour, type Flavour, fail, hardFlavour, resultOf, type Scalar } from "../core/index.ts";
import { type Branched, draftOf, type Filling, fillingOf, finished, together } from "./filling.ts";
import { foldByRows } from "./fold-by-rows.ts";
import { fillingOperator } from "./stream.ts";
import type { FillOptions, Folded, NoScope, ScopeOf, Seed, StageOptions, Values } from "./types.ts";

/** A seed as the type that an accumulator has. */
type Accumulator<A> = A extends number ? number : { readonly [K in keyof A]: number };

export type FoldLambda<A, E, S> = (accumulator: Accumulator<A>, event: E, scope: Values<S>) => Accumulator<A>;

const plus = (scalar: Scalar, seed: number): Scalar =>
  seed === 0 ? scalar : resultOf<Scalar>({ ...scalar, value: scalar.value + seed });

const isNumbers = (seed: unknown): seed is Seed =>
  typeof seed === "number" ||
  (typeof seed === "object" && seed !== null && Object.values(seed).every((value) => typeof value === "number"));

/** The sums that an additive fold is made of. */
export const foldFilling = <A extends Seed>(
  operator: string,
  f: object,
  given: A,
  scope: ScopeOf,
  { width, step }: StageOptions,
): Filling<Folded<A>> => {
  const seed = typeof given === "object" && given !== null ? { ...given } : given;
  if (!isNumbers(seed))
    throw fail("E_TYPE", {
      what: `${operator} begins with a number, or with an object of numbers`,
      cure: "reduce((total, ev) => total + ev.met, 0)",
    });
  const base = { kind: "sum", operator, f, scope, edges: [], bandwidth: undefined, width, step } as const;
  const part = (member: string): Filling<Scalar> => fillingOf<Scalar>({ ...base, fold: { seed, member } });
  if (typeof seed === "number") return finished(part(""), (sum) => plus(sum, seed) as Folded<A>);
  const parts = Object.keys(seed).map((name) => [name, part(name)] as const);
  return finished(
    together(parts),
    (sums) =>
      Object.fromEntries(
        Object.entries(sums).map(([name, sum]) => [name, plus(sum, (seed as Record<string, number>)[name] ?? 0)]),
      ) as Folded<A>,
  );
};

const reduceIn =
  (flavour: Flavour, otherwise?: typeof foldByRows) =>
  <E, A extends Seed, S extends ScopeOf = NoScope>(
    f: FoldLambda<A, E, S>,
    seed: A,
    scope?: S,
    options: FillOptions & StageOptions = {},
  ): Branched<E, Folded<A>> => {
    const given = scope ?? {};
    const filling = foldFilling("reduce", f, seed, given, options);
    const sums = fillingOperator<E, Folded<A>>(flavour, filling, options.mode);
    const rows = otherwise?.<E, A>(filling, f, seed, given);
    return (source) => (draftOf(source) || !rows ? sums(source) : rows(source));
  };

/**
 * Folds all events into a number, or into an object of numbers. A lambda that adds to them is compiled, and counts
 * events with their weights; another is called event by event, and knows no weights.
 * @throws E_TYPE for another seed; in the stream: E_TYPE for a lambda that returns other members than the seed has, E_SOFT
 * for one that does more than add, of events with weights or inside a branch
 * @example
 * events.pipe(reduce((total, ev) => ({ n: total.n + 1, met: total.met + ev.met }), { n: 0, met: 0 }))
 */
export const hard = /* @__PURE__ */ reduceIn(hardFlavour, foldByRows);

/** `reduce` in the differentiable flavour: the expectation of a fold that adds; another is refused. */
export const diff = /* @__PURE__ */ reduceIn(diffFlavour);
