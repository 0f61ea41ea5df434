/** Random numbers that a seed repeats. */
export interface Random {
  /** between 0 and 1, neither of them */
  uniform(): number;
  normal(): number;
  exponential(mean: number): number;
  /** with its peak at `peak` and full width `width` at half height, between `low` and `high` */
  breitWigner(peak: number, width: number, low: number, high: number): number;
  sign(): 1 | -1;
}

/**
 * A generator of random numbers.
 * @param seed - any whole number
 * @source mulberry32 by T. Ettinger
 */
export const randomFrom = (seed: number): Random => {
  let state = Math.imul(seed, 0x9e3779b1) >>> 0;
  const uniform = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return (((t ^ (t >>> 14)) >>> 0) + 0.5) / 2 ** 32;
  };
  return {
    uniform,
    normal: () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform()),
    exponential: (mean) => -mean * Math.log(uniform()),
    breitWigner: (peak, width, low, high) => {
      const angle = (m: number): number => Math.atan((2 * (m - peak)) / width);
      return peak + (width / 2) * Math.tan(angle(low) + (angle(high) - angle(low)) * uniform());
    },
    sign: () => (uniform() < 0.5 ? -1 : 1),
  };
};
