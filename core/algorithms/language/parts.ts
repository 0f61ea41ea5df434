import { type Atom, constant } from "../../program/index.ts";
import type { ArrayBuilder } from "../builder.ts";
import { type ArrayVar, isArray, shapeOf } from "../statement.ts";

/** A number or an array: what some indices select of an array. */
export interface Part {
  readonly array: Atom;
  readonly indices: readonly Atom[];
  /** Some of the indices may be out of range. */
  readonly checked: boolean;
}

export const partOf = (array: Atom): Part => ({ array, indices: [], checked: false });

export const within = (part: Part, index: Atom, checked: boolean): Part => ({
  array: part.array,
  indices: [...part.indices, index],
  checked: part.checked || checked,
});

interface Numbers {
  readonly values: Float64Array;
  readonly shape: readonly number[];
}

const numbers = new WeakMap<Atom, Numbers>();

/** Numbers known now, as an array; an element of it at a constant index is a constant. */
export const dataPart = (b: ArrayBuilder, values: Float64Array, shape: readonly number[]): Part => {
  const array: ArrayVar = b.data(values, shape);
  numbers.set(array, { values, shape });
  return partOf(array);
};

const constantIn = ({ array, indices }: Part): Atom | undefined => {
  const data = numbers.get(array);
  if (data?.shape.length !== indices.length) return undefined;
  let place = 0;
  for (const [axis, index] of indices.entries()) {
    const size = data.shape[axis] ?? 0;
    if (index.kind !== "const") return undefined;
    const k = Number(index.value);
    if (!Number.isInteger(k) || k < 0 || k >= size) return constant(Number.NaN);
    place = place * size + k;
  }
  return constant(data.values[place] ?? Number.NaN);
};

/** The number or array itself; one that is selected by indices that may be out of range is copied. */
export const atomOf = (b: ArrayBuilder, part: Part): Atom => {
  const { array, indices, checked } = part;
  if (indices.length === 0) return array;
  const known = constantIn(part);
  if (known) return known;
  const rest = isArray(array) ? shapeOf(array).slice(indices.length) : [];
  const [size] = rest;
  if (!checked || !size) return b.read(array, indices, checked);
  const { collected } = b.loop(size, [], (turn) => ({
    carried: [],
    collected: [atomOf(b, { array, indices: [...indices, turn], checked })],
  }));
  return collected[0] ?? array;
};
