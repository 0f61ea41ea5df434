import { fail } from "../../errors.ts";
import { describe, type FunctionValue, intrinsic, numberOf, type Value } from "../../lambda/index.ts";
import { isMissingNumber, where } from "../../primitives/index.ts";
import { type Atom, constant } from "../../program/index.ts";
import type { ArrayBuilder } from "../builder.ts";
import { dense, denseOf } from "../language/index.ts";
import { eachElement } from "../operations/arrays.ts";
import { isArray, shapeOf } from "../statement.ts";
import type { Box } from "./downhill.ts";
import { plainFixedPoint, plainMinimum, plainNewton, type Search } from "./plain-searches.ts";
import { fixedPointOf, minimumOf, zeroOf } from "./searches.ts";

/** As many numbers as another array has. */
type Numbers<P extends readonly number[]> = { readonly [K in keyof P]: number };

export interface SearchOptions {
  /** The turns after which the search gives up. */
  readonly turns?: number;
}

/** The least and the largest value; nothing, null or an infinity for none. */
export type Bounds = readonly [number | null | undefined, number | null | undefined];

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

const startIn = (b: ArrayBuilder, name: Name, value: Value | undefined): Atom => {
  const start = value && denseOf(b, value);
  if (start && shapeOf(start).length < 2 && !(name === "root" && isArray(start))) return start;
  throw fail("E_TYPE", {
    what: `${name} starts from ${name === "root" ? "a number" : "a number or an array of numbers"}, found ${value ? describe(value) : "nothing"}`,
    cure: name === "root" ? "solve, for several unknowns" : "an array of the unknowns",
  });
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

/** The function of a lambda as one of atoms, whose value is like its argument where it has to be. */
const atoms =
  (b: ArrayBuilder, f: FunctionValue, name: Name) =>
  (x: Atom): Atom => {
    const value = denseOf(b, f.call([dense(b, x)]));
    const [wanted, found] = [name === "minimum" ? [] : shapeOf(x), shapeOf(value)];
    const show = (shape: readonly Atom[]): string =>
      shape.length === 0 ? "a number" : `an array of ${shape[0]?.kind === "const" ? shape[0].value : "some"} numbers`;
    const [p, q] = [wanted[0], found[0]];
    const differ = p?.kind === "const" && q?.kind === "const" && p.value !== q.value;
    if (found.length !== wanted.length || differ)
      throw fail("E_SHAPE", {
        what: `the function given to ${name} gives ${show(found)}, and ${show(wanted)} is needed`,
      });
    return value;
  };

/** A bound that is there; an infinity for one that is not. */
const boundOf = (b: ArrayBuilder, value: Value | undefined, none: Atom): Atom => {
  if (!value || value.kind === "missing") return none;
  const atom = denseOf(b, value);
  return b.emit(where.primitive, [b.emit(isMissingNumber.primitive, [atom]), none, atom]);
};

const itemOf = (of: Value, place: number): Value | undefined => {
  if (of.kind === "tuple") return of.items[place];
  return of.kind === "array" ? of.item(constant(place, "i32"), false) : undefined;
};

/** One side of bounds: a number for each unknown. */
const sideOf = (b: ArrayBuilder, x: Atom, bounds: Value, side: 0 | 1): Atom => {
  const none = constant(side === 0 ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY);
  const first = itemOf(bounds, 0);
  if (first?.kind !== "tuple" && first?.kind !== "array") {
    const bound = boundOf(b, itemOf(bounds, side), none);
    return eachElement(b, [x], () => bound);
  }
  if (bounds.kind === "tuple") {
    const items = bounds.items.map((pair) => numberOf(boundOf(b, itemOf(pair, side), none)));
    return denseOf(b, { kind: "tuple", items });
  }
  const pairs = denseOf(b, bounds);
  return eachElement(b, [x], (_, [i = none]) => boundOf(b, numberOf(b.read(pairs, [i, constant(side, "i32")])), none));
};

const boxIn = (b: ArrayBuilder, x: Atom, options: Value | undefined): Box | undefined => {
  const bounds = field(options, "bounds");
  return bounds && { lower: sideOf(b, x, bounds, 0), upper: sideOf(b, x, bounds, 1) };
};

const emitted: Readonly<Record<Name, (b: ArrayBuilder, f: FunctionValue, start: Atom, options?: Value) => Atom>> = {
  root: (b, f, start, options) => zeroOf(b, "root", start, atoms(b, f, "root"), turnsIn("root", options)),
  solve: (b, f, start, options) => zeroOf(b, "solve", start, atoms(b, f, "solve"), turnsIn("solve", options)),
  fixedPoint: (b, f, start, options) =>
    fixedPointOf(b, start, atoms(b, f, "fixedPoint"), turnsIn("fixedPoint", options)),
  minimum: (b, f, start, options) =>
    minimumOf(b, start, atoms(b, f, "minimum"), boxIn(b, start, options), turnsIn("minimum", options)),
};

type PlainPoint = number | readonly number[];

interface PlainOptions extends SearchOptions {
  readonly bounds?: Bounds | readonly Bounds[];
}

const plainBox = (x: readonly number[], bounds: Bounds | readonly Bounds[] = [null, null]) => {
  const isPair = !bounds.some((item) => typeof item === "object" && item !== null);
  const pairs = x.map((_, i) => (isPair ? bounds : bounds[i]) as Bounds | undefined);
  return {
    lower: pairs.map((pair) => pair?.[0] ?? Number.NEGATIVE_INFINITY),
    upper: pairs.map((pair) => pair?.[1] ?? Number.POSITIVE_INFINITY),
  };
};

/** A search that runs as JavaScript, and has derivatives in lambdas of arrays. */
const search = <F>(name: Name): F => {
  const plain = (f: (x: PlainPoint) => PlainPoint, start: PlainPoint, options: PlainOptions = {}): PlainPoint => {
    const isScalar = typeof start === "number";
    const how: Search = { name, isScalar, most: options.turns ?? turns[name] };
    const points = (x: readonly number[]): readonly number[] => {
      const value = f(isScalar ? (x[0] ?? Number.NaN) : x);
      return typeof value === "number" ? [value] : [...value];
    };
    const first = isScalar ? [start] : [...start];
    const found =
      name === "minimum"
        ? plainMinimum(how, (x) => points(x)[0] ?? Number.NaN, first, plainBox(first, options.bounds))
        : (name === "fixedPoint" ? plainFixedPoint : plainNewton)(how, points, first);
    return isScalar ? (found[0] ?? Number.NaN) : found;
  };
  return intrinsic(plain, (b, [f, start, options]) => {
    const builder = b as ArrayBuilder;
    return dense(builder, emitted[name](builder, functionIn(name, f), startIn(builder, name, start), options));
  }) as F;
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
 * Where as many functions as there are unknowns are zero; as `root`.
 * @throws E_CONVERGENCE as `root`; E_SINGULAR where the equations depend on each other, with the matrix; E_SHAPE for
 * another number of functions than unknowns
 * @example
 * solve(([x, y]) => [x + y - 3, x - y - 1], [0, 0]); // [2, 1]
 */
export const solve: <const P extends readonly number[]>(
  f: (x: Numbers<P>) => readonly number[],
  start: P,
  options?: SearchOptions,
) => Numbers<P> = search("solve");

interface FixedPoint {
  (f: (x: number) => number, start: number, options?: SearchOptions): number;
  <const P extends readonly number[]>(
    f: (x: Numbers<P>) => readonly number[],
    start: P,
    options?: SearchOptions,
  ): Numbers<P>;
}

/**
 * Where a function applied again and again comes to: what it leaves as it is. Derivatives as those of `root`.
 * @throws E_CONVERGENCE where the steps do not become small, with the point, the last step and the turns
 * @example
 * fixedPoint((x) => Math.cos(x), 1); // 0.7390851332151607
 */
export const fixedPoint: FixedPoint = search("fixedPoint");

interface Minimum {
  (f: (x: number) => number, start: number, options?: SearchOptions & { readonly bounds?: Bounds }): number;
  <const P extends readonly number[]>(
    f: (x: Numbers<P>) => number,
    start: P,
    options?: SearchOptions & { readonly bounds?: Bounds | readonly Bounds[] },
  ): Numbers<P>;
}

/**
 * Where a function is lowest near a start, in bounds if there are some: one pair for all unknowns or one for each.
 * Derivatives as those of `root`; an unknown that a bound holds moves with the bound alone. In a lambda the slopes are
 * exact; run as JavaScript they are differences, and the minimum is right to about eight digits.
 * @throws E_CONVERGENCE where the function falls without end, with the point and the last step; E_SINGULAR for a point
 * that is no minimum, with the gradient and the Hessian
 * @example
 * minimum(([x, y]) => (x - 1) ** 2 + (y + 1) ** 2, [0, 0], { bounds: [0, 5] }); // [1, 0]
 */
export const minimum: Minimum = search("minimum");
