const words = new Float64Array(1);
const bits = new BigInt64Array(words.buffer);

/** The whole number `n` for which `x / 2 ** n` is from sqrt(1/2) to sqrt(2); `x` positive and normal. */
export const exponentOf = (x: number): number => {
  words[0] = x;
  return Number(((bits[0] ?? 0n) - 0x3fe6a09e667f3bcdn) >> 52n);
};

/** `x` times 2 to the power of a whole number `n`, by one multiplication; -1074 <= n <= 1023. */
export const scale = (x: number, n: number): number => x * 2 ** n;

/** The nearest whole number, ties to even; |x| < 2^51. */
export const roundEven = (x: number): number => x + 6755399441055744 - 6755399441055744;

/** The size of the first number with the sign of the second one. */
export const copySign = (size: number, sign: number): number =>
  sign < 0 || Object.is(sign, -0) ? -Math.abs(size) : Math.abs(size);
