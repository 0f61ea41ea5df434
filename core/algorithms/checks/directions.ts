import { mapNumbers, numbersOf } from "./nested.ts";

/** Numbers from 0 to 1 that a seed determines (mulberry32). */
export const uniforms = (seed: number): (() => number) => {
  let state = Math.trunc(seed) >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
};

/** Between 1/2 and 1 of either sign: nothing is left out. */
const weight = (uniform: () => number): number => (uniform() < 0.5 ? -1 : 1) * (0.5 + uniform() / 2);

/** Numbers that are much less than the others of their value move as if they were this part of them. */
const least = 1e-3;

/** A random direction for a value, each number of it as large as what it moves. */
export const directionOf = (value: unknown, uniform: () => number): unknown => {
  const largest = Math.max(0, ...numbersOf(value).map(Math.abs).filter(Number.isFinite)) || 1;
  return mapNumbers(value, (x) => weight(uniform) * Math.max(Math.abs(x) || 0, least * largest));
};

/** Random weights for a value, of order one. */
export const weightsOf = (value: unknown, uniform: () => number): unknown => mapNumbers(value, () => weight(uniform));
