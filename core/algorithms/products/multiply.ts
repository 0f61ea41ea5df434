import { type Func, instruction } from "../../backends/index.ts";
import {
  asLongAs,
  both,
  type Code,
  called,
  choice,
  functionOf,
  get,
  increased,
  isLess,
  isSame,
  least,
  minus,
  type Place,
  plus,
  set,
  shiftedLeft,
  shiftedRight,
  times,
  when,
  whole,
} from "./assembly.ts";
import { innerOf } from "./inner.ts";
import { stripOf } from "./strip.ts";
import { tilesOf } from "./tiles.ts";

/** So many rows of the left factor, and so much of the summed index, are gone through at once: they stay in the cache. */
const depth = 256;
/** Columns that are gone through at once, where there are rows for a tile, and where there are not. */
const [narrow, wide] = [4, 8];
const tall = 4;

/** How many numbers at the start of memory a product works with: columns that were copied side by side, and sums. */
export const workNumbers = 2 * depth * wide;
const stripAt = 0;
const sumsAt = 8 * depth * wide;

/** The functions before the product in the module. */
const names = ["tall", "low", "flat", "narrowStrip", "wideStrip", "inner", "innerRow"] as const;

const indexOf = (name: (typeof names)[number]): number => names.indexOf(name);

/** In the order of the table: sizes, and for each matrix its address and the distances of rows and columns in bytes. */
const inputs = ["mode", "m", "n", "k", "a", "aRow", "aColumn", "b", "bRow", "bColumn", "c", "cRow", "cColumn"] as const;

type Inputs = Readonly<Record<(typeof inputs)[number], Place>>;

/** A column whose numbers, like those of the rows of the left factor, lie side by side. */
const byInnerProducts = ({ m, k, a, aRow, b, c, cRow, mode }: Inputs, rest: Place): Code => {
  const some = (name: "inner" | "innerRow", count: Code): Code =>
    called(indexOf(name), count, ...[k, a, aRow, b, c, cRow, mode].map(get));
  return [
    ...some("inner", shiftedRight(get(m), whole(2))),
    ...set(rest, minus(get(m), both(get(m), whole(tall - 1)))),
    ...increased(a, times(get(rest), get(aRow))),
    ...increased(c, times(get(rest), get(cRow))),
    ...some("innerRow", both(get(m), whole(tall - 1))),
  ];
};

/** Sums that were left side by side go where they belong, in as many columns as there are. */
const spread = (
  { c, cRow, cColumn, mode }: Inputs,
  high: Place,
  columns: Place,
  toRow: Place,
  places: { readonly at: Place; readonly from: Place; readonly row: Place; readonly left: Place; readonly sum: Place },
): Code => {
  const { at, from, row, left, sum } = places;
  return [
    ...set(from, whole(sumsAt)),
    ...set(row, get(high)),
    ...asLongAs(get(row), [
      ...set(left, get(columns)),
      ...set(at, get(c)),
      ...asLongAs(get(left), [
        ...set(sum, [...get(from), ...instruction("f64.load", 0)]),
        ...when(
          get(mode),
          set(sum, [
            ...get(sum),
            ...get(mode),
            ...instruction("f64.convert_i32_s"),
            ...instruction("f64.mul"),
            ...get(at),
            ...instruction("f64.load", 0),
            ...instruction("f64.add"),
          ]),
        ),
        ...get(at),
        ...get(sum),
        ...instruction("f64.store", 0),
        ...increased(at, get(cColumn)),
        ...increased(from, whole(8)),
        ...set(left, minus(get(left), whole(1))),
      ]),
      ...increased(from, minus(get(toRow), shiftedLeft(get(columns), whole(3)))),
      ...increased(c, get(cRow)),
      ...set(row, minus(get(row), whole(1))),
    ]),
  ];
};

/** Calls that multiply `high` rows with the columns of a strip. */
const rowsOf = (
  name: { readonly many?: "tall"; readonly one: "low" | "flat" },
  high: Place,
  part: TilePlaces,
): Code => {
  const { length, a, aRow, aColumn, b, bRow, c, cRow, mode } = part;
  const tiles = (of: "tall" | "low" | "flat", count: Code): Code =>
    called(indexOf(of), count, ...[length, a, aRow, aColumn, b, bRow, c, cRow, mode].map(get));
  if (!name.many) return tiles(name.one, get(high));
  const rest = both(get(high), whole(tall - 1));
  const done = minus(get(high), rest);
  return [
    ...tiles(name.many, shiftedRight(get(high), whole(2))),
    ...increased(a, times(done, get(aRow))),
    ...increased(c, times(done, get(cRow))),
    ...tiles(name.one, rest),
  ];
};

