import { from, type Observable } from "rxjs";
import {
  type Batch,
  type Grid,
  type Histogram,
  isResult,
  lastOf,
  type Mode,
  type Parameters,
  type Profile,
  plainBindings,
  type Scalar,
  valueAndGradient,
} from "../core/index.ts";
import { objective } from "../ops/diff.ts";
import type { SeenEvent, Stream } from "./arbitraries/pipelines.ts";

/** A stream of batches, delivered at once to each subscriber. */
export const streamOf = (batches: readonly Batch[]): Stream => from(batches as readonly Batch<SeenEvent>[]);

/** Every number of what a stream emitted, with a name for each. */
export const numbersOf = (emitted: unknown, path = ""): readonly (readonly [string, number])[] => {
  if (typeof emitted === "number") return [[path, emitted]];
  if (emitted instanceof Float64Array) return Array.from(emitted, (x, i) => [`${path}[${i}]`, x] as const);
  if (typeof emitted !== "object" || emitted === null) return [];
  return Object.entries(emitted).flatMap(([name, value]) =>
    isResult(emitted) && name === "trace" ? [] : numbersOf(value, path ? `${path}.${name}` : name),
  );
};

/** Every number of the last value of a stream. */
export const numbersFrom = async (
  stream: Observable<unknown>,
  widthFactor = 1,
): Promise<readonly (readonly [string, number])[]> =>
  numbersOf(await lastOf(stream, { ...plainBindings, widthFactor, mode: "value" }));

/** A number that depends on everything in a histogram that carries derivatives. */
export const numberOfHistogram = (histograms: Observable<Histogram>): Observable<Scalar> =>
  histograms.pipe(
    objective(
      (h) =>
        h.values.reduce((s, x) => s + x * Math.sqrt(1 + x * x), 0) +
        h.variances.reduce((s, x) => s + x * x, 0) +
        h.underflow * 0.5 -
        h.overflow * 0.25,
    ),
  );

/** A number that depends on everything in a histogram of several axes that carries derivatives. */
export const numberOfGrid = (grids: Observable<Grid>): Observable<Scalar> =>
  grids.pipe(
    objective(
      (g) =>
        g.values.reduce((s, x, k) => s + x * Math.sqrt(1 + x * x) * (1 + k), 0) +
        g.variances.reduce((s, x) => s + x * x, 0) +
        g.outside * 0.5,
    ),
  );

/** A number that depends on everything in a profile that carries derivatives, of the bins that were filled. */
export const numberOfProfile = (profiles: Observable<Profile>): Observable<Scalar> =>
  profiles.pipe(
    objective((p) =>
      p.weights.reduce(
        (s, w, k) => s + w + (w > 1e-6 ? (p.values[k] ?? 0) * (1 + k) + Math.sqrt(1 + (p.variances[k] ?? 0)) : 0),
        0,
      ),
    ),
  );

/** A stream of a number that depends on what a stream emits, which is a result; undefined for anything else. */
export const scalarOf = (stream: Observable<unknown>, emitted: unknown): Observable<unknown> | undefined => {
  if (!isResult(emitted)) return undefined;
  if (emitted.kind === "grid") return numberOfGrid(stream as Observable<Grid>);
  if (emitted.kind === "profile") return numberOfProfile(stream as Observable<Profile>);
  return emitted.kind === "scalar" ? stream : numberOfHistogram(stream as Observable<Histogram>);
};

/** The derivatives of a stream's scalar, in one mode. */
export const slopesFrom = async (
  stream: Observable<unknown>,
  parameters: Parameters,
  mode: Mode,
  widthFactor = 1,
): Promise<readonly number[]> =>
  Object.values((await valueAndGradient(stream, parameters, { mode, widthFactor })).gradient);
