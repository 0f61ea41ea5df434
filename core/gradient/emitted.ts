import { fail } from "../errors.ts";
import type { Parameter } from "../program/index.ts";
import type { Branch } from "../transforms/index.ts";
import { type Bindings, valueFrom } from "./bindings.ts";
import type { Fills } from "./compile-fills.ts";
import { type Histogram, placesOf, type Result, resultOf, type Scalar } from "./results.ts";
import type { Explained, Pullable, Trace } from "./trace.ts";

const edgeNow = (edge: Branch["sink"]["edges"][number], bindings: Bindings): number => {
  if (typeof edge === "number") return edge;
  const parameter: Parameter = edge.kind === "held" ? edge.parameter : edge;
  return valueFrom(bindings, parameter);
};

const lostOf = ({ edges }: Branch["sink"]): readonly string[] => [
  "entries",
  "skipped",
  ...(edges.some((edge) => typeof edge === "object" && edge.kind !== "held") ? ["edges"] : []),
];

/**
 * Makes sure that edges that are parameters ascend at the values that are bound.
 * @throws E_SHAPE where one is not above the one before
 */
export const checkEdges = (fills: Fills, bindings: Bindings): void => {
  for (const { sink } of fills.branches.values()) {
    const edges = sink.edges.map((edge) => edgeNow(edge, bindings));
    const k = edges.findIndex((edge, i) => i > 0 && !((edges[i - 1] ?? edge) < edge));
    if (k > 0)
      throw fail("E_SHAPE", {
        what: `edge ${k} of ${sink.operator} is at ${edges[k]}, not above edge ${k - 1} at ${edges[k - 1]}`,
        cure: "give the edges limits that keep them apart",
      });
  }
};

/** How many numbers each output of fills has: contents, variances, entries and skipped of each sink. */
export const sizesOf = (fills: Fills): readonly number[] =>
  [...fills.branches.values()].flatMap(({ sink }) => {
    const n = sink.kind === "histogram" ? sink.edges.length + 1 : 1;
    return [n, n, 1, 1];
  });

/** How the results of a pass can be differentiated, or the hard stage because of which they cannot. */
export type Derivation =
  | { readonly kind: "hard"; readonly stage: string | undefined }
  | { readonly kind: "diff"; readonly pullable: Pullable; readonly explained: readonly Explained[] };

const zeros = (n: number): Float64Array => new Float64Array(n);

/** The results of fills from the sums of a pass; zeros where there was none. */
export const resultsOf = (
  fills: Fills,
  totals: readonly Float64Array[] | undefined,
  bindings: Bindings,
  derivation: Derivation,
): ReadonlyMap<string, Result> =>
  new Map(
    [...fills.branches].map(([name, { sink }], k): [string, Result] => {
      const bins = sink.edges.length - 1;
      const isHistogram = sink.kind === "histogram";
      const trace: Trace =
        derivation.kind === "hard"
          ? { kind: "hard", stage: derivation.stage ?? sink.operator }
          : { ...derivation, places: placesOf(isHistogram ? "histogram" : "scalar", bins, k), lost: lostOf(sink) };
      const size = isHistogram ? bins + 2 : 1;
      const [contents = zeros(size), variances = zeros(size), entries = zeros(1), skipped = zeros(1)] =
        totals?.slice(4 * k, 4 * k + 4) ?? [];
      const counts = {
        entries:
          bindings.meaning?.kind === "inside" ? Math.min(...entries, Number.POSITIVE_INFINITY) : (entries[0] ?? 0),
        skipped: skipped[0] ?? 0,
        trace,
      };
      if (!isHistogram)
        return [
          name,
          resultOf<Scalar>({ kind: "scalar", value: contents[0] ?? 0, variance: variances[0] ?? 0, ...counts }),
        ];
      const edges = Float64Array.from(sink.edges, (edge) => edgeNow(edge, bindings));
      const inner = (all: Float64Array): Float64Array => Float64Array.from({ length: bins }, (_, i) => all[i + 1] ?? 0);
      const flow = { underflow: contents[0] ?? 0, overflow: contents[bins + 1] ?? 0 };
      return [
        name,
        resultOf<Histogram>({
          kind: "histogram",
          edges,
          values: inner(contents),
          variances: inner(variances),
          ...flow,
          ...counts,
        }),
      ];
    }),
  );
