import { emit } from "../lambda/index.ts";
import { abs, add, ge, gt, le, lt, max, min, mul, normalCdf, sqrt, standardise, sub } from "../primitives/index.ts";
import {
  type Atom,
  axisOf,
  type Builder,
  type Choice,
  constant,
  type Equation,
  isOverEvents,
  keyOfAtom,
  type Primitive,
} from "../program/index.ts";
import { jvp } from "./jvp.ts";
import { substitute } from "./substitute.ts";

/** A comparison as a threshold on the noise of its quantity: it holds above the threshold or below it. */
export interface Threshold {
  readonly equation: Equation;
  /** Names the quantity; comparisons of one quantity share its noise. */
  readonly quantity: Atom;
  readonly key: string;
  readonly above: boolean;
  readonly z: Atom;
  readonly width: Atom;
}

/** `above`: true where the left side is the larger one; `strict`: false at equality. */
const orders: ReadonlyMap<Primitive, { readonly above: boolean; readonly strict: boolean }> = new Map([
  [gt.primitive, { above: true, strict: true }],
  [ge.primitive, { above: true, strict: false }],
  [lt.primitive, { above: false, strict: true }],
  [le.primitive, { above: false, strict: false }],
]);

export const isOrder = (equation: Equation): boolean => orders.has(equation.primitive);

const ofEvents = (atom: Atom): boolean => isOverEvents(axisOf(atom));

const parameterSeeds = (b: Builder, atoms: readonly Atom[], choice: Choice): ReadonlyMap<number, Atom> =>
  new Map(
    b
      .program(atoms)
      .inputs.filter(
        ({ source }) => source.kind === "parameter" && source.part === "value" && source.parameter === choice,
      )
      .map(({ variable }) => [variable.id, constant(1)]),
  );

/** The atoms with every parameter at the value where widths are frozen. */
const atAnchor = (b: Builder, atoms: readonly Atom[]): readonly Atom[] =>
  substitute(
    b,
    atoms,
    new Map(
      b
        .program(atoms)
        .inputs.flatMap(({ variable, source }) =>
          source.kind === "parameter" && source.part === "value"
            ? [[variable.id, b.input({ ...source, part: "anchor" }, "f64", null)] as const]
            : [],
        ),
    ),
  );

/**
 * The width of a difference: the quadrature sum over choices of its slope times the width of the choice, at the frozen
 * values; undefined if it depends on no choice that has one.
 */
export const widthOf = (b: Builder, difference: Atom, choices: readonly Choice[]): Atom | undefined => {
  const terms = choices.flatMap((choice) => {
    const [slope] = jvp(b, [difference], parameterSeeds(b, [difference], choice));
    if (!slope) return [];
    const [frozen] = atAnchor(b, [slope]);
    const width = b.input({ kind: "parameter", parameter: choice, part: "width" }, "f64", null);
    return frozen ? [emit(b, mul, emit(b, abs, frozen), width)] : [];
  });
  const [first, ...rest] = terms;
  if (!first) return undefined;
  if (rest.length === 0) return first;
  const squares = terms.map((term) => emit(b, mul, term, term));
  return emit(
    b,
    sqrt,
    squares.reduce((x, y) => emit(b, add, x, y)),
  );
};

const rank = (atom: Atom): number => (atom.kind === "var" ? atom.id : -1);

/** The threshold of an order comparison with noise of a width; undefined where no event enters it. */
export const thresholdOf = (b: Builder, equation: Equation, width: Atom): Threshold | undefined => {
  const order = orders.get(equation.primitive);
  const [x, y] = equation.inputs;
  if (!order || !x || !y) return undefined;
  const [left, right] = [ofEvents(x), ofEvents(y)];
  if (!left && !right) return undefined;
  const bothVary = left && right;
  const flipped = bothVary ? rank(x) > rank(y) : right;
  const [quantity, limit] = bothVary
    ? [flipped ? emit(b, sub, y, x) : emit(b, sub, x, y), constant(0)]
    : flipped
      ? [y, x]
      : [x, y];
  const above = order.above !== flipped;
  const never = above ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY;
  const tie = order.strict ? never : -never;
  const z = emit(b, standardise, emit(b, sub, limit, quantity), width, constant(tie), constant(never));
  return { equation, quantity, key: keyOfAtom(quantity), above, z, width };
};

/** The part of a standard normal noise in which some comparisons of one quantity have given answers. */
export interface Interval {
  readonly low: Atom;
  readonly high: Atom;
}

const everywhere: Interval = { low: constant(Number.NEGATIVE_INFINITY), high: constant(Number.POSITIVE_INFINITY) };

const isBound = (atom: Atom): boolean => !(atom.kind === "const" && !Number.isFinite(atom.value));

const narrower = (b: Builder, { low, high }: Interval, above: boolean, z: Atom): Interval =>
  above
    ? { low: isBound(low) ? emit(b, max, low, z) : z, high }
    : { low, high: isBound(high) ? emit(b, min, high, z) : z };

/** The interval of a quantity after one more answer. */
export const answered = (b: Builder, before: Interval | undefined, threshold: Threshold, holds: boolean): Interval =>
  narrower(b, before ?? everywhere, threshold.above === holds, threshold.z);

/** The probability of an interval. */
export const probabilityOf = (b: Builder, { low, high }: Interval): Atom => {
  const below = (z: Atom): Atom => emit(b, normalCdf, z);
  if (!isBound(low)) return isBound(high) ? below(high) : constant(1);
  if (!isBound(high)) return below(emit(b, sub, constant(0), low));
  return emit(b, max, constant(0), emit(b, sub, below(high), below(low)));
};
