/** A number with at most `digits` significant digits, without trailing zeros; small ones with an exponent. */
export const showNumber = (x: number, digits = 6): string => {
  const rounded = Number(x.toPrecision(digits));
  return rounded !== 0 && Math.abs(rounded) < 1e-4 ? rounded.toExponential() : String(rounded);
};
