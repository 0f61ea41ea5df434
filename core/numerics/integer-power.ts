/**
 * The power y^s of an integer exponent, by repeated squaring.
 *
 * @param y - any number
 * @param s - an integer, 1 <= s < 2^31
 * @returns y^s with at most s - 1 roundings' worth of error; NaN for NaN
 */
export function integerPower(y: number, s: number): number {
  let result = 1;
  for (let base = y, k = s; ; base *= base) {
    if ((k & 1) === 1) result *= base;
    k >>= 1;
    if (k === 0) return result;
  }
}
