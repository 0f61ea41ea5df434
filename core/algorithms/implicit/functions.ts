import { fail } from "../../errors.ts";
import { describe, type FunctionValue, intrinsic, procedureOf, type Value } from "../../lambda/index.ts";
import type { Atom, Builder } from "../../program/index.ts";
import type { ArrayBuilder } from "../builder.ts";
import { denseOf } from "../language/index.ts";
import { isArray } from "../statement.ts";
import { boxOf } from "./bounds.ts";
import { plainFixedPoint, plainMinimum, plainNewton, type Search } from "./plain-searches.ts";
import { numbersIn, plainBox, withNumbers } from "./plain-unknowns.ts";
import { fixedPointOf, minimumOf, zeroOf } from "./searches.ts";
import { isSingle, type Unknowns, unknownsOf } from "./unknowns.ts";

/** What unknowns may be: a number, or numbers in arrays and objects. */
export type Unknown = number | readonly Unknown[] | { readonly [name: string]: Unknown };

/** Other numbers in the same structure. */
export type Like<P> = P extends number ? number : { readonly [K in keyof P]: Like<P[K]> };

export interface SearchOptions {
  /** The turns after which the search gives up. */
  readonly turns?: number;
}

/** The least and the largest value; nothing, null or an infinity for none. */
export type Bounds = readonly [number | null | undefined, number | null | undefined];

/** Bounds of unknowns: a pair for each number, or one for a whole array; what has no name has none. */
export type BoundsOf<P> = P extends number
  ? Bounds
  : P extends readonly unknown[]
    ? Bounds | readonly Bounds[]
    : { readonly [K in keyof P]?: BoundsOf<P[K]> };

/** How many turns a search may take where nothing is said. */
const turns = { root: 100, solve: 100, fixedPoint: 10_000, minimum: 200 } as const;

type Name = keyof typeof turns;

const functionIn = (name: Name, value: Value | undefined): FunctionValue => {
  if (value?.kind === "function") return value;
  throw fail("E_TYPE", {
    what: `${name} needs a function, found ${value ? describe(value) : "nothing"}`,
    cure: `${name}((x) => ..., start)`,
  });
};

const singleIn = (name: Name, unknowns: Unknowns): Unknowns => {
  if (name !== "root" || isSingle(unknowns)) return unknowns;
  throw fail("E_TYPE", { what: "root starts from a number, found several", cure: "solve, for several unknowns" });
};

const field = (options: Value | undefined, name: string): Value | undefined => {
  const found = options?.kind === "record" ? options.get(name) : undefined;
  return found?.kind === "missing" ? undefined : found;
};

const turnsIn = (name: Name, options: Value | undefined): number => {
  const said = field(options, "turns");
  if (said === undefined) return turns[name];
  if (said.kind === "number" && said.atom.kind === "const") return Number(said.atom.value);
  throw fail("E_TYPE", {
    what: `the turns of ${name} are not known when the lambda is compiled`,
    cure: "write them out",
  });
};

const heightOf = (b: ArrayBuilder, value: Value): Atom => {
  const height = denseOf(b, value);
  if (!isArray(height)) return height;
  throw fail("E_SHAPE", { what: "the function given to minimum gives an array, and a number is needed" });
};

const searched = (b: ArrayBuilder, name: Name, [f, start, options]: readonly Value[]): Value => {
  const { call } = functionIn(name, f);
  const unknowns = singleIn(name, unknownsOf(b, name, start));
  const most = turnsIn(name, options);
  const valueAt = (x: Atom): Value => call([unknowns.valueOf(x)]);
  const found = (): Atom => {
    if (name === "minimum") {
      const bounds = field(options, "bounds");
      const box = bounds && start && boxOf(b, unknowns, start, bounds);
      return minimumOf(b, unknowns.start, (x) => heightOf(b, valueAt(x)), box, most);
    }
    const moved = (x: Atom): Atom => unknowns.like(valueAt(x));
    return name === "fixedPoint"
      ? fixedPointOf(b, unknowns.start, moved, most)
      : zeroOf(b, name, unknowns.start, moved, most);
  };
  return unknowns.valueOf(found());
};

