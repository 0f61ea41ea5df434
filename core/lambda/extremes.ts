import { fail } from "../errors.ts";
import { placeOfMax, placeOfMin } from "../primitives/index.ts";
import type { StructuralPrimitive } from "../program/index.ts";
import { intrinsic, listIn } from "./intrinsic.ts";
import { callback, ofEach } from "./items.ts";
import { placeOfExtreme } from "./places.ts";
import { procedureOf } from "./procedure.ts";
import type { Value } from "./value.ts";

/** How an order of items that depends on a choice is relaxed. */
export interface OrderOptions {
  /** The standard deviation of the independent normal noise on each key, in the unit of the key; none if not given. */
  readonly noise?: number;
}

export interface PlaceOfExtreme {
  (list: Iterable<number>): number;
  <T>(list: Iterable<T>, key: (item: T, index: number) => number, options?: OrderOptions): number;
}

const noiseIn = (options: Value | undefined): number => {
  const given = options?.kind === "record" ? options.get("noise") : undefined;
  if (!given) return 0;
  const noise = given.kind === "number" && given.atom.kind === "const" ? Number(given.atom.value) : Number.NaN;
  if (noise >= 0 && noise < Number.POSITIVE_INFINITY) return noise;
  throw fail("E_PARAMETER", {
    what: "the noise of an order is a constant that is finite and not negative",
    cure: "argmax(list, key, { noise: 2 }), in the unit of the key",
  });
};

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
  return intrinsic(callable, (b, [given, key, options]) => {
    const found = given && procedureOf(b)?.reduce(name, given, key && callback(key));
    if (found) return found;
    const list = listIn(b, name, given);
    return placeOfExtreme(b, list, key ? ofEach(b, list, callback(key)) : list.item, primitive, noiseIn(options));
  });
};

/**
 * The number of the item with the smallest key: the first of equal ones, the first NaN if there is one, and missing for an
 * empty list. It chooses an item, `list[argmin(list, key)]`, whose derivative is that of this item alone. With `noise`, where
 * the key depends on a choice, the differentiable flavour takes the expectation over normal noise on each key: which item is
 * chosen then moves smoothly with the choice, and equal keys have equal chances.
 * @example
 * const pairs = combinations(ev.muon, 2);
 * const [a, b] = pairs[argmin(pairs, ([a, b]) => Math.abs(mass(a, b) - 91.2))];
 */
export const argmin = place("argmin", placeOfMin, (x, y) => x < y);
/** The number of the item with the largest key: the first of equal ones; NaN and empty lists as in `argmin`. */
export const argmax = place("argmax", placeOfMax, (x, y) => x > y);
