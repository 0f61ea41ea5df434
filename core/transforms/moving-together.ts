import { emit } from "../lambda/index.ts";
import {
  and,
  div,
  eq,
  floor,
  gt,
  inWindow,
  lt,
  max,
  moments,
  moved,
  mul,
  powers,
  sub,
  weigh,
  where,
  windowCells,
  windowReach,
} from "../primitives/index.ts";
import {
  type Atom,
  type Axis,
  axisSetting,
  type Builder,
  constant,
  type Equation,
  isConstant,
  keyOfAtom,
  type Program,
  substitute,
  type Var,
} from "../program/index.ts";
import { type Linear, linearly } from "./linear.ts";

/** How far each place moves, as a linear function of that place. */
interface Motion {
  readonly slope: Atom;
  readonly offset: Atom;
  /** The place that does not move; undefined where all of them move equally far. */
  readonly still: Atom | undefined;
}

const motionOf = (b: Builder, place: Linear, motion: Linear): Motion | undefined => {
  if (!motion.of) return { slope: constant(0), offset: motion.offset, still: undefined };
  if (place.of !== motion.of) return undefined;
  const isEqual = emit(b, eq, motion.factor, constant(0));
  const slope = emit(b, where, isEqual, constant(0), emit(b, div, motion.factor, place.factor));
  const offset = emit(b, sub, motion.offset, emit(b, mul, slope, place.offset));
  const still = emit(b, sub, place.offset, emit(b, mul, place.factor, emit(b, div, motion.offset, motion.factor)));
  return { slope, offset, still };
};

/** The first cell of a window around a place, which does not begin before the first of so many cells; infinite where it would hold none of them. */
const windowFrom = (b: Builder, place: Atom, cells: number): Atom => {
  const isNear = emit(
    b,
    and,
    emit(b, gt, place, constant(-windowReach - 1)),
    emit(b, lt, place, constant(cells + windowReach)),
  );
  const from = emit(b, max, emit(b, sub, emit(b, floor, place), constant(windowReach)), constant(0));
  return emit(b, where, isNear, from, constant(Number.POSITIVE_INFINITY));
};

interface Moving {
  readonly place: Atom;
  readonly from: Atom;
  /** The amounts of entries times how far they move. */
  readonly moving: Atom;
  readonly axis: Axis;
}

/** Adds to what all other cells change by what those in a window do. */
const withWindow = (b: Builder, { place, from, moving, axis }: Moving, change: Atom): Atom => {
  const window = b.axis("window", { kind: "fixed", size: (windowCells + 2) * powers }, {});
  const places = emit(b, sub, place, from);
  const added = b.emit(moments, [places, constant(0), moving], { axis: window, rare: true });
  return b.emit(inWindow, [added, from, change], { whole: axis, window });
};

const keyOf = (place: Atom, amount: Atom, { settings }: Equation): string =>
  `${keyOfAtom(place)} ${keyOfAtom(amount)} ${axisSetting(settings, "axis")?.id}`;

/** The two factors of a product, both ways. */
const factorsOf = (b: Builder, atom: Atom): readonly (readonly [Atom, Atom])[] => {
  const { primitive, inputs: [x, y] = [] } = b.definition(atom) ?? {};
  const isProduct = primitive === mul.primitive || primitive === weigh.primitive;
  return isProduct && x && y
    ? [
        [x, y],
        [y, x],
      ]
    : [];
};

/**
 * Leaves out sums over events that follow from others: where places `a m + b` of entries move by `a' m + b'`, with one `m`
 * for each entry, what their moments change by is a sum of these moments, cell by cell. Close to the place that does not
 * move that would be a small difference of large numbers: in a window of cells around it, entries are added up as before,
 * so that numbers are good to rounding wherever entries lie and whatever `a` is.
 * @returns the program that computes the outputs
 */
export const movingTogether = (b: Builder, outputs: readonly Atom[]): Program => {
  const program = b.program(outputs);
  const sums = program.equations.filter(({ primitive }) => primitive === moments);
  const plain = new Map<string, Var>();
  for (const sum of sums) {
    const [place, amount, ...others] = sum.inputs;
    if (place && amount && others.length === 0) plain.set(keyOf(place, amount, sum), sum.output);
  }
  const linear = linearly(b);
  const instead = ({ inputs, settings, output, ...equation }: Equation): Atom | undefined => {
    const [place, staying, moving, ...others] = inputs;
    const axis = axisSetting(settings, "axis");
    const isOfMotion = staying !== undefined && isConstant(staying, 0) && others.length === 0;
    if (!place || !moving || !isOfMotion || axis?.extent.kind !== "fixed") return undefined;
    for (const [amount, motion] of factorsOf(b, moving)) {
      const sum = plain.get(keyOf(place, amount, { inputs, settings, output, ...equation }));
      const known = sum && motionOf(b, linear(place), linear(motion));
      if (!known) continue;
      const { slope, offset, still } = known;
      const from = still ? windowFrom(b, still, axis.extent.size / powers - 2) : constant(Number.POSITIVE_INFINITY);
      const change = b.emit(moved, [sum, slope, offset, from]);
      return still ? withWindow(b, { place, from, moving, axis }, change) : change;
    }
    return undefined;
  };
  const replaced = new Map(
    sums.flatMap((sum) => {
      const found = instead(sum);
      return found ? [[sum.output.id, found] as const] : [];
    }),
  );
  return replaced.size === 0 ? program : b.program(substitute(b, outputs, replaced));
};
