import { fail } from "../errors.ts";
import { marginBins, sumInto } from "./margins.ts";
import { type Grid, placesOf, resultOf } from "./results.ts";
import { addCotangent, type Cotangents, type Pullable, type Trace } from "./trace.ts";

const checkAxes = (shape: readonly number[], kept: readonly number[]): void => {
  const isAxis = (k: number): boolean => Number.isInteger(k) && k >= 0 && k < shape.length;
  if (kept.length > 0 && kept.every(isAxis) && new Set(kept).size === kept.length) return;
  throw fail("E_SHAPE", {
    what: `a grid of ${shape.length} axes is projected onto some of them, numbered from 0; given ${kept.join(", ") || "none"}`,
    cure: "project(grid, 0)",
  });
};

/** The trace of sums over bins: a cotangent of a sum is that of each of its terms. */
const projectedTrace = (trace: Trace, kept: readonly number[], bins: Int32Array, size: number): Trace => {
  if (trace.kind !== "diff") return trace;
  const { pullable, places } = trace;
  const own = placesOf("grid", size, 0);
  const pullback: Pullable["pullback"] = (cotangents, wanted, signal) => {
    const inner: Cotangents = new Map();
    for (const [name, { output, from }] of Object.entries(own)) {
      const [cotangent, place] = [cotangents.get(output), places[name]];
      if (!cotangent || !place) continue;
      const terms =
        name === "outside" ? cotangent.slice(0, 1) : Float64Array.from(bins, (k) => cotangent[from + k] ?? 0);
      addCotangent(inner, pullable, place, terms);
    }
    return pullable.pullback(inner, wanted, signal);
  };
  const sizes = [size + 1, size + 1];
  const lost = trace.lost.flatMap((name) => {
    const k = kept.findIndex((axis) => name === `axes[${axis}]`);
    return k >= 0 ? [`axes[${k}]`] : name.startsWith("axes") ? [] : [name];
  });
  return { ...trace, lost, places: own, pullable: { sizes, of: {}, bindings: pullable.bindings, pullback } };
};

/**
 * The sums of a grid over all axes but some, which carry its derivatives; `outside` stays what lies outside of any axis.
 * @param kept - the numbers of the axes that stay, from 0, in the order in which they are wanted
 * @throws E_SHAPE for anything but different axes of the grid
 * @example
 * const spectrum = project(grid, 0);
 */
export const project = (grid: Grid, ...kept: readonly number[]): Grid => {
  checkAxes(grid.shape, kept);
  const [axes, shape] = [
    kept.flatMap((k) => grid.axes.slice(k, k + 1)),
    kept.flatMap((k) => grid.shape.slice(k, k + 1)),
  ];
  const bins = marginBins(grid.shape, kept);
  const size = shape.reduce((product, n) => product * n, 1);
  const [values, variances] = [sumInto(bins, grid.values, size), sumInto(bins, grid.variances, size)];
  const trace = projectedTrace(grid.trace, kept, bins, size);
  return resultOf<Grid>({ ...grid, axes, shape, values, variances, trace });
};
