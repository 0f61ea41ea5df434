/**
 * Gauss elimination with row exchanges, in place: below the diagonal the factors, on it and above it what is left.
 * @param order - becomes the rows of the matrix in the order in which they were taken
 * @returns how many columns had a pivot that is more than the rounding of its row or its column
 */
export const eliminate = (a: Float64Array, n: number, order: Float64Array): number => {
  const rows = new Float64Array(n);
  const columns = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    order[i] = i;
    for (let j = 0; j < n; j++) {
      const size = Math.abs(a[i * n + j] ?? 0);
      rows[i] = Math.max(rows[i] ?? 0, size);
      columns[j] = Math.max(columns[j] ?? 0, size);
    }
  }
  for (let k = 0; k < n; k++) {
    const best = pivotOf(a, n, k);
    if (best !== k) {
      exchange(a, n, k, best);
      [order[k], order[best]] = [order[best] ?? 0, order[k] ?? 0];
    }
    const pivot = a[k * n + k] ?? 0;
    const scale = Math.min(rows[order[k] ?? 0] ?? 0, columns[k] ?? 0);
    if (!(Math.abs(pivot) > n * Number.EPSILON * scale)) return k;
    for (let i = k + 1; i < n; i++) {
      const factor = (a[i * n + k] ?? 0) / pivot;
      a[i * n + k] = factor;
      if (factor !== 0) subtract(a, i * n, k * n, k + 1, n, factor);
    }
  }
  return n;
};

const pivotOf = (a: Float64Array, n: number, k: number): number => {
  let best = k;
  for (let i = k + 1; i < n; i++) if (Math.abs(a[i * n + k] ?? 0) > Math.abs(a[best * n + k] ?? 0)) best = i;
  return best;
};

const exchange = (a: Float64Array, n: number, i: number, k: number): void => {
  const row = a.slice(i * n, i * n + n);
  a.copyWithin(i * n, k * n, k * n + n);
  a.set(row, k * n);
};

const subtract = (a: Float64Array, to: number, from: number, first: number, last: number, factor: number): void => {
  for (let j = first; j < last; j++) a[to + j] = (a[to + j] ?? 0) - factor * (a[from + j] ?? 0);
};