/** What a call for the tiles of a strip is handed. */
interface TilePlaces {
  readonly length: Place;
  readonly a: Place;
  readonly aRow: Place;
  readonly aColumn: Place;
  readonly b: Place;
  readonly bRow: Place;
  readonly c: Place;
  readonly cRow: Place;
  readonly mode: Place;
}

/** The functions of a module that multiplies matrices; the last one is the product. */
export const productFunctions = (isFused: boolean): readonly Func[] => [
  tilesOf({ rows: tall, vectors: narrow / 2 }, isFused),
  tilesOf({ rows: 1, vectors: narrow / 2 }, isFused),
  tilesOf({ rows: 1, vectors: wide / 2 }, isFused),
  stripOf(narrow),
  stripOf(wide),
  innerOf(tall, isFused),
  innerOf(1, isFused),
  functionOf("multiply", inputs, (input, places) => {
    const { m, n, k, a, aRow, aColumn, b, bRow, bColumn, c, cRow, cColumn, mode } = input;
    const [l, i, j, width] = [places.whole(), places.whole(), places.whole(), places.whole()];
    const [high, columns, isFull, isThere] = [places.whole(), places.whole(), places.whole(), places.whole()];
    const part: TilePlaces = {
      length: places.whole(),
      a: places.whole(),
      aRow,
      aColumn,
      b: places.whole(),
      bRow: places.whole(),
      c: places.whole(),
      cRow: places.whole(),
      mode: places.whole(),
    };
    const inSpread = {
      at: places.whole(),
      from: places.whole(),
      row: places.whole(),
      left: places.whole(),
      sum: places.number(),
    };
    const cAt = places.whole();
    const isBeside = (distance: Place): Code => isSame(get(distance), whole(8));
    const moved = (start: Place, row: Place, rows: Place, column: Place, by: Place): Code =>
      plus(get(start), plus(times(get(row), get(rows)), times(get(column), get(by))));
    const stripRow = shiftedLeft(get(width), whole(3));
    const copied = (name: "narrowStrip" | "wideStrip"): Code =>
      called(indexOf(name), whole(stripAt), ...[part.length, columns, part.b, bRow, bColumn].map(get));
    const isNarrow = isSame(get(width), whole(narrow));
    const strip: Code = [
      ...set(columns, least(get(width), minus(get(n), get(j)))),
      ...set(isFull, isSame(get(columns), get(width))),
      ...set(part.a, moved(a, i, aRow, l, aColumn)),
      ...set(part.b, moved(b, l, bRow, j, bColumn)),
      ...set(cAt, moved(c, i, cRow, j, cColumn)),
      ...when(both(get(isFull), isBeside(bColumn)), set(part.bRow, get(bRow)), [
        ...when(isNarrow, copied("narrowStrip"), copied("wideStrip")),
        ...set(part.b, whole(stripAt)),
        ...set(part.bRow, stripRow),
      ]),
      ...set(isThere, both(get(isFull), isBeside(cColumn))),
      ...set(part.c, choice(get(isThere), get(cAt), whole(sumsAt))),
      ...set(part.cRow, choice(get(isThere), get(cRow), stripRow)),
      ...set(part.mode, choice(get(isThere), get(mode), whole(0))),
      ...when(isNarrow, rowsOf({ many: "tall", one: "low" }, high, part), rowsOf({ one: "flat" }, high, part)),
      ...when(get(isThere), [], spread({ ...input, c: cAt }, high, columns, part.cRow, inSpread)),
      ...increased(j, get(width)),
    ];
    return when(both(both(isSame(get(n), whole(1)), isBeside(aColumn)), isBeside(bRow)), byInnerProducts(input, i), [
      ...set(width, choice(isLess(get(m), whole(tall)), whole(wide), whole(narrow))),
      ...instruction("loop"),
      ...set(part.length, least(whole(depth), minus(get(k), get(l)))),
      ...set(i, whole(0)),
      ...asLongAs(isLess(get(i), get(m)), [
        ...set(high, least(whole(depth), minus(get(m), get(i)))),
        ...set(j, whole(0)),
        ...asLongAs(isLess(get(j), get(n)), strip),
        ...increased(i, whole(depth)),
      ]),
      ...set(mode, choice(get(mode), get(mode), whole(1))),
      ...increased(l, whole(depth)),
      ...isLess(get(l), get(k)),
      ...instruction("br_if", 0),
      ...instruction("end"),
    ]);
  }),
];
