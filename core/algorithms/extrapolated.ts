/**
 * The derivatives at zero of all numbers that a function of a step gives, by Richardson's extrapolation of central
 * differences with steps `reach`, `reach / 2` and so on.
 */
export const extrapolated = (
  f: (step: number) => readonly number[],
  reach: number,
  levels: number,
): readonly number[] => {
  let row: readonly (readonly number[])[] = [];
  for (let level = 0; level < levels; level++) {
    const step = reach / 2 ** level;
    const [above, below] = [f(step), f(-step)];
    const next = [above.map((value, i) => (value - (below[i] ?? Number.NaN)) / (2 * step))];
    for (const [k, before] of row.entries()) {
      const last = next[k] ?? [];
      next.push(last.map((value, i) => value + (value - (before[i] ?? Number.NaN)) / (4 ** (k + 1) - 1)));
    }
    row = next;
  }
  return row.at(-1) ?? [];
};
