/** True for equal numbers; NaN equals itself, and the two zeros are equal. */
export const sameNumber = (x: number, y: number): boolean => x === y || (Number.isNaN(x) && Number.isNaN(y));

/**
 * True for numbers that agree to 36 bits of the larger one, or of 1: what is left of 53 after functions that are a few
 * units in the last place off went through some thousand-fold cancellation.
 */
export const nearNumber = (x: number, y: number): boolean =>
  sameNumber(x, y) || Math.abs(x - y) <= 2 ** -36 * Math.max(1, Math.abs(x), Math.abs(y));

/** True for the same bits, as far as arithmetic can see them: the zeros differ, NaN equals itself. */
export const sameBits = (x: number, y: number): boolean => Object.is(x, y);

const words = new Float64Array(2);
const bits = new BigInt64Array(words.buffer);

/** How many doubles lie from one number to another; 0 between the two zeros, infinite where one alone is NaN. */
export const doublesBetween = (x: number, y: number): number => {
  if (sameNumber(x, y)) return 0;
  if (Number.isNaN(x) || Number.isNaN(y)) return Number.POSITIVE_INFINITY;
  words[0] = x;
  words[1] = y;
  const [a, b] = [...bits].map((word) => (word < 0n ? -(word & 0x7fffffffffffffffn) : word));
  return Math.abs(Number((a ?? 0n) - (b ?? 0n)));
};

/** @throws where two arrays differ, naming the first place */
export const expectSame = (
  name: string,
  found: ArrayLike<number>,
  wanted: ArrayLike<number>,
  same: (x: number, y: number) => boolean = sameBits,
): void => {
  if (found.length !== wanted.length) throw new Error(`${name}: ${found.length} numbers for ${wanted.length}`);
  for (let i = 0; i < wanted.length; i++) {
    const [x, y] = [found[i] ?? Number.NaN, wanted[i] ?? Number.NaN];
    if (!same(x, y)) throw new Error(`${name}[${i}] is ${x}, not ${y}`);
  }
};
