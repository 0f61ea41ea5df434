import {
  type Atom,
  type Axis,
  axisOf,
  axisSetting,
  type Builder,
  constant,
  isConstant,
  joinAxes,
  type Settings,
  type StructuralPrimitive,
} from "../program/index.ts";
import { add, weigh } from "./arithmetic.ts";
import { first, spreadTo } from "./reductions.ts";

/** How many powers of the place inside a cell are added up, from the zeroth on. */
export const powers = 8;

const joined = (atoms: readonly Atom[]): Axis | null =>
  atoms.reduce<Axis | null>((axis, atom) => joinAxes(axis, axisOf(atom)), null);

const plus = (b: Builder, x: Atom | undefined, y: Atom | undefined): Atom | undefined =>
  x && y ? b.emit(add.primitive, [x, y]) : (x ?? y);

/** The sum of some amounts of derivatives, that of order 0 first; undefined where all of them are zero. */
const momentsOf = (
  b: Builder,
  place: Atom,
  amounts: readonly (Atom | undefined)[],
  settings: Settings,
): Atom | undefined => {
  const axis = joined([place, ...amounts.flatMap((amount) => amount ?? [])]);
  const last = amounts.findLastIndex((amount) => amount && !isConstant(amount, 0));
  if (last < 0) return undefined;
  const there = amounts
    .slice(0, last + 1)
    .map((amount) => (amount && !isConstant(amount, 0) ? spreadTo(b, amount, axis) : constant(0)));
  return b.emit(moments, [place, ...there], settings);
};

/**
 * Moments of amounts inside cells of width 1: adds to the cell of a place `u`, for each power `p`, the amount times the
 * power `p` of the distance from the cell's centre. A second amount is multiplied by the derivative of that power by `u`,
 * a third one by the second derivative, and so on. Cells begin at `u = 0`; what lies outside has a distance of 0, and NaN
 * is nowhere.
 */
export const moments: StructuralPrimitive = {
  kind: "structural",
  name: "moments",
  modes: ["partial"],
  dtype: () => "f64",
  axis: (_inputs, settings) => axisSetting(settings, "axis"),
  jvp: (b, { inputs: [place, ...amounts], settings }, [moved, ...tangents]) => {
    const through = (amount: Atom | undefined): Atom | undefined =>
      amount && moved && b.emit(weigh.primitive, [amount, moved]);
    const all = [...amounts, undefined].map((_, order) => plus(b, tangents[order], through(amounts[order - 1])));
    return place && momentsOf(b, place, all, settings);
  },
  vjp: (b, { inputs: [place, ...amounts], settings }, cotangent) => {
    if (!place) return [];
    const axis = joined([place, ...amounts]);
    const slope = (order: number): Atom =>
      spreadTo(b, b.emit(polynomial, [cotangent, place], { ...settings, order }), axis);
    const ofPlace = amounts
      .map((amount, order) => (isConstant(amount, 0) ? undefined : b.emit(weigh.primitive, [amount, slope(order + 1)])))
      .reduce((sum, term) => plus(b, sum, term), undefined);
    return [ofPlace, ...amounts.map((_, order) => slope(order))];
  },
};

/**
 * At a place `u`, the derivative of a polynomial by `u` that each cell has its own coefficients of; the order is a
 * setting. The transpose of `moments`.
 */
export const polynomial: StructuralPrimitive = {
  kind: "structural",
  name: "polynomial",
  modes: ["linear", "partial"],
  dtype: first,
  axis: ([, place]) => (place ? axisOf(place) : null),
  jvp: (b, { inputs: [array, place], settings }, [tangent, moved]) => {
    if (!array || !place) return undefined;
    const order = Number(settings.order) + 1;
    const higher = moved && b.emit(polynomial, [array, place], { ...settings, order });
    return plus(
      b,
      tangent && b.emit(polynomial, [tangent, place], settings),
      moved && higher && b.emit(weigh.primitive, [higher, moved]),
    );
  },
  vjp: (b, { inputs: [array, place], settings }, cotangent) => {
    if (!array || !place) return [];
    const order = Number(settings.order);
    const higher = b.emit(polynomial, [array, place], { ...settings, order: order + 1 });
    const { axis = null } = settings;
    return [
      momentsOf(b, place, [...Array.from({ length: order }, () => undefined), cotangent], { axis }),
      b.emit(weigh.primitive, [cotangent, higher]),
    ];
  },
};

/**
 * Bins between ascending edges, the second input, of what moments stand for, each spread by a normal distribution; with
 * `transposed`, what every moment contributes to a sum over bins. The axes are `moments` and `bins`. Cells begin at
 * `first`, are `size` wide and `step` standard deviations, and as many as `beyond` lie on either side of all edges.
 */
export const smear: StructuralPrimitive = {
  kind: "structural",
  name: "smear",
  modes: ["linear", "flat"],
  dtype: first,
  axis: (_inputs, settings) => axisSetting(settings, settings.transposed ? "moments" : "bins"),
  jvp: (b, { inputs: [, edges], settings }, [tangent]) => tangent && edges && b.emit(smear, [tangent, edges], settings),
  vjp: (b, { inputs: [, edges], settings }, cotangent) =>
    edges ? [b.emit(smear, [cotangent, edges], { ...settings, transposed: !settings.transposed })] : [],
};
