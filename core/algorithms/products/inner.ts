import { type Func, instruction } from "../../backends/index.ts";
import {
  asLongAs,
  both,
  type Code,
  functionOf,
  get,
  increased,
  minus,
  type Place,
  plus,
  set,
  shiftedRight,
  when,
  whole,
  withFormer,
} from "./assembly.ts";
import { added } from "./tiles.ts";

const inputs = ["count", "length", "a", "aRow", "b", "c", "cRow", "mode"] as const;

const lanes = (x: Place): Code => [
  ...get(x),
  ...instruction("f64x2.extract_lane", 0),
  ...get(x),
  ...instruction("f64x2.extract_lane", 1),
  ...instruction("f64.add"),
];

const numberAt = (at: Place): Code => [...get(at), ...instruction("f64.load", 0)];

/** A function that multiplies each of `count` times so many rows, whose numbers lie side by side, with one column that does. */
export const innerOf = (rows: number, isFused: boolean): Func =>
  functionOf(`inner products of ${rows}`, inputs, (input, places) => {
    const { length, a, aRow, b, c, cRow, mode } = input;
    const [from, left, other, last] = [places.whole(), places.whole(), places.vector(), places.number()];
    const at = Array.from({ length: rows }, places.whole);
    const sums = at.map(places.vector);
    const [zero, sum] = [places.vector(), places.number()];
    const begin: Code = [
      ...sums.flatMap((vector) => set(vector, get(zero))),
      ...at.flatMap((start, r) => set(start, r === 0 ? get(a) : plus(get(at[r - 1] ?? a), get(aRow)))),
      ...set(from, get(b)),
      ...set(left, shiftedRight(get(length), whole(1))),
    ];
    const turn: Code = [
      ...set(other, [...get(from), ...instruction("v128.load", 0)]),
      ...increased(from, whole(16)),
      ...at.flatMap((start, r) => {
        const vector = sums[r] ?? zero;
        return [
          ...set(vector, added(isFused, [...get(start), ...instruction("v128.load", 0)], get(other), get(vector))),
          ...increased(start, whole(16)),
        ];
      }),
      ...set(left, minus(get(left), whole(1))),
    ];
    const isOdd = both(get(length), whole(1));
    const leave = at.flatMap((start, r) => [
      ...set(sum, lanes(sums[r] ?? zero)),
      ...when(
        isOdd,
        set(sum, [...get(sum), ...numberAt(start), ...get(last), ...instruction("f64.mul"), ...instruction("f64.add")]),
      ),
      ...get(c),
      ...withFormer(sum, mode, c),
      ...get(sum),
      ...instruction("f64.store", 0),
      ...increased(c, get(cRow)),
    ]);
    return asLongAs(get(input.count), [
      ...begin,
      ...asLongAs(get(left), turn),
      ...when(isOdd, set(last, numberAt(from))),
      ...leave,
      ...Array.from({ length: rows }, () => increased(a, get(aRow))).flat(),
      ...set(input.count, minus(get(input.count), whole(1))),
    ]);
  });
