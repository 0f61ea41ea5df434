import { wiggle } from "./derivative-check.ts";

/** Linear algebra as textbooks have it: slow, and independent of what is tested with it. */
export type Matrix = readonly (readonly number[])[];

export const rowsOf = (flat: readonly number[], n: number): Matrix =>
  Array.from({ length: n }, (_, i) => flat.slice(i * n, i * n + n));

export const at = (m: Matrix, i: number, j: number): number => m[i]?.[j] ?? Number.NaN;

/** By expansion along the first row. */
export const determinant = (m: Matrix): number =>
  m.length === 0
    ? 1
    : (m[0] ?? []).reduce((sum, x, j) => sum + (j % 2 === 0 ? x : -x) * determinant(without(m, 0, j)), 0);

export const without = (m: Matrix, i: number, j: number): Matrix =>
  m.filter((_, row) => row !== i).map((row) => row.filter((_, column) => column !== j));

/** By cofactors. */
export const inverse = (m: Matrix): Matrix => {
  const det = determinant(m);
  return m.map((_, i) => m.map((_, j) => ((i + j) % 2 === 0 ? 1 : -1) * (determinant(without(m, j, i)) / det)));
};

export const product = (p: Matrix, q: Matrix): Matrix =>
  p.map((row) => (q[0] ?? []).map((_, j) => row.reduce((sum, x, k) => sum + x * at(q, k, j), 0)));

export const transpose = (m: Matrix): Matrix => (m[0] ?? []).map((_, j) => m.map((row) => row[j] ?? Number.NaN));

export const symmetric = (m: Matrix): Matrix => m.map((row, i) => row.map((x, j) => (x + at(m, j, i)) / 2));

/** Column by column, by the formula of the textbooks. */
export const cholesky = (m: Matrix): Matrix => {
  const l = m.map((row) => row.map(() => 0));
  const set = (i: number, j: number, x: number): void => {
    const row = l[i];
    if (row) row[j] = x;
  };
  for (let j = 0; j < m.length; j++) {
    const dot = (i: number): number => l[j]?.slice(0, j).reduce((sum, x, k) => sum + x * at(l, i, k), 0) ?? 0;
    set(j, j, Math.sqrt(at(m, j, j) - dot(j)));
    for (let i = j + 1; i < m.length; i++) set(i, j, (at(m, i, j) - dot(i)) / at(l, j, j));
  }
  return l;
};

export const triangle = (m: Matrix, lower: boolean, unit: boolean): Matrix =>
  m.map((row, i) => row.map((x, j) => (i === j ? (unit ? 1 : x) : i > j === lower ? x : 0)));

/** A matrix that is no symmetric one, well away from a singular one, whose largest elements are off the diagonal. */
export const general = (n: number): readonly number[] =>
  Array.from({ length: n * n }, (_, p) => wiggle(p) + ((Math.floor(p / n) + 1) % n === p % n ? 3 : 0));

/** Symmetric apart from a little, and positive definite. */
export const definite = (n: number): readonly number[] => {
  const m = rowsOf(general(n), n);
  return product(m, transpose(m)).flatMap((row, i) => row.map((x, j) => x + (i === j ? 1 : 0.01 * wiggle(i - j))));
};
