import { placeOfMax, placeOfMin } from "../primitives/index.ts";
import type { StructuralPrimitive } from "../program/index.ts";
import { intrinsic, listIn } from "./intrinsic.ts";
import { callback, ofEach } from "./items.ts";
import { placeOfExtreme } from "./places.ts";

export interface PlaceOfExtreme {
  (list: Iterable<number>): number;
  <T>(list: Iterable<T>, key: (item: T, index: number) => number): number;
}

const place = (
  name: string,
  primitive: StructuralPrimitive,
  beats: (x: number, y: number) => boolean,
): PlaceOfExtreme => {
  const callable = <T>(list: Iterable<T>, key?: (item: T, index: number) => number): number => {
    const keys = [...list].map((item, k) => Number(key ? key(item, k) : item));
    const broken = keys.findIndex(Number.isNaN);
    const best = keys.reduce((first, x, k) => (beats(x, keys[first] ?? x) ? k : first), 0);
    return keys.length > 0 ? (broken >= 0 ? broken : best) : (undefined as unknown as number);
  };
  return intrinsic(callable, (b, [given, key]) => {
    const list = listIn(b, name, given);
    return placeOfExtreme(b, list, key ? ofEach(b, list, callback(key)) : list.item, primitive);
  });
};

/**
 * The number of the item with the smallest key: the first of equal ones, the first NaN if there is one, and missing for an
 * empty list. It chooses an item, `list[argmin(list, key)]`, whose derivative is that of this item alone.
 * @example
 * const pairs = combinations(ev.muon, 2);
 * const [a, b] = pairs[argmin(pairs, ([a, b]) => Math.abs(mass(a, b) - 91.2))];
 */
export const argmin = place("argmin", placeOfMin, (x, y) => x < y);
/** The number of the item with the largest key: the first of equal ones; NaN and empty lists as in `argmin`. */
export const argmax = place("argmax", placeOfMax, (x, y) => x > y);
