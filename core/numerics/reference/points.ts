import { drawWords, openUnit } from "../philox.ts";

/** A number from two numbers in (0, 1). */
export type Piece = (u: number, v: number) => number;

/** Even from a to b. */
export const linear =
  (a: number, b: number): Piece =>
  (u) =>
    a + (b - a) * u;

/** Even in the logarithm from a to b, of one sign. */
export const magnitudes =
  (a: number, b: number): Piece =>
  (u) => {
    const [from, to] = [Math.log2(Math.abs(a)), Math.log2(Math.abs(b))];
    const n = from + (to - from) * u;
    return Math.sign(a) * 2 ** (n / 2) * 2 ** (n / 2);
  };

/** The same of both signs. */
export const bothWays =
  (a: number, b: number): Piece =>
  (u, v) =>
    magnitudes(a, b)(u, v) * (v < 0.5 ? -1 : 1);

/** On one side of a number, even in the logarithm of the distance, from 1 down to 2^-`bits`. */
export const near =
  (centre: number, side: 1 | -1, bits = 53): Piece =>
  (u) =>
    centre + side * 2 ** (-bits * u);

/** On both sides, from `reach` down to 2^-`bits` of the number. */
export const about =
  (centre: number, reach = 1, bits = 54): Piece =>
  (u, v) =>
    centre + reach * 2 ** (-bits * u) * Math.max(1, Math.abs(centre)) * (v < 0.5 ? -1 : 1);

/** About the multiples of `period` up to `most`. */
export const aboutMultiples =
  (period: number, most: number, bits = 54): Piece =>
  (u, v) =>
    about(period * Math.round(((2 * v - 1) * most) / period), period / 2, bits)(u, (v * 1e6) % 1);

/** Point number i of as many draws from the pieces as there are inputs; each piece has its turn. */
export const pointOf = (seed: number, i: number, inputs: readonly (readonly Piece[])[]): readonly number[] => {
  let turn = i;
  return inputs.map((pieces, k) => {
    const [a, b, c, d] = drawWords(seed, i, k);
    const piece = pieces[turn % pieces.length];
    turn = Math.floor(turn / pieces.length);
    return piece?.(openUnit(a, b), openUnit(c, d)) ?? NaN;
  });
};
