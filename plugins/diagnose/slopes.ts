import { type Parameter, pullableOf, type Result } from "../../core/index.ts";

/** The contents of a result as bins: a scalar is one. */
export const contentsOf = (result: Result): Float64Array =>
  result.kind === "scalar" ? Float64Array.of(result.value) : result.values;

export const variancesOf = (result: Result): Float64Array =>
  result.kind === "scalar" ? Float64Array.of(result.variance) : result.variances;

/** The derivative of each bin of a result with respect to a parameter. */
export const slopesOf = async (result: Result, parameter: Parameter): Promise<Float64Array> => {
  const { pullable, places } = pullableOf(result);
  const place = (result.kind === "scalar" ? places.value : places.values) ?? { output: 0, from: 0 };
  const bins = contentsOf(result).length;
  const slopes = new Float64Array(bins);
  for (let k = 0; k < bins; k++) {
    const cotangent = new Float64Array(pullable.sizes[place.output] ?? 1);
    cotangent[place.from + k] = 1;
    slopes[k] =
      (await pullable.pullback(new Map([[place.output, cotangent]]), new Set([parameter]))).get(parameter) ?? 0;
  }
  return slopes;
};
