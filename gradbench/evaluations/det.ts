import type { Matrix, Vector } from "../arrays.ts";

/** The determinant, by minors of the first column, and of theirs, and so on. */
export const determinant = (A: Matrix): number => {
  const expand = (rows: Matrix): number =>
    rows.length === 1
      ? (rows[0]?.[0] as number)
      : rows.reduce((sum, row, i) => {
          const minor = Array.from({ length: rows.length - 1 }, (_, k) => (rows[k < i ? k : k + 1] as Vector).slice(1));
          return sum + (i % 2 === 0 ? 1 : -1) * (row[0] as number) * expand(minor);
        }, 0);
  return expand(A);
};
