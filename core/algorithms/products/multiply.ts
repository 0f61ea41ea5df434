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
  isMore,
  isSame,
  least,
  minus,
  type Place,
  plus,
  quotient,
  remainder,
  set,
  shiftedLeft,
  times,
  when,
  whole,
} from "./assembly.ts";
import { innerOf } from "./inner.ts";
import { spreadOf } from "./spread.ts";
import { stripOf } from "./strip.ts";
import { tilesOf } from "./tiles.ts";

/** How much is gone through at once, so that it stays in the cache: rows of the left factor, and of the summed index. */
interface Portion {
  readonly rows: number;
  readonly depth: number;
}

/** Rows of the left factor that run along memory, those of them that are short, and those that lie across memory. */
const portions = {
  along: { rows: 96, depth: 256 },
  short: { rows: 192, depth: 256 },
  across: { rows: 48, depth: 64 },
} as const satisfies Readonly<Record<string, Portion>>;
const mostOfShort = 16;

/** So many columns of the right factor are gone through at once. */
const breadth = 64;
/** Columns of a tile, where there are rows for one, and where there are not. */
const [narrow, wide] = [4, 8];
/** Rows of tiles. */
const [tall, middle, low, one] = [6, 4, 2, 1];
/** So many inner products are added up at once. */
const innerRows = 4;

/** How many numbers at the start of memory a product works with: columns that were copied side by side, and sums. */
export const usedNumbers = breadth * portions.along.depth + portions.short.rows * wide;
const stripsAt = 0;
const sumsAt = 8 * breadth * portions.along.depth;

/** The functions before the product in the module. */
const names = [
  "tall",
  "middle",
  "low",
  "one",
  "wide",
  "inner",
  "innerOne",
  "narrowStrip",
  "wideStrip",
  "spread",
  "rows",
] as const;
type Name = (typeof names)[number];

const call = (name: Name, ...inputs: readonly Code[]): Code => called(names.indexOf(name), ...inputs);

const tileInputs = ["length", "a", "aRow", "aColumn", "b", "bRow", "c", "cRow", "mode"] as const;

/** Multiplies rows with a strip of columns: as many as can be in the tallest tiles. */
const rowsOf = (): Func =>
  functionOf("rows", ["high", "width", ...tileInputs], (input, places) => {
    const { high, a, aRow, c, cRow } = input;
    const count = places.whole();
    const tiles = (name: Name, of: Code): Code => call(name, of, ...tileInputs.map((each) => get(input[each])));
    const some = (name: Name, rows: number, tallest: Code): Code => [
      ...set(count, tallest),
      ...when(get(count), [
        ...tiles(name, get(count)),
        ...set(count, times(get(count), whole(rows))),
        ...increased(a, times(get(count), get(aRow))),
        ...increased(c, times(get(count), get(cRow))),
        ...set(high, minus(get(high), get(count))),
      ]),
    ];
    // two rows and a tall tile are two tiles of the middle height
    const isLeft = both(isSame(remainder(get(high), tall), whole(low)), isMore(get(high), whole(tall)));
    return when(isSame(get(input.width), whole(wide)), tiles("wide", get(high)), [
      ...some("tall", tall, minus(quotient(get(high), tall), isLeft)),
      ...some("middle", middle, quotient(get(high), middle)),
      ...some("low", low, quotient(get(high), low)),
      ...when(get(high), tiles("one", get(high))),
    ]);
  });

/** In the order of the table: sizes, and for each matrix its address and the distances of rows and columns in bytes. */
const inputs = ["mode", "m", "n", "k", "a", "aRow", "aColumn", "b", "bRow", "bColumn", "c", "cRow", "cColumn"] as const;

type Inputs = Readonly<Record<(typeof inputs)[number], Place>>;

/** A column whose numbers, like those of the rows of the left factor, lie side by side. */
const byInnerProducts = ({ m, k, a, aRow, b, c, cRow, mode }: Inputs, done: Place): Code => {
  const some = (name: Name, count: Code): Code => call(name, count, ...[k, a, aRow, b, c, cRow, mode].map(get));
  return [
    ...some("inner", quotient(get(m), innerRows)),
    ...set(done, minus(get(m), remainder(get(m), innerRows))),
    ...increased(a, times(get(done), get(aRow))),
    ...increased(c, times(get(done), get(cRow))),
    ...some("innerOne", minus(get(m), get(done))),
  ];
};

const isBeside = (distance: Place): Code => isSame(get(distance), whole(8));

const moved = (start: Place, row: Place, rows: Place, column: Place, columns: Place): Code =>
  plus(get(start), plus(times(get(row), get(rows)), times(get(column), get(columns))));

