/** Round numbers between two ends, about so many. */
export const ticks = (first: number, last: number, count: number): readonly number[] => {
  const rough = (last - first) / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5].find((unit) => unit * power >= rough) ?? 10);
  const begin = Math.ceil(first / step - 1e-9);
  const end = Math.floor(last / step + 1e-9);
  return Array.from({ length: end - begin + 1 }, (_, k) => Number(((begin + k) * step).toPrecision(12)));
};
