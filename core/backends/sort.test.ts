import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sort } from "./sort.ts";

/** The places of keys in their order, by the sort of JavaScript on pairs. */
const wanted = (keys: readonly number[], descending: boolean): readonly number[] => {
  const numbers = keys.map((key, place) => ({ key, place })).filter(({ key }) => !Number.isNaN(key));
  const nans = keys.flatMap((key, place) => (Number.isNaN(key) ? [place] : []));
  const sorted = numbers.toSorted((a, b) => (a.key === b.key ? 0 : a.key < b.key === descending ? 1 : -1));
  return [...sorted.map(({ place }) => place), ...nans];
};

const key = fc.oneof(fc.integer({ min: -3, max: 3 }), fc.constantFrom(Number.NaN, -0, 0, Number.POSITIVE_INFINITY));

describe("sort", () => {
  it.each([10, 64, 65, 500])("is stable with NaN last, for up to %i rows", (maxLength) => {
    fc.assert(
      fc.property(fc.array(key, { maxLength, size: "max" }), fc.boolean(), (keys, descending) => {
        const rows = keys.map((_, place) => place);
        const sorted = [...keys];
        sort(rows, sorted, keys.length, descending);
        expect(rows).toEqual(wanted(keys, descending));
        expect(sorted).toEqual(rows.map((row) => keys[row]));
      }),
    );
  });

  it("leaves what follows the first n", () => {
    const rows = [0, 1, 2];
    sort(rows, [3, 2, 1], 2, false);
    expect(rows).toEqual([1, 0, 2]);
  });

  it("of 200000 rows ends within a second or two", () => {
    const n = 200_000;
    const rows = Array.from({ length: n }, (_, i) => i);
    const began = performance.now();
    sort(rows, [...rows], n, true);
    expect(performance.now() - began).toBeLessThan(5000);
    expect(rows.every((row, i) => row === n - 1 - i)).toBe(true);
  });
});
