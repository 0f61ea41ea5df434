import type { Axis } from "../../program/index.ts";

/** Where things lie in the memory of a kernel, in bytes; what is asked for first is placed first. */
export interface Layout {
  /** A double that stays 0, for what is missing. */
  readonly zero: number;
  /** Some bytes of their own under a name. */
  readonly place: (name: string, bytes: number) => number;
  /** One number of eight bytes for each element of an axis in a tile. */
  readonly numbers: (name: string, axis: Axis) => number;
  /** One whole number of four bytes for each element of an axis in a tile, and one more. */
  readonly wholes: (name: string, axis: Axis) => number;
  /** How many elements of an axis a tile can have. */
  readonly capacity: (axis: Axis) => number;
  readonly size: () => number;
}

const aligned = (n: number): number => (n + 63) & ~63;

/** Lanes read and write up to this many elements past the last, four whole numbers at a time. */
const padding = 4;

/**
 * @param events - most events of a tile
 * @param items - most elements of any other axis in a tile
 */
export const layoutOf = (events: number, items: number): Layout => {
  let end = 64;
  const places = new Map<string, number>();
  const place = (name: string, bytes: number): number => {
    const known = places.get(name);
    if (known !== undefined) return known;
    const start = end;
    places.set(name, start);
    end = aligned(end + bytes);
    return start;
  };
  const capacity = (axis: Axis): number => (axis.extent.kind === "events" ? events : items);
  return {
    zero: 0,
    place,
    numbers: (name, axis) => place(`${name} ${axis.id}`, 8 * (capacity(axis) + padding)),
    wholes: (name, axis) => place(`${name} ${axis.id}`, 4 * (capacity(axis) + padding)),
    capacity,
    size: () => end,
  };
};
