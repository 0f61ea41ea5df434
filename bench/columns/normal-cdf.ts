/**
 * The probability of a standard normal variable to lie below `z`, by a series of its own: the check of relaxed results
 * shares no code with what it checks.
 * @source Marsaglia, Evaluating the normal distribution, J. Stat. Software 11 (2004), section 3
 */
export const normalBelow = (z: number): number => {
  if (z < -12) return 0;
  if (z > 12) return 1;
  let [sum, term, last] = [z, z, 0];
  for (let k = 3; sum !== last; k += 2) {
    last = sum;
    term *= (z * z) / k;
    sum += term;
  }
  return 0.5 + sum * normalDensity(z);
};

/** The density of a standard normal variable. */
export const normalDensity = (z: number): number => Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
