import { type Func, instruction } from "../../backends/index.ts";
import { asLongAs, functionOf, get, increased, minus, set, shiftedLeft, whole, withFormer } from "./assembly.ts";

/**
 * A function that puts sums where they belong: from rows at `from`, `width` bytes each, as many columns as there are go to
 * where columns lie apart.
 */
export const spreadOf = (): Func =>
  functionOf(
    "spread",
    ["high", "columns", "from", "width", "c", "cRow", "cColumn", "mode"],
    ({ high, columns, from, width, c, cRow, cColumn, mode }, places) => {
      const [at, left, sum] = [places.whole(), places.whole(), places.number()];
      return asLongAs(get(high), [
        ...set(left, get(columns)),
        ...set(at, get(c)),
        ...asLongAs(get(left), [
          ...set(sum, [...get(from), ...instruction("f64.load", 0)]),
          ...withFormer(sum, mode, at),
          ...get(at),
          ...get(sum),
          ...instruction("f64.store", 0),
          ...increased(at, get(cColumn)),
          ...increased(from, whole(8)),
          ...set(left, minus(get(left), whole(1))),
        ]),
        ...increased(from, minus(get(width), shiftedLeft(get(columns), whole(3)))),
        ...increased(c, get(cRow)),
        ...set(high, minus(get(high), whole(1))),
      ]);
    },
  );
