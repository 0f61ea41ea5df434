/** A symmetric matrix as Qᵀ T Q: the diagonals of T, and the rows of Q. */
export interface Tridiagonal {
  readonly diagonal: Float64Array;
  /** Elements beside the diagonal; the last one is zero. */
  readonly beside: Float64Array;
  readonly rows: Float64Array;
}

/** Reflects rows `first` to `n - 1`: takes off `scale` times `v` times their sum weighed with `v`. */
const reflectRows = (rows: Float64Array, n: number, v: Float64Array, first: number, scale: number): void => {
  const sum = new Float64Array(n);
  for (let i = first; i < n; i++) {
    const weight = v[i] ?? 0;
    for (let j = 0; j < n; j++) sum[j] = (sum[j] ?? 0) + weight * (rows[i * n + j] ?? 0);
  }
  for (let i = first; i < n; i++) {
    const weight = scale * (v[i] ?? 0);
    for (let j = 0; j < n; j++) rows[i * n + j] = (rows[i * n + j] ?? 0) - weight * (sum[j] ?? 0);
  }
};

/** Takes `v wᵀ + w vᵀ` off the rows and columns from `first` on, where that reflects them from both sides. */
const reflectBoth = (a: Float64Array, n: number, v: Float64Array, first: number, scale: number): void => {
  const w = new Float64Array(n);
  let along = 0;
  for (let i = first; i < n; i++) {
    let sum = 0;
    for (let j = first; j < n; j++) sum += (a[i * n + j] ?? 0) * (v[j] ?? 0);
    w[i] = scale * sum;
    along += scale * sum * (v[i] ?? 0);
  }
  for (let i = first; i < n; i++) w[i] = (w[i] ?? 0) - (scale / 2) * along * (v[i] ?? 0);
  for (let i = first; i < n; i++) {
    const vi = v[i] ?? 0;
    const wi = w[i] ?? 0;
    for (let j = first; j < n; j++) a[i * n + j] = (a[i * n + j] ?? 0) - vi * (w[j] ?? 0) - wi * (v[j] ?? 0);
  }
};

/**
 * Householder reflections of a symmetric matrix of n rows, which is overwritten.
 * @source Golub and Van Loan, Matrix Computations, algorithm 8.3.1
 */
export const tridiagonal = (a: Float64Array, n: number): Tridiagonal => {
  const rows = new Float64Array(n * n);
  for (let i = 0; i < n; i++) rows[i * n + i] = 1;
  const beside = new Float64Array(n);
  for (let k = 0; k + 1 < n; k++) {
    const v = new Float64Array(n);
    let [largest, sum] = [0, 0];
    for (let i = k + 1; i < n; i++) largest = Math.max(largest, Math.abs(a[i * n + k] ?? 0));
    for (let i = k + 1; i < n && largest > 0; i++) {
      v[i] = (a[i * n + k] ?? 0) / largest;
      sum += (v[i] ?? 0) ** 2;
    }
    const head = v[k + 1] ?? 0;
    const length = head > 0 ? -Math.sqrt(sum) : Math.sqrt(sum);
    const rest = sum - head * head;
    beside[k] = rest > 0 ? length * largest : head * largest;
    if (!(rest > 0)) continue;
    v[k + 1] = head - length;
    const scale = 2 / (rest + (head - length) ** 2);
    reflectBoth(a, n, v, k + 1, scale);
    reflectRows(rows, n, v, k + 1, scale);
  }
  return { diagonal: Float64Array.from({ length: n }, (_, i) => a[i * n + i] ?? 0), beside, rows };
};
