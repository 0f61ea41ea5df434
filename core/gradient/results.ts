import { type Shown, shown } from "../display/index.ts";
import { prototypes } from "./show-result.ts";
import { asEmitted, type Trace } from "./trace.ts";

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

/** Contents of bins along several axes, with what fell outside of any of them and what could not be filled. */
export interface Grid extends Shown {
  readonly kind: "grid";
  /** The edges of each axis. */
  readonly axes: readonly Float64Array[];
  /** The number of bins along each axis. */
  readonly shape: readonly number[];
  /** In row-major order: along the last axis neighbours lie side by side. */
  readonly values: Float64Array;
  /** The sums of squared weights. */
  readonly variances: Float64Array;
  /** The content below the first or above the last edge of any axis. */
  readonly outside: number;
  /** The number of fills, outside too; each with its probability where conditions are relaxed. */
  readonly entries: number;
  /** Fills left out because an observable was missing or NaN. */
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

/** The weighted mean of one quantity in bins of another. */
export interface Profile extends Shown {
  readonly kind: "profile";
  readonly edges: Float64Array;
  /** The mean in each bin; NaN where nothing was filled. */
  readonly values: Float64Array;
  /** The variances of the means. */
  readonly variances: Float64Array;
  /** The sums of weights. */
  readonly weights: Float64Array;
  readonly entries: number;
  readonly skipped: number;
  readonly trace: Trace;
}

/** What a sink collects. */
export type Collected = Histogram | Grid | Scalar;

/** What a stream emits: what sinks collect, or what is computed from it. */
export type Result = Collected | Profile;

const kinds: ReadonlySet<unknown> = new Set<Result["kind"]>(["histogram", "grid", "scalar", "profile"]);

/** Makes a result of its members; `{ ...result }` would be one that neither shows itself nor has a derivative. */
export const resultOf = <R extends Result>(members: Omit<R, keyof Shown>): R =>
  asEmitted(shown<R>(members, prototypes[members.kind]));

export const isResult = (value: unknown): value is Result =>
  typeof value === "object" && value !== null && "kind" in value && kinds.has(value.kind) && "trace" in value;

type Places = Readonly<Record<string, { readonly output: number; readonly from: number }>>;

/** The members of a result that carry derivatives, and where they lie in the four outputs of its branch. */
export const placesOf = (kind: Collected["kind"], bins: number, branch: number): Places => {
  const [contents, variances] = [4 * branch, 4 * branch + 1];
  const places: Readonly<Record<Collected["kind"], Places>> = {
    scalar: { value: { output: contents, from: 0 }, variance: { output: variances, from: 0 } },
    histogram: {
      values: { output: contents, from: 1 },
      underflow: { output: contents, from: 0 },
      overflow: { output: contents, from: bins + 1 },
      variances: { output: variances, from: 1 },
    },
    grid: {
      values: { output: contents, from: 1 },
      outside: { output: contents, from: 0 },
      variances: { output: variances, from: 1 },
    },
  };
  return places[kind];
};
