import { fail } from "jagrad/core";

export type Matrix = readonly (readonly number[])[];

/** A matrix times a vector. */
export const times = (matrix: Matrix, vector: readonly number[]): readonly number[] =>
  matrix.map((row) => row.reduce((sum, x, k) => sum + x * (vector[k] ?? 0), 0));

/**
 * The inverse of a matrix, by elimination with the largest pivot first.
 * @throws E_DEGENERATE where it has none
 */
export const inverse = (matrix: Matrix): Matrix => {
  const rows = matrix.map((row, i) => [...row, ...row.map((_, j) => (i === j ? 1 : 0))]);
  for (const k of matrix.keys()) {
    const sizes = rows.slice(k).map((row) => Math.abs(row[k] ?? 0));
    const pivot = k + sizes.indexOf(Math.max(...sizes));
    const [found = [], other = []] = [rows[pivot], rows[k]];
    const head = found[k] ?? 0;
    if (!(Math.abs(head) > 0)) throw fail("E_DEGENERATE", { what: "a curvature has a flat direction" });
    const row = found.map((x) => x / head);
    rows[pivot] = other;
    rows.forEach((target, i) => {
      const factor = target[k] ?? 0;
      rows[i] = i === k ? row : target.map((x, j) => x - factor * (row[j] ?? 0));
    });
  }
  return rows.map((row) => row.slice(matrix.length));
};
