import type { Histogram } from "jagrad/core";

/** The bins of the fit: from 110 GeV on, two and two together. */
export interface FitBins {
  readonly values: readonly number[];
  readonly errors: readonly number[];
}

const first = 3;

const pairs = (values: Float64Array): readonly number[] =>
  Array.from({ length: (values.length - first) / 2 }, (_, k) => {
    const [a = 0, b = 0] = values.subarray(first + 2 * k);
    return a + b;
  });

/** The lower edges of the bins [GeV]. */
export const fitEdges: readonly number[] = Array.from({ length: 11 }, (_, k) => 110 + 40 * k);

export const fitBins = ({ values, variances }: Histogram): FitBins => ({
  values: pairs(values),
  errors: pairs(variances).map(Math.sqrt),
});

/** All that was filled, above and below the bins too. */
export const integral = ({ values, underflow, overflow }: Histogram): number =>
  values.reduce((sum, x) => sum + x, underflow + overflow);
