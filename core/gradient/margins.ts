/** For each bin of a grid in row-major order, its bin in a grid that has some of the axes only. */
export const marginBins = (shape: readonly number[], kept: readonly number[]): Int32Array => {
  const size = shape.reduce((product, n) => product * n, 1);
  const strides = shape.map((_, axis) => {
    const k = kept.indexOf(axis);
    return k < 0 ? 0 : kept.slice(k + 1).reduce((product, other) => product * (shape[other] ?? 1), 1);
  });
  return Int32Array.from({ length: size }, (_, bin) => {
    let [rest, found] = [bin, 0];
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      const n = shape[axis] ?? 1;
      found += (rest % n) * (strides[axis] ?? 0);
      rest = Math.floor(rest / n);
    }
    return found;
  });
};

/** The sums of numbers that go into one bin. */
export const sumInto = (bins: Int32Array, values: Float64Array, size: number): Float64Array => {
  const sums = new Float64Array(size);
  for (const [i, bin] of bins.entries()) sums[bin] = (sums[bin] ?? 0) + (values[i] ?? 0);
  return sums;
};
