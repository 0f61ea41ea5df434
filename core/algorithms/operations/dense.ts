import { fail } from "../../errors.ts";
import type { Dense } from "../operation.ts";

/** A number, or arrays of numbers of one length along each axis: `[[1, 2], [3, 4]]`. */
export type Nested = number | ArrayLike<number> | readonly Nested[];

/** How many numbers an array of these sizes holds. */
export const sizeOf = (shape: readonly number[]): number => shape.reduce((product, size) => product * size, 1);

export const zeros = (shape: readonly number[]): Dense => ({
  values: new Float64Array(sizeOf(shape)),
  offset: 0,
  shape,
});

/** Distances between neighbours along each axis of a dense array. */
export const stridesOf = (shape: readonly number[]): readonly number[] =>
  shape.map((_, axis) => sizeOf(shape.slice(axis + 1)));

/** The numbers of a dense array, as a view. */
export const numbersOf = ({ values, offset, shape }: Dense): Float64Array =>
  values.subarray(offset, offset + sizeOf(shape));

const shapeOfNested = (value: Nested | undefined): readonly number[] =>
  typeof value === "object" ? [value.length, ...shapeOfNested(value[0])] : [];

/**
 * Nested arrays as one dense array.
 * @param name - what errors call it
 * @throws E_SHAPE for rows of different lengths, naming both; E_TYPE for what is no number
 */
export const denseOf = (value: Nested, name: string): Dense => {
  const shape = shapeOfNested(value);
  const made = zeros(shape);
  let next = 0;
  const write = (part: Nested | undefined, axis: number, path: string): void => {
    const size = shape[axis];
    if (size === undefined) {
      if (typeof part !== "number") throw fail("E_TYPE", { what: `${path} is no number` });
      made.values[next++] = part;
      return;
    }
    if (typeof part !== "object" || part.length !== size)
      throw fail("E_SHAPE", {
        what: `${path} has ${typeof part === "object" ? part.length : "no"} items where ${name}${"[0]".repeat(axis)} has ${size}`,
        cure: "rows of one length",
      });
    for (let i = 0; i < size; i++) write(part[i], axis + 1, `${path}[${i}]`);
  };
  write(value, 0, name);
  return made;
};

/** A dense array as nested arrays of JavaScript; without axes, its number. */
export const nestedOf = (dense: Dense): Nested => {
  const numbers = numbersOf(dense);
  const part = (axis: number, first: number, length: number): Nested => {
    const size = dense.shape[axis];
    if (size === undefined) return numbers[first] ?? Number.NaN;
    const each = size > 0 ? length / size : 0;
    return Array.from({ length: size }, (_, i) => part(axis + 1, first + i * each, each));
  };
  return part(0, 0, numbers.length);
};