const multiplyOf = (): Func =>
  functionOf("multiply", inputs, (input, places) => {
    const { m, n, k, a, aRow, aColumn, b, bRow, bColumn, c, cRow, cColumn, mode } = input;
    const [l, i, j, first, last] = [places.whole(), places.whole(), places.whole(), places.whole(), places.whole()];
    const [width, most, length, high] = [places.whole(), places.whole(), places.whole(), places.whole()];
    const step = places.whole();
    const [columns, isDirect, isThere, to] = [places.whole(), places.whole(), places.whole(), places.whole()];
    const stripRow = shiftedLeft(get(width), whole(3));
    const strip = plus(whole(stripsAt), shiftedLeft(times(minus(get(j), get(first)), get(length)), whole(3)));
    const look: Code = [
      ...set(columns, least(get(width), minus(get(last), get(j)))),
      ...set(isDirect, both(isSame(get(columns), get(width)), isBeside(bColumn))),
    ];
    const eachStrip = (body: Code): Code => [
      ...set(j, get(first)),
      ...asLongAs(isLess(get(j), get(last)), [...look, ...body, ...increased(j, get(width))]),
    ];
    const copied = (name: Name): Code =>
      call(name, strip, get(length), get(columns), moved(b, l, bRow, j, bColumn), get(bRow), get(bColumn));
    const copies = eachStrip(
      when(get(isDirect), [], when(isSame(get(width), whole(wide)), copied("wideStrip"), copied("narrowStrip"))),
    );
    const products = eachStrip([
      ...set(isThere, both(isSame(get(columns), get(width)), isBeside(cColumn))),
      ...set(to, moved(c, i, cRow, j, cColumn)),
      ...call(
        "rows",
        get(high),
        get(width),
        get(length),
        moved(a, i, aRow, l, aColumn),
        get(aRow),
        get(aColumn),
        choice(get(isDirect), moved(b, l, bRow, j, bColumn), strip),
        choice(get(isDirect), get(bRow), stripRow),
        choice(get(isThere), get(to), whole(sumsAt)),
        choice(get(isThere), get(cRow), stripRow),
        choice(get(isThere), get(mode), whole(0)),
      ),
      ...when(
        get(isThere),
        [],
        call("spread", get(high), get(columns), whole(sumsAt), stripRow, ...[to, cRow, cColumn, mode].map(get)),
      ),
    ]);
    const portion = (of: keyof Portion): Code => {
      const { along, short, across } = portions;
      const besides = choice(isMore(get(k), whole(mostOfShort)), whole(along[of]), whole(short[of]));
      return choice(isBeside(aColumn), besides, whole(across[of]));
    };
    const block: Code = [
      ...set(last, least(get(n), plus(get(first), whole(breadth)))),
      ...copies,
      ...set(i, whole(0)),
      ...asLongAs(isLess(get(i), get(m)), [
        ...set(high, least(get(step), minus(get(m), get(i)))),
        ...products,
        ...increased(i, get(step)),
      ]),
      ...increased(first, whole(breadth)),
    ];
    return when(both(both(isSame(get(n), whole(1)), isBeside(aColumn)), isBeside(bRow)), byInnerProducts(input, i), [
      ...set(width, choice(isLess(get(m), whole(middle)), whole(wide), whole(narrow))),
      ...set(most, portion("depth")),
      ...set(step, portion("rows")),
      ...instruction("loop"),
      ...set(length, least(get(most), minus(get(k), get(l)))),
      ...set(first, whole(0)),
      ...asLongAs(isLess(get(first), get(n)), block),
      ...set(mode, choice(get(mode), get(mode), whole(1))),
      ...increased(l, get(most)),
      ...isLess(get(l), get(k)),
      ...instruction("br_if", 0),
      ...instruction("end"),
    ]);
  });

/** The functions of a module that multiplies matrices; the last one is the product. */
export const productFunctions = (isFused: boolean): readonly Func[] => {
  const tiles = (rows: number, columns: number): Func => tilesOf({ rows, vectors: columns / 2 }, isFused);
  const functions: Readonly<Record<Name, Func>> = {
    tall: tiles(tall, narrow),
    middle: tiles(middle, narrow),
    low: tiles(low, narrow),
    one: tiles(one, narrow),
    wide: tiles(one, wide),
    inner: innerOf(innerRows, isFused),
    innerOne: innerOf(one, isFused),
    narrowStrip: stripOf(narrow),
    wideStrip: stripOf(wide),
    spread: spreadOf(),
    rows: rowsOf(),
  };
  return [...names.map((name) => functions[name]), multiplyOf()];
};
