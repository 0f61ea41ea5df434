import fc from "fast-check";

/** Numbers whose sums and products are exact: eighths between -8 and 8. */
export const eighths: fc.Arbitrary<number> = fc.integer({ min: -64, max: 64 }).map((n) => n / 8);

/** Numbers at which formulas break. */
export const awkward: fc.Arbitrary<number> = fc.constantFrom(
  0,
  -0,
  1,
  -1,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  Number.NEGATIVE_INFINITY,
  Number.MIN_VALUE,
  Number.MAX_VALUE,
  -Number.MAX_VALUE,
  2 ** -1022,
  2 ** 53 + 2,
  750,
  -750,
);

/** Mostly plain numbers, sometimes a zero, NaN or an infinity. */
export const mixed: fc.Arbitrary<number> = fc.oneof(
  { arbitrary: eighths, weight: 8 },
  { arbitrary: fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -0), weight: 1 },
);