const builderIn = (b: Builder, name: Name): ArrayBuilder => {
  if (procedureOf(b)) return b as ArrayBuilder;
  throw fail("E_LAMBDA", {
    what: `${name} has no meaning in a lambda of events`,
    cure: "search where the events are over: in an objective of what they are filled into, or outside",
  });
};

interface PlainOptions extends SearchOptions {
  readonly bounds?: unknown;
}

/** A search that runs as JavaScript, and has derivatives in lambdas of arrays. */
const search = <F>(name: Name): F => {
  const plain = (f: (x: unknown) => unknown, start: unknown, { bounds, turns: most }: PlainOptions = {}): unknown => {
    const how: Search = { name, isScalar: typeof start === "number", most: most ?? turns[name] };
    const points = (x: readonly number[]): readonly number[] => numbersIn(f(withNumbers(start, x)), name);
    const first = numbersIn(start, name);
    const found =
      name === "minimum"
        ? plainMinimum(how, (x) => points(x)[0] ?? Number.NaN, first, plainBox(start, bounds))
        : (name === "fixedPoint" ? plainFixedPoint : plainNewton)(how, points, first);
    return withNumbers(start, found);
  };
  return intrinsic(plain, (b, inputs) => searched(builderIn(b, name), name, inputs)) as F;
};

/**
 * Where a function is zero, by Newton's steps from a start. In a lambda it has derivatives of every order by all that
 * the function uses, by the implicit function theorem; by the start it has none.
 * @throws E_CONVERGENCE where no zero is found, with the point, the residual and the turns as its `state`
 * @example
 * const squareRoot = compile((p: number, { root }: Scope) => root((x) => x * x - p, 1), ["f64"], { scope: { root } });
 */
export const root: (f: (x: number) => number, start: number, options?: SearchOptions) => number = search("root");

/**
 * Where as many functions as there are unknowns are zero; as `root`. Unknowns are an array, or an object of numbers and
 * arrays; the functions come in the same structure.
 * @throws E_CONVERGENCE as `root`; E_SINGULAR where the equations depend on each other, with the matrix; E_SHAPE for
 * another structure
 * @example
 * solve(([x, y]) => [x + y - 3, x - y - 1], [0, 0]); // [2, 1]
 */
export const solve: <const P extends Unknown>(
  f: (x: Like<P>) => Unknown,
  start: P,
  options?: SearchOptions,
) => Like<P> = search("solve");

/**
 * Where a function applied again and again comes to: what it leaves as it is. Unknowns as those of `solve`, or a number;
 * derivatives as those of `root`.
 * @throws E_CONVERGENCE where the steps do not become small, with the point, the last step and the turns
 * @example
 * fixedPoint((x) => Math.cos(x), 1); // 0.7390851332151607
 */
export const fixedPoint: <const P extends Unknown>(
  f: (x: Like<P>) => Unknown,
  start: P,
  options?: SearchOptions,
) => Like<P> = search("fixedPoint");

/**
 * Where a function is lowest near a start, in bounds if there are some: with the structure of the start, where one pair
 * may stand for a whole array. Derivatives as those of `root`; an unknown that a bound holds moves with the bound alone.
 * In a lambda the slopes are exact; run as JavaScript they are differences, and the minimum is right to about eight digits.
 * @throws E_CONVERGENCE where the function falls without end, with the point and the last step; E_SINGULAR for a point
 * that is no minimum, with the gradient and the Hessian
 * @example
 * minimum(({ x, y }) => (x - 1) ** 2 + (y + 1) ** 2, { x: 0, y: 0 }, { bounds: { y: [0, null] } }); // { x: 1, y: 0 }
 */
export const minimum: <const P extends Unknown>(
  f: (x: Like<P>) => number,
  start: P,
  options?: SearchOptions & { readonly bounds?: BoundsOf<P> },
) => Like<P> = search("minimum");
