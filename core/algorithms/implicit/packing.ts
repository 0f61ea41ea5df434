import { fail } from "../../errors.ts";
import { type Atom, constant } from "../../program/index.ts";
import type { ArrayBuilder } from "../builder.ts";
import { tabulate } from "../operations/arrays.ts";
import { sizeOf, stridesOf } from "../operations/dense.ts";
import { shapeOf } from "../statement.ts";
import { arithmetic } from "./arithmetic.ts";

/** Several numbers and arrays as one vector. */
export interface Packing {
  readonly pack: (leaves: readonly Atom[]) => Atom;
  readonly unpack: (vector: Atom) => readonly Atom[];
}

interface Place {
  readonly first: number;
  readonly shape: readonly number[];
}

/** Where the numbers of each leaf lie, and how many there are. */
const placesOf = (
  name: string,
  leaves: readonly Atom[],
): { readonly places: readonly Place[]; readonly count: number } => {
  let count = 0;
  const places = leaves.map((leaf) => {
    const shape = shapeOf(leaf).map((size) => (size.kind === "const" ? Number(size.value) : Number.NaN));
    const first = count;
    count += sizeOf(shape);
    return { first, shape };
  });
  if (Number.isNaN(count) || leaves.some(({ dtype }) => dtype !== "f64"))
    throw fail("E_TYPE", {
      what: `the unknowns of ${name} are not numbers of a known count`,
      cure: "numbers and arrays of constant sizes, or one array of numbers",
    });
  return { places, count };
};

/**
 * How the leaves of a start lie in one vector, one after the other.
 * @throws E_TYPE for arrays of sizes that are not constants, and for what is no number
 */
export const packingOf = (b: ArrayBuilder, name: string, leaves: readonly Atom[]): Packing => {
  const { places, count } = placesOf(name, leaves);
  const placeIn = ({ first, shape }: Place, indices: readonly Atom[]): Atom => {
    const { add, mul } = arithmetic(b);
    const strides = stridesOf(shape);
    return indices.reduce<Atom>(
      (place, index, axis) => add(place, mul(index, constant(strides[axis] ?? 1, "i32"))),
      constant(first, "i32"),
    );
  };
  const sizes = (shape: readonly number[]): readonly Atom[] => shape.map((size) => constant(size, "i32"));
  return {
    pack: (given) => {
      const vector = b.accumulator(sizes([count]));
      for (const [k, place] of places.entries()) {
        const leaf = given[k] ?? constant(Number.NaN);
        const add = (indices: readonly Atom[]): void => {
          const size = place.shape[indices.length];
          if (size === undefined) b.accumulate(vector, [placeIn(place, indices)], b.read(leaf, indices));
          else
            b.loop(constant(size, "i32"), [], (turn) => {
              add([...indices, turn]);
              return { carried: [], collected: [] };
            });
        };
        add([]);
      }
      return b.freeze(vector);
    },
    unpack: (vector) =>
      places.map((place) => tabulate(b, sizes(place.shape), (indices) => b.read(vector, [placeIn(place, indices)]))),
  };
};
