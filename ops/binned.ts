import { type Edge, fail, type Sink } from "../core/index.ts";
import type { FillOptions, StageOptions, WaysOptions } from "./types.ts";

export interface HistogramOptions extends FillOptions, StageOptions, WaysOptions {
  /** Ascending edges; one that is a parameter can move. */
  readonly edges: readonly Edge[];
  /** The standard deviation by which the observable is spread over bins, in place of the one its choices give it. */
  readonly bandwidth?: number;
  /**
   * What becomes of events with more ways; an error if not given. `"matched"`: in a histogram of a sum over items that pass,
   * such as HT, the sum is taken as a normal variable for each number of items that pass, with the mean and the variance
   * that it has given that number and what the filters ask for. `explain` counts the events.
   */
  readonly above?: "matched";
}

export interface GridOptions extends FillOptions, StageOptions, WaysOptions {
  /** Ascending edges for each axis; one that is a parameter can move. */
  readonly edges: readonly (readonly Edge[])[];
  /** For each axis a bandwidth as that of a histogram; undefined where its choices give it one. */
  readonly bandwidth?: readonly (number | undefined)[];
}

/** The most axes of a grid, and the most bins. */
const most = { axes: 6, bins: 2 ** 20 } as const;

const positionOf = (edge: Edge): number =>
  typeof edge === "number" ? edge : edge.kind === "held" ? edge.parameter.value : edge.value;

/**
 * Makes sure that edges can bound bins.
 * @throws E_SHAPE for fewer than 2 or edges that do not ascend; E_NONFINITE
 */
export const checkEdges = (edges: readonly Edge[], where?: string): void => {
  if (edges.length < 2) throw fail("E_SHAPE", { what: `bins need at least 2 edges, given ${edges.length}`, where });
  edges.map(positionOf).forEach((edge, k, all) => {
    if (!Number.isFinite(edge)) throw fail("E_NONFINITE", { what: `edge ${k} is ${edge}`, where });
    const before = all[k - 1];
    if (before !== undefined && !(before < edge))
      throw fail("E_SHAPE", { what: `edge ${k} (${edge}) is not above edge ${k - 1} (${before})`, where });
  });
};

const checkGrid = ({ edges, bandwidth }: GridOptions): void => {
  if (edges.length > most.axes)
    throw fail("E_LIMIT", {
      what: `a histogram of ${edges.length} axes; at most ${most.axes} are filled`,
      cure: "several histograms of fewer axes: fill({ ... })",
    });
  edges.forEach((axis: unknown, k) => {
    if (!Array.isArray(axis))
      throw fail("E_SHAPE", {
        what: "a histogram of several axes needs an array of edges for each",
        where: `axis ${k}`,
      });
    checkEdges(axis, `axis ${k}`);
  });
  const bins = edges.reduce((product, axis) => product * (axis.length - 1), 1);
  if (bins > most.bins)
    throw fail("E_LIMIT", {
      what: `a histogram of ${edges.map((axis) => axis.length - 1).join(" x ")} = ${bins} bins; at most ${most.bins} are filled`,
      cure: "fewer bins, or several histograms of fewer axes: fill({ ... })",
    });
  if (bandwidth !== undefined && !(Array.isArray(bandwidth) && bandwidth.length === edges.length))
    throw fail("E_SHAPE", {
      what: "the bandwidth of a histogram of several axes is an array with one entry for each",
      cure: "{ bandwidth: [0.5, undefined] }, undefined where choices give the width",
    });
};

const isGrid = (options: HistogramOptions | GridOptions): options is GridOptions =>
  options.edges.length > 0 && options.edges.some((edge: unknown) => Array.isArray(edge));

/**
 * How a sink is binned: one axis, or a grid of several.
 * @throws E_SHAPE, E_NONFINITE for edges that do not ascend; E_LIMIT for too many axes or bins
 */
export const binnedBy = (
  options: HistogramOptions | GridOptions,
): Pick<Sink, "kind" | "edges" | "bandwidth" | "axes"> => {
  if (isGrid(options)) {
    checkGrid(options);
    const { edges, bandwidth = [] } = options;
    const axes = edges.map((axis, k) => ({ edges: [...axis], bandwidth: bandwidth[k] }));
    return { kind: "grid", edges: [], bandwidth: undefined, axes };
  }
  const { edges, bandwidth } = options;
  checkEdges(edges);
  return { kind: "histogram", edges: [...edges], bandwidth };
};
