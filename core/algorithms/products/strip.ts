import { type Func, instruction } from "../../backends/index.ts";
import { asLongAs, choice, functionOf, get, increased, isMore, minus, plus, set, times, whole } from "./assembly.ts";

/**
 * A function that copies columns of a matrix side by side, `length` rows of them. Where there are fewer than `width`, the
 * first one stands in for those that are missing.
 */
export const stripOf = (width: number): Func =>
  functionOf(
    `strip of ${width}`,
    ["to", "length", "columns", "b", "bRow", "bColumn"],
    ({ to, length, columns, b, bRow, bColumn }, places) => {
      const further = Array.from({ length: width }, places.whole);
      return [
        ...further.flatMap((distance, k) =>
          set(distance, choice(isMore(get(columns), whole(k)), times(get(bColumn), whole(k)), whole(0))),
        ),
        ...asLongAs(get(length), [
          ...further.flatMap((distance, k) => [
            ...get(to),
            ...plus(get(b), get(distance)),
            ...instruction("f64.load", 0),
            ...instruction("f64.store", 8 * k),
          ]),
          ...increased(to, whole(8 * width)),
          ...increased(b, get(bRow)),
          ...set(length, minus(get(length), whole(1))),
        ]),
      ];
    },
  );
