import { type Shown, shown } from "../display/index.ts";
import { prototypes } from "./show-result.ts";
import type { Trace } from "./trace.ts";

/** Contents of bins, with what fell outside and what could not be filled. */
export interface Histogram extends Shown {
  readonly kind: "histogram";
  readonly edges: Float64Array;
  readonly values: Float64Array;
  /** The sums of squared weights. */
  readonly variances: Float64Array;
  readonly underflow: number;
  readonly overflow: number;
  /** The number of fills, in the flow bins too; each with its probability where conditions are relaxed. */
  readonly entries: number;
  /** Fills left out because the observable was missing or NaN. */
  readonly skipped: number;
  readonly trace: Trace;
}

/** A number that a stream emits: it remembers how to be differentiated. */
export interface Scalar extends Shown {
  readonly kind: "scalar";
  readonly value: number;
  /** The sum of squared weights behind it, 0 for what is not a sum over events. */
  readonly variance: number;
  readonly entries: number;
  readonly skipped: number;
  readonly trace: Trace;
}

export type Result = Histogram | Scalar;

/** Makes a result of its members; `{ ...result }` would be one that does not show itself. */
export const resultOf = <R extends Result>(members: Omit<R, keyof Shown>): R =>
  shown<R>(members, prototypes[members.kind]);

export const isResult = (value: unknown): value is Result =>
  typeof value === "object" &&
  value !== null &&
  "kind" in value &&
  (value.kind === "histogram" || value.kind === "scalar") &&
  "trace" in value;

/** The members of a result that carry derivatives, and where they lie in the four outputs of its branch. */
export const placesOf = (
  kind: Result["kind"],
  bins: number,
  branch: number,
): Readonly<Record<string, { readonly output: number; readonly from: number }>> => {
  const [contents, variances] = [4 * branch, 4 * branch + 1];
  return kind === "scalar"
    ? { value: { output: contents, from: 0 }, variance: { output: variances, from: 0 } }
    : {
        values: { output: contents, from: 1 },
        underflow: { output: contents, from: 0 },
        overflow: { output: contents, from: bins + 1 },
        variances: { output: variances, from: 1 },
      };
};
