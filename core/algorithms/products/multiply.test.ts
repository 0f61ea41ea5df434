import { describe, expect, it } from "vitest";
import { workNumbers } from "../run/memory.ts";
import { type Multiply, multiplyIn, productModule } from "./module.ts";
import { usedNumbers } from "./multiply.ts";

const memory = new WebAssembly.Memory({ initial: 160 });
const floats = new Float64Array(memory.buffer);

interface Case {
  readonly sizes: readonly [m: number, n: number, k: number];
  /** The transposed matrix lies in memory: of a, of b, of c. */
  readonly transposed: readonly [a: boolean, b: boolean, c: boolean];
}

const sizes = [
  [4, 4, 4],
  [5, 7, 9],
  [1, 33, 20],
  [33, 1, 20],
  [33, 1, 21],
  [2, 3, 1],
  [3, 9, 0],
  [17, 3, 258],
  [3, 21, 513],
  [300, 6, 5],
  [6, 300, 5],
  [14, 70, 66],
  [59, 4, 3],
] as const;

const ways = [false, true];
const cases: readonly Case[] = sizes.flatMap((sizes) =>
  ways.flatMap((a) => ways.flatMap((b) => ways.map((c) => ({ sizes, transposed: [a, b, c] as const })))),
);

/** Distances of rows and columns, of a matrix that is a part of a wider one. */
const placed = (rows: number, columns: number, isTransposed: boolean) =>
  isTransposed ? { row: 1, column: rows + 2 } : { row: columns + 2, column: 1 };

const check = (multiply: Multiply, { sizes: [m, n, k], transposed }: Case): void => {
  const shapes = [
    [m, k],
    [k, n],
    [m, n],
  ] as const;
  let next = workNumbers + 5;
  const [a, b, c] = shapes.map(([rows, columns], which) => {
    const matrix = { offset: next, ...placed(rows, columns, transposed[which] ?? false) };
    next += (rows + 2) * (columns + 2) + 3;
    return matrix;
  });
  if (!a || !b || !c) throw new Error("three matrices are needed");
  const bytes = [a, b, c].flatMap(({ offset, row, column }) => [8 * offset, 8 * row, 8 * column]);
  for (const mode of [0, 1, -1] as const) {
    for (let place = workNumbers; place < next; place++) floats[place] = Math.sin(3 * place);
    const before = floats.slice(0, next);
    multiply(mode, m, n, k, ...bytes);
    const written = new Set<number>();
    for (let i = 0; i < m; i++)
      for (let j = 0; j < n; j++) {
        const place = c.offset + i * c.row + j * c.column;
        let sum = 0;
        for (let l = 0; l < k; l++)
          sum +=
            (before[a.offset + i * a.row + l * a.column] ?? 0) * (before[b.offset + l * b.row + j * b.column] ?? 0);
        const expected = mode === 0 ? sum : (before[place] ?? 0) + mode * sum;
        expect(Math.abs((floats[place] ?? Number.NaN) - expected)).toBeLessThan(1e-15 * (k + 10));
        written.add(place);
      }
    for (let place = workNumbers; place < next; place++)
      if (!written.has(place) && floats[place] !== before[place]) expect.fail(`number ${place} was written`);
  }
};

describe("a product of matrices in memory", () => {
  it.each(cases)("is stored, added or taken off: $sizes, transposed $transposed", (each) => {
    for (const width of ["f64x2", "f64x2+fma"] as const) {
      const multiply = multiplyIn(memory, width);
      if (!multiply) throw new Error("this engine has no vectors");
      check(multiply, each);
    }
  });

  it("keeps what is no number", () => {
    const multiply = multiplyIn(memory, "f64x2+fma");
    const [a, b, c] = [workNumbers, workNumbers + 64, workNumbers + 128];
    floats.fill(1, a, c + 64);
    [floats[a], floats[a + 8], floats[b + 3]] = [Number.NaN, Number.POSITIVE_INFINITY, 0];
    multiply?.(0, 5, 8, 8, 8 * a, 64, 8, 8 * b, 64, 8, 8 * c, 64, 8);
    expect([...floats.subarray(c, c + 8)]).toEqual(Array(8).fill(Number.NaN));
    expect(floats[c + 8]).toBe(Number.POSITIVE_INFINITY);
    expect(floats[c + 11]).toBe(Number.NaN);
    expect(floats[c + 19]).toBe(7);
  });

  it("works with no more numbers than are left to it", () => {
    expect(usedNumbers).toBeLessThanOrEqual(workNumbers);
  });

  it.each([true, false])("is a module that engines accept, fused: %s", (isFused) => {
    expect(WebAssembly.validate(productModule(isFused))).toBe(true);
  });
});
