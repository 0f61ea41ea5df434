import { fail } from "../errors.ts";
import { binningsOf, type Edge, type Sink, shapeOfSink, sizeOfSink } from "../transforms/index.ts";
import { type Bindings, partOf, valueFrom } from "./bindings.ts";
import type { Fills } from "./compile-fills.ts";
import { type Collected, type Grid, type Histogram, placesOf, type Result, resultOf, type Scalar } from "./results.ts";
import type { Explained, Pullable, Reads, Trace } from "./trace.ts";

const edgeNow = (edge: Edge, bindings: Bindings): number => {
  if (typeof edge === "number") return edge;
  return edge.kind === "held" ? partOf(bindings, edge.parameter, "anchor") : valueFrom(bindings, edge);
};

const lostOf = (sink: Sink): readonly string[] => {
  const moving = binningsOf(sink).flatMap(({ edges }, k) => {
    const isMoving = edges.some((edge) => typeof edge === "object" && edge.kind !== "held");
    return isMoving ? [sink.kind === "grid" ? `axes[${k}]` : "edges"] : [];
  });
  return ["entries", "skipped", ...moving];
};

/**
 * Makes sure that edges that are parameters ascend at the values that are bound.
 * @throws E_SHAPE where one is not above the one before
 */
export const checkAscending = (given: readonly Edge[], bindings: Bindings, operator: string, where?: string): void => {
  const edges = given.map((edge) => edgeNow(edge, bindings));
  const k = edges.findIndex((edge, i) => i > 0 && !((edges[i - 1] ?? edge) < edge));
  if (k > 0)
    throw fail("E_SHAPE", {
      what: `edge ${k} of ${operator} is at ${edges[k]}, not above edge ${k - 1} at ${edges[k - 1]}`,
      where,
      cure: "give the edges limits that keep them apart",
    });
};

/**
 * Makes sure of the same for all that is filled.
 * @throws E_SHAPE
 */
export const checkEdges = (fills: Fills, bindings: Bindings): void => {
  for (const { sink } of fills.branches.values())
    for (const [axis, { edges }] of binningsOf(sink).entries())
      checkAscending(edges, bindings, sink.operator, sink.kind === "grid" ? `axis ${axis}` : undefined);
};

/** How many numbers each output of fills has: contents, variances, entries and skipped of each sink. */
export const sizesOf = (fills: Fills): readonly number[] =>
  [...fills.branches.values()].flatMap(({ sink }) => {
    const n = sizeOfSink(sink);
    return [n, n, 1, 1];
  });

/** The outputs of fills that have derivatives: contents and variances. */
export const movingOf = (fills: Fills): readonly number[] =>
  [...fills.branches.keys()].flatMap((_name, k) => [4 * k, 4 * k + 1]);

/** The outputs of fills that are not read where only some members of their results are: sums of squared weights. */
export const unreadOf = (fills: Fills, members: ReadonlySet<string> | undefined): readonly number[] =>
  members === undefined || members.has("variances") || members.has("variance")
    ? []
    : [...fills.branches.keys()].map((_name, k) => 4 * k + 1);

/** How the results of a pass can be differentiated, or the hard stage because of which they cannot. */
export type Derivation =
  | { readonly kind: "hard"; readonly stage: string | undefined; readonly reads: Reads }
  | {
      readonly kind: "diff";
      readonly pullable: Pullable;
      readonly explained: readonly Explained[];
      readonly reads: Reads;
    };

const zeros = (n: number): Float64Array => new Float64Array(n);

/** All bins of an output; one that no event reaches is a single zero. */
const binsOf = (output: Float64Array | undefined, size: number): Float64Array =>
  output?.length === size ? output : zeros(size);

/** The sums of one sink. */
interface Sums {
  readonly contents: Float64Array;
  readonly variances: Float64Array;
  /** What every result has. */
  readonly common: Pick<Result, "entries" | "skipped" | "trace">;
}

type Make = (sums: Sums, axes: readonly Float64Array[], shape: readonly number[]) => Collected;

const makers: Readonly<Record<Collected["kind"], Make>> = {
  scalar: ({ contents: [value = 0], variances: [variance = 0], common }) =>
    resultOf<Scalar>({ kind: "scalar", value, variance, ...common }),
  histogram: ({ contents, variances, common }, [edges = zeros(0)], [bins = 0]) =>
    resultOf<Histogram>({
      kind: "histogram",
      edges,
      values: contents.slice(1, bins + 1),
      variances: variances.slice(1, bins + 1),
      underflow: contents[0] ?? 0,
      overflow: contents[bins + 1] ?? 0,
      ...common,
    }),
  grid: ({ contents, variances, common }, axes, shape) =>
    resultOf<Grid>({
      kind: "grid",
      axes,
      shape,
      values: contents.slice(1),
      variances: variances.slice(1),
      outside: contents[0] ?? 0,
      ...common,
    }),
};

const kindOf = ({ kind }: Sink): Collected["kind"] => (kind === "histogram" || kind === "grid" ? kind : "scalar");

/** The results of fills from the sums of a pass; zeros where there was none. */
export const resultsOf = (
  fills: Fills,
  totals: readonly Float64Array[] | undefined,
  bindings: Bindings,
  derivation: Derivation,
): ReadonlyMap<string, Result> =>
  new Map(
    [...fills.branches].map(([name, { sink }], k): [string, Result] => {
      const [kind, shape, size] = [kindOf(sink), shapeOfSink(sink), sizeOfSink(sink)];
      const trace: Trace =
        derivation.kind === "hard"
          ? { ...derivation, stage: derivation.stage ?? sink.operator }
          : { ...derivation, places: placesOf(kind, shape[0] ?? 0, k), lost: lostOf(sink) };
      const [contents, variances, entries = zeros(1), skipped = zeros(1)] = totals?.slice(4 * k, 4 * k + 4) ?? [];
      const isInside = bindings.meaning?.kind === "inside";
      const common = {
        entries: isInside ? Math.min(...entries, Number.POSITIVE_INFINITY) : (entries[0] ?? 0),
        skipped: skipped[0] ?? 0,
        trace,
      };
      const axes = binningsOf(sink).map(({ edges }) => Float64Array.from(edges, (edge) => edgeNow(edge, bindings)));
      const sums = { contents: binsOf(contents, size), variances: binsOf(variances, size), common };
      return [name, makers[kind](sums, axes, shape)];
    }),
  );
