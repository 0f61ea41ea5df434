/** Where to evaluate a function and how much each value counts in its expectation under a standard normal variable. */
export interface Nodes {
  readonly at: readonly number[];
  readonly weights: readonly number[];
}

/** The normalised Hermite polynomials of degrees `n` and `n - 1`. */
const hermite = (n: number, x: number): readonly [number, number] => {
  let [before, here] = [0, 1];
  for (let k = 1; k <= n; k++) [before, here] = [here, (x * here - Math.sqrt(k - 1) * before) / Math.sqrt(k)];
  return [here, before];
};

/**
 * Gauss-Hermite nodes for a standard normal variable: exact for polynomials up to degree 2n - 1.
 * @param n - how many, from 1 to 40
 * @source NIST Digital Library of Mathematical Functions, 3.5.28 and 18.3
 */
export const gaussHermite = (n: number): Nodes => {
  const at: number[] = [];
  for (let k = 0; k < n; k++) {
    let x = at[k - 1] === undefined ? Math.sqrt(4 * n + 2) : (at[k - 1] ?? 0) - 0.5 / Math.sqrt(n);
    for (let step = 0; step < 200; step++) {
      const [here, before] = hermite(n, x);
      const slope = Math.sqrt(n) * before;
      const others = at.reduce((sum, root) => sum + 1 / (x - root), 0);
      const move = here / (slope - here * others);
      x -= move;
      if (Math.abs(move) < 1e-15 * (1 + Math.abs(x))) break;
    }
    at.push(x);
  }
  const weights = at.map((x) => 1 / (n * hermite(n, x)[1] ** 2));
  return { at, weights };
};
