import { randomFrom } from "../queries/random.ts";

type Vector = readonly number[];
type Matrix = readonly Vector[];

const uniform = (next: () => number, size: number): Vector => Array.from({ length: size }, next);

const normal = (next: () => number): number => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());

const matrix = (rows: number, columns: number, next: () => number): Matrix =>
  Array.from({ length: rows }, () => uniform(next, columns));

const seed = 31337;

/** Coefficients of a polynomial of degree 127, and the number of points. */
export const llsqInput = (n: number) => ({ x: uniform(randomFrom(seed), 128), n });

export const lseInput = (n: number) => ({ x: uniform(randomFrom(seed), n) });

/** A matrix of `ell` rows, row by row. */
export const detInput = (ell: number) => ({ A: uniform(randomFrom(seed), ell * ell), ell });

export const odeInput = (n: number, s: number) => ({ x: uniform(randomFrom(seed), n), s });

export const kmeansInput = (k: number, n: number, d: number) => {
  const points = matrix(n, d, randomFrom(seed));
  return { points, centroids: points.slice(-k) };
};

export const gmmInput = (d: number, k: number, n: number) => {
  const next = randomFrom(seed);
  const draw = () => normal(next);
  return {
    d,
    k,
    n,
    x: matrix(n, d, draw),
    m: 0,
    gamma: 1,
    alpha: Array.from({ length: k }, draw),
    mu: matrix(k, d, next),
    q: matrix(k, d, () => draw() / 4),
    l: matrix(k, (d * (d - 1)) / 2, () => draw() / 4),
  };
};

/** The test case of the suite, repeated. */
export const baInput = (n: number, m: number, p: number) => ({
  n,
  m,
  p,
  cam: [
    1.797201, 0.590697, -0.635786, 90.85955, 29.361415, 28.777534, 211.628116, -0.284531, -14.762924, 0.058931,
    0.069976,
  ],
  x: [4.173048, 5.586898, 1.403869],
  w: 0.417022,
  feat: [-525.672849, 161.811929],
});

export const lstmInput = (layers: number, characters: number, size = 14) => {
  const next = randomFrom(seed);
  const signed = () => 2 * next() - 1;
  return {
    main_params: matrix(2 * layers, 4 * size, signed),
    extra_params: matrix(3, size, signed),
    state: matrix(2 * layers, size, signed),
    sequence: Array.from({ length: characters }, () => {
      const character = Math.floor(next() * size);
      return Array.from({ length: size }, (_, i) => (i === character ? 1 : 0));
    }),
  };
};
