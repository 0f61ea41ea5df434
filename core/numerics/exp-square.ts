/** exp(t) - 1 for |t| < 1e-3, where the fourth power is lost. */
const expResidue = (t: number): number => t * (1 + t * (0.5 + t * (1 / 6)));

/**
 * The Gaussian factor exp(-x^2), with the rounding error of x^2 carried along.
 *
 * @param x - any number with |x| <= 30; beyond that the caller knows the limit
 * @returns exp(-x^2), also where it is subnormal; NaN for NaN
 * @source Cody 1969, doi:10.1090/S0025-5718-1969-0247736-4: x^2 = z^2 - (z - x)(z + x); here z is the single nearest x
 */
export function expMinusSquare(x: number): number {
  const z = Math.fround(x);
  const e = Math.exp(-z * z);
  return e + e * expResidue((z - x) * (z + x));
}

/**
 * The inverse Gaussian factor exp(x^2), with the rounding error of x^2 carried along.
 *
 * @param x - any number with |x| <= 30; beyond that the caller knows the limit
 * @returns exp(x^2); Infinity where it overflows; NaN for NaN
 */
export function expSquare(x: number): number {
  const z = Math.fround(x);
  const e = Math.exp(z * z);
  return e === Infinity ? e : e + e * expResidue((x - z) * (x + z));
}

/**
 * The Gaussian factor exp(-x^2 / 2), with the rounding error of x^2 carried along.
 *
 * @param x - any number with |x| <= 40; beyond that the caller knows the limit
 * @returns exp(-x^2 / 2), also where it is subnormal; NaN for NaN
 */
export function expMinusHalfSquare(x: number): number {
  const z = Math.fround(x);
  const e = Math.exp(-0.5 * z * z);
  return e + e * expResidue(0.5 * (z - x) * (z + x));
}
