import { fail, type JagradError } from "../../errors.ts";
import type { Atom } from "../../program/index.ts";
import type { Dense } from "../operation.ts";
import { shapeOf } from "../statement.ts";
import { nestedOf, numbersOf } from "./dense.ts";

const show = (shape: readonly Atom[]): string =>
  `[${shape.map((size) => (size.kind === "const" ? String(size.value) : "n")).join(", ")}]`;

const differ = (p: Atom | undefined, q: Atom | undefined): boolean =>
  p?.kind === "const" && q?.kind === "const" && p.value !== q.value;

/**
 * The number of rows of a square matrix.
 * @throws E_SHAPE for anything else, with its sizes
 */
export const sizeOfSquare = (name: string, matrix: Atom): Atom => {
  const shape = shapeOf(matrix);
  const [rows, columns] = shape;
  if (!rows || !columns || shape.length > 2 || differ(rows, columns))
    throw fail("E_SHAPE", { what: `${name} needs a square matrix, found an array of sizes ${show(shape)}` });
  return rows.kind === "const" ? rows : columns;
};

/**
 * The sizes of the right side of linear equations with a square matrix: one vector, or the columns of a matrix.
 * @throws E_SHAPE for any other, with the sizes of both
 */
export const shapeOfRightSide = (name: string, matrix: Atom, right: Atom): readonly Atom[] => {
  const size = sizeOfSquare(name, matrix);
  const shape = shapeOf(right);
  if (shape.length < 1 || shape.length > 2 || differ(size, shape[0]))
    throw fail("E_SHAPE", {
      what: `${name} of a matrix of sizes ${show(shapeOf(matrix))} and a right side of sizes ${show(shape)}`,
      cure: "a vector or a matrix with as many rows",
    });
  return shape;
};

/**
 * The number of rows of a square matrix while a procedure runs.
 * @throws E_SHAPE for anything else
 */
export const orderOf = (name: string, { shape }: Dense, right?: Dense): number => {
  const [rows = 0, columns = 0] = shape;
  if (rows !== columns)
    throw fail("E_SHAPE", { what: `${name} needs a square matrix, found one of sizes [${shape.join(", ")}]` });
  if (right && right.shape[0] !== rows)
    throw fail("E_SHAPE", {
      what: `${name} of a matrix of sizes [${shape.join(", ")}] and a right side of sizes [${right.shape.join(", ")}]`,
    });
  return rows;
};

/** The error of a matrix that has no factors, with what was done of them. */
export const singular = (what: string, pivot: number, value: number, matrix: Dense): JagradError =>
  fail("E_SINGULAR", {
    what: `${what}: pivot ${pivot} is ${value}`,
    cure: "leave out what is fixed by the rest, or add to the diagonal",
    state: { pivot, value, matrix: nestedOf(matrix) },
  });

/**
 * Refuses a matrix that is not made of finite numbers.
 * @throws E_NONFINITE with the place of the first other one
 */
export const requireFinite = (name: string, matrix: Dense): void => {
  const place = numbersOf(matrix).findIndex((x) => !Number.isFinite(x));
  if (place < 0) return;
  const columns = matrix.shape[1] ?? 1;
  throw fail("E_NONFINITE", {
    what: `${name}: element [${Math.floor(place / columns)}][${place % columns}] is ${numbersOf(matrix)[place]}`,
    state: { matrix: nestedOf(matrix) },
  });
};
