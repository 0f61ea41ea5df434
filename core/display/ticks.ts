/** Round numbers from `first` to `last`, about `count` of them. */
export const ticksIn = (first: number, last: number, count: number): readonly number[] => {
  const rough = (last - first) / count;
  if (!(rough > 0) || !Number.isFinite(rough)) return [];
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5].find((k) => k * power >= rough) ?? 10);
  const from = Math.ceil(first / step);
  const length = Math.max(0, Math.floor(last / step + 1e-9) - from + 1);
  return Array.from({ length }, (_, k) => (from + k) * step);
};
