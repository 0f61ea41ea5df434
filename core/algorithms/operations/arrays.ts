import { add, eq, gt, mul, neg, where } from "../../primitives/index.ts";
import { type Atom, constant } from "../../program/index.ts";
import type { ArrayBuilder } from "../builder.ts";
import { shapeOf } from "../statement.ts";

/** An array whose elements are computed from their indices, by loops whose turns are independent. */
export const tabulate = (
  b: ArrayBuilder,
  shape: readonly Atom[],
  element: (indices: readonly Atom[]) => Atom,
): Atom => {
  const axis = (indices: readonly Atom[]): Atom => {
    const size = shape[indices.length];
    if (!size) return element(indices);
    const { collected } = b.loop(size, [], (turn) => ({ carried: [], collected: [axis([...indices, turn])] }));
    return collected[0] ?? constant(Number.NaN);
  };
  return axis([]);
};

/** A function of the elements of arrays of one shape, at each place of them. */
export const eachElement = (
  b: ArrayBuilder,
  arrays: readonly Atom[],
  f: (items: readonly Atom[], indices: readonly Atom[]) => Atom,
): Atom =>
  tabulate(b, arrays[0] ? shapeOf(arrays[0]) : [], (indices) =>
    f(
      arrays.map((array) => b.read(array, indices)),
      indices,
    ),
  );

/** The sum of two arrays of one shape; undefined stands for zero. */
export const plus = (b: ArrayBuilder, x: Atom | undefined, y: Atom | undefined): Atom | undefined =>
  x && y ? eachElement(b, [x, y], (items) => b.emit(add.primitive, items)) : (x ?? y);

export const minus = (b: ArrayBuilder, x: Atom | undefined): Atom | undefined =>
  x && eachElement(b, [x], (items) => b.emit(neg.primitive, items));

export const scaled = (b: ArrayBuilder, x: Atom, factor: Atom): Atom =>
  eachElement(b, [x], ([item = x]) => b.emit(mul.primitive, [item, factor]));

/** Zero, in the shape of an atom. */
export const zeroLike = (b: ArrayBuilder, atom: Atom): Atom => tabulate(b, shapeOf(atom), () => constant(0));

export const ones = (b: ArrayBuilder, size: Atom): Atom => tabulate(b, [size], () => constant(1));

/** One of two atoms below the diagonal, on it, or above it. */
const byPlace = (b: ArrayBuilder, [i, j]: readonly Atom[], below: Atom, on: Atom, above: Atom): Atom => {
  if (!i || !j) return on;
  const upper = b.emit(where.primitive, [b.emit(eq.primitive, [i, j]), on, above]);
  return b.emit(where.primitive, [b.emit(gt.primitive, [i, j]), below, upper]);
};

const zero = constant(0);

export const identity = (b: ArrayBuilder, size: Atom): Atom =>
  tabulate(b, [size, size], (place) => byPlace(b, place, zero, constant(1), zero));

/** Which part of a matrix is kept, and what its diagonal is multiplied by. */
export interface Part {
  readonly lower: boolean;
  readonly diagonal: 0 | 0.5 | 1;
}

/** The triangle of a matrix on one side of its diagonal; zero on the other. */
export const triangleOf = (b: ArrayBuilder, matrix: Atom, { lower, diagonal }: Part): Atom =>
  eachElement(b, [matrix], ([item = zero], place) => {
    const on = diagonal === 0 ? zero : b.emit(mul.primitive, [item, constant(diagonal)]);
    return lower ? byPlace(b, place, item, on, zero) : byPlace(b, place, zero, on, item);
  });

/** The mean of a matrix and its transpose. */
export const symmetricPart = (b: ArrayBuilder, matrix: Atom): Atom =>
  tabulate(b, shapeOf(matrix), ([i = zero, j = zero]) => {
    const sum = b.emit(add.primitive, [b.read(matrix, [i, j]), b.read(matrix, [j, i])]);
    return b.emit(mul.primitive, [sum, constant(0.5)]);
  });
