/**
 * The square root with derivative 0 at 0, for masses: sqrt itself has an infinite one there, which turns derivatives of
 * parallel massless momenta and of empty lists into NaN. It takes no comparison, so that a mass that depends on a
 * choice has nothing to relax.
 * @param x - a square, x >= 0; proportional to x below 1e-36
 * @returns sqrt(x); negative for x < 0
 * @example
 * root(9); // 3
 */
export const root = (x: number): number => x / Math.sqrt(Math.max(x, 1e-36));
