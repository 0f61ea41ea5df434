import { diffFlavour, type Flavour, fail, hardFlavour, resultOf, type Scalar } from "../core/index.ts";
import { type Branched, type Filling, fillingOf, finished, together } from "./filling.ts";
import { fillingOperator } from "./stream.ts";
import type { FillOptions, NoScope, ScopeOf, StageOptions, Values } from "./types.ts";

/** What is folded into: a number, or an object of numbers. */
export type Seed = number | Readonly<Record<string, number>>;

/** What a fold is in the end, as numbers that carry derivatives. */
export type Folded<A> = A extends number ? Scalar : { readonly [K in keyof A]: Scalar };

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
  seed: A,
  scope: ScopeOf,
  { width, step }: StageOptions,
): Filling<Folded<A>> => {
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
  (flavour: Flavour) =>
  <E, A extends Seed, S extends ScopeOf = NoScope>(
    f: FoldLambda<A, E, S>,
    seed: A,
    scope?: S,
    options: FillOptions & StageOptions = {},
  ): Branched<E, Folded<A>> =>
    fillingOperator<E, Folded<A>>(flavour, foldFilling("reduce", f, seed, scope ?? {}, options), options.mode);

/**
 * Folds all events into a number, or into an object of numbers, by a lambda that adds to them.
 * @throws E_TYPE for another seed; E_SOFT in the stream where the lambda does more than add
 * @example
 * events.pipe(reduce((total, ev) => ({ n: total.n + 1, met: total.met + ev.met }), { n: 0, met: 0 }))
 */
export const hard = /* @__PURE__ */ reduceIn(hardFlavour);

/** `reduce` in the differentiable flavour: the expectation of the fold. */
export const diff = /* @__PURE__ */ reduceIn(diffFlavour);
