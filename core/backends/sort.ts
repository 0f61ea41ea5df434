/** Compares places by their keys; NaN stands last, and equal keys keep their order. */
export const byKey =
  (keys: ArrayLike<number>, descending: boolean) =>
  (a: number, b: number): number => {
    const [x, y] = [keys[a] ?? Number.NaN, keys[b] ?? Number.NaN];
    if (Number.isNaN(x) || Number.isNaN(y)) return Number(Number.isNaN(x)) - Number(Number.isNaN(y)) || a - b;
    return (descending ? y - x : x - y) || a - b;
  };

/** Up to so many rows are sorted by insertion, which is the fastest for few and takes for ever for many. */
const few = 64;

const insert = (rows: number[], keys: number[], n: number, descending: boolean): void => {
  for (let i = 1; i < n; i++) {
    const key = keys[i] ?? Number.NaN;
    const row = rows[i] ?? 0;
    let j = i;
    for (; j > 0; j--) {
      const before = keys[j - 1] ?? Number.NaN;
      const moves = Number.isNaN(before) ? !Number.isNaN(key) : descending ? key > before : key < before;
      if (!moves) break;
      keys[j] = before;
      rows[j] = rows[j - 1] ?? 0;
    }
    keys[j] = key;
    rows[j] = row;
  }
};

/** Sorts the first `n` rows and their keys, in place; stable, NaN last. */
export const sort = (rows: number[], keys: number[], n: number, descending: boolean): void => {
  if (n <= few) {
    insert(rows, keys, n, descending);
    return;
  }
  const order = Array.from({ length: n }, (_, i) => i).sort(byKey(keys, descending));
  const [rowsBefore, keysBefore] = [rows.slice(0, n), keys.slice(0, n)];
  for (const [to, from] of order.entries()) {
    rows[to] = rowsBefore[from] ?? 0;
    keys[to] = keysBefore[from] ?? Number.NaN;
  }
};
