import { type Func, instruction } from "../../backends/index.ts";
import {
  asLongAs,
  type Code,
  functionOf,
  get,
  increased,
  minus,
  type Place,
  plus,
  set,
  when,
  whole,
} from "./assembly.ts";

/** A part of a product that is kept in local variables: rows, and vectors of two numbers in each. */
export interface Tile {
  readonly rows: number;
  readonly vectors: number;
}

const inputs = ["tiles", "length", "a", "aRow", "aColumn", "b", "bRow", "c", "cRow", "mode"] as const;

/** Adds a product of vectors to a third one, rounded once where the engine can. */
export const added = (isFused: boolean, x: Code, y: Code, sum: Code): Code =>
  isFused
    ? [...x, ...y, ...sum, ...instruction("f64x2.relaxed_madd")]
    : [...sum, ...x, ...y, ...instruction("f64x2.mul"), ...instruction("f64x2.add")];

const loaded = (at: Place, offset: number): Code => [...get(at), ...instruction("v128.load", offset)];

/**
 * A function that multiplies rows of a matrix, tile by tile, with columns of another one that lie side by side. Distances
 * are bytes; `tiles` lie below each other.
 */
export const tilesOf = ({ rows, vectors }: Tile, isFused: boolean): Func =>
  functionOf(`tiles of ${rows} x ${2 * vectors}`, inputs, (input, places) => {
    const { length, a, aRow, aColumn, b, bRow, c, cRow, mode } = input;
    const [row, left, factor, value] = [places.whole(), places.whole(), places.vector(), places.vector()];
    const at = Array.from({ length: rows }, places.whole);
    const columns = Array.from({ length: vectors }, places.vector);
    const sums = at.map(() => columns.map(places.vector));
    const [to, zero] = [places.whole(), places.vector()];
    const begin: Code = [
      ...sums.flat().flatMap((sum) => set(sum, get(zero))),
      ...at.flatMap((start, r) => set(start, r === 0 ? get(a) : plus(get(at[r - 1] ?? a), get(aRow)))),
      ...set(row, get(b)),
      ...set(left, get(length)),
    ];
    const turn: Code = [
      ...columns.flatMap((column, v) => set(column, loaded(row, 16 * v))),
      ...increased(row, get(bRow)),
      ...at.flatMap((start, r) => [
        ...set(value, [...get(start), ...instruction("v128.load64_splat", 0)]),
        ...increased(start, get(aColumn)),
        ...columns.flatMap((column, v) => {
          const sum = sums[r]?.[v] ?? zero;
          return set(sum, added(isFused, get(value), get(column), get(sum)));
        }),
      ]),
      ...set(left, minus(get(left), whole(1))),
    ];
    const leave = (result: (sum: Place, offset: number) => Code): Code =>
      sums.flatMap((row) => [
        ...row.flatMap((sum, v) => [...get(to), ...result(sum, 16 * v), ...instruction("v128.store", 16 * v)]),
        ...increased(to, get(cRow)),
      ]);
    return [
      ...set(factor, [...get(mode), ...instruction("f64.convert_i32_s"), ...instruction("f64x2.splat")]),
      ...set(to, get(c)),
      ...asLongAs(get(input.tiles), [
        ...begin,
        ...asLongAs(get(left), turn),
        ...when(
          get(mode),
          leave((sum, offset) => added(isFused, get(sum), get(factor), loaded(to, offset))),
          leave((sum) => get(sum)),
        ),
        ...Array.from({ length: rows }, () => increased(a, get(aRow))).flat(),
        ...set(input.tiles, minus(get(input.tiles), whole(1))),
      ]),
    ];
  });
