/** An array that an operation made, and the adjoint that comes back to it. */
export interface Traced {
  readonly values: Float64Array;
  readonly adjoint: Float64Array;
}

type Slope = (x: number, y: number) => number;

/** A tape that keeps every operation on whole arrays; an array of one number goes with any other. */
export const tape = () => {
  const backwards: (() => void)[] = [];
  const traced = (values: Float64Array): Traced => ({ values, adjoint: new Float64Array(values.length) });
  const at = (values: Float64Array, i: number): number => values[values.length === 1 ? 0 : i] ?? 0;
  const gain = ({ adjoint }: Traced, i: number, amount: number): void => {
    const place = adjoint.length === 1 ? 0 : i;
    adjoint[place] = (adjoint[place] ?? 0) + amount;
  };
  const each = (size: number, visit: (i: number) => void): void => {
    for (let i = 0; i < size; i++) visit(i);
  };

  const unary = (x: Traced, f: (x: number) => number, slope: Slope): Traced => {
    const y = traced(x.values.map(f));
    backwards.push(() =>
      each(y.values.length, (i) => gain(x, i, at(y.adjoint, i) * slope(at(x.values, i), at(y.values, i)))),
    );
    return y;
  };
  const binary = (a: Traced, b: Traced, f: Slope, byA: Slope, byB: Slope): Traced => {
    const y = traced(new Float64Array(Math.max(a.values.length, b.values.length)));
    each(y.values.length, (i) => {
      y.values[i] = f(at(a.values, i), at(b.values, i));
    });
    backwards.push(() =>
      each(y.values.length, (i) => {
        gain(a, i, at(y.adjoint, i) * byA(at(a.values, i), at(b.values, i)));
        gain(b, i, at(y.adjoint, i) * byB(at(a.values, i), at(b.values, i)));
      }),
    );
    return y;
  };
  const gather = (x: Traced, rows: Int32Array): Traced => {
    const y = traced(Float64Array.from(rows, (row) => at(x.values, row)));
    backwards.push(() => each(rows.length, (i) => gain(x, rows[i] ?? 0, at(y.adjoint, i))));
    return y;
  };
  const sum = (x: Traced): Traced => {
    const y = traced(Float64Array.of(x.values.reduce((total, value) => total + value, 0)));
    backwards.push(() => each(x.values.length, (i) => gain(x, i, at(y.adjoint, 0))));
    return y;
  };
  /** a(n, depth) b(depth, m), row by row. */
  const product = (a: Traced, b: Traced, depth: number): Traced => {
    const [n, m] = [a.values.length / depth, b.values.length / depth];
    const y = traced(new Float64Array(n * m));
    for (let i = 0; i < n; i++)
      for (let k = 0; k < depth; k++)
        for (let j = 0; j < m; j++)
          y.values[i * m + j] = at(y.values, i * m + j) + at(a.values, i * depth + k) * at(b.values, k * m + j);
    backwards.push(() => {
      for (let i = 0; i < n; i++)
        for (let k = 0; k < depth; k++)
          for (let j = 0; j < m; j++) {
            gain(a, i * depth + k, at(y.adjoint, i * m + j) * at(b.values, k * m + j));
            gain(b, k * m + j, at(y.adjoint, i * m + j) * at(a.values, i * depth + k));
          }
    });
    return y;
  };
  /** The rows of a matrix with one more row added to each. */
  const plusRow = (a: Traced, row: Traced): Traced => {
    const m = row.values.length;
    const y = traced(a.values.map((value, i) => value + at(row.values, i % m)));
    backwards.push(() =>
      each(y.values.length, (i) => {
        gain(a, i, at(y.adjoint, i));
        gain(row, i % m, at(y.adjoint, i));
      }),
    );
    return y;
  };

  return {
    leaf: (values: Float64Array): Traced => traced(values),
    number: (value: number): Traced => traced(Float64Array.of(value)),
    add: (a: Traced, b: Traced) =>
      binary(
        a,
        b,
        (x, y) => x + y,
        () => 1,
        () => 1,
      ),
    subtract: (a: Traced, b: Traced) =>
      binary(
        a,
        b,
        (x, y) => x - y,
        () => 1,
        () => -1,
      ),
    multiply: (a: Traced, b: Traced) =>
      binary(
        a,
        b,
        (x, y) => x * y,
        (_, y) => y,
        (x) => x,
      ),
    unary,
    binary,
    gather,
    sum,
    product,
    plusRow,
    /** Fills the adjoints of all that a number was made of. */
    pullBack: ({ adjoint }: Traced): void => {
      adjoint[0] = 1;
      for (const backward of backwards.toReversed()) backward();
    },
  };
};

export type Tape = ReturnType<typeof tape>;
