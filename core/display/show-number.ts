/** A number with at most `digits` significant digits, without trailing zeros. */
export const showNumber = (x: number, digits = 6): string => String(Number(x.toPrecision(digits)));
