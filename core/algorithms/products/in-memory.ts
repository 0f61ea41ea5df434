import { widest } from "../../backends/index.ts";
import { type Memory, sharedMemory } from "../run/memory.ts";
import { type Multiply, multiplyIn } from "./module.ts";
import { type Matrix, transposed } from "./strided.ts";

/** A matrix with its sizes. */
interface Sized {
  readonly matrix: Matrix;
  readonly rows: number;
  readonly columns: number;
}

const copied = ({ matrix: from, rows, columns }: Sized, to: Matrix): void => {
  for (let i = 0; i < rows; i++)
    for (let j = 0; j < columns; j++)
      to.values[to.offset + i * to.row + j * to.column] =
        from.values[from.offset + i * from.row + j * from.column] ?? Number.NaN;
};

/** A matrix with the rows, or the columns, of another one side by side: whichever of them are there. */
const like = ({ matrix, rows, columns }: Sized, values: Float64Array, offset: number): Matrix =>
  matrix.column === 1 ? { values, offset, row: columns, column: 1 } : { values, offset, row: 1, column: rows };

const inBytes = ({ values, offset, row, column }: Matrix): readonly number[] => [
  values.byteOffset + 8 * offset,
  8 * row,
  8 * column,
];

const isIn = (memory: Memory, { values }: Matrix): boolean => values.buffer === memory.pages?.buffer;

const multiplier = (memory: Memory): Multiply | undefined => {
  const width = memory.pages && widest();
  return memory.pages && width && multiplyIn(memory.pages, width);
};

/**
 * Adds a product of matrices in the memory of procedures, or takes it off where `mode` is -1; matrices that lie elsewhere are
 * copied there and back.
 * @returns false where no engine can do so
 */
export const multipliedInMemory = (
  mode: 1 | -1,
  m: number,
  n: number,
  k: number,
  a: Matrix,
  b: Matrix,
  c: Matrix,
): boolean => {
  if (c.column !== 1 && c.row === 1)
    return multipliedInMemory(mode, n, m, k, transposed(b), transposed(a), transposed(c));
  const memory = sharedMemory();
  const multiply = multiplier(memory);
  if (!multiply) return false;
  const all: readonly Sized[] = [
    { matrix: a, rows: m, columns: k },
    { matrix: b, rows: k, columns: n },
    { matrix: c, rows: m, columns: n },
  ];
  if (all.every(({ matrix }) => isIn(memory, matrix))) {
    multiply(mode, m, n, k, ...[a, b, c].flatMap(inBytes));
    return true;
  }
  memory.grow(memory.top + m * k + k * n + m * n);
  let next = memory.top;
  const there = all.map((sized) => {
    const matrix = like(sized, memory.floats(), next);
    next += sized.rows * sized.columns;
    copied(sized, matrix);
    return { ...sized, matrix };
  });
  multiply(mode, m, n, k, ...there.flatMap(({ matrix }) => inBytes(matrix)));
  const product = there[2];
  if (product) copied(product, c);
  return true;
};
