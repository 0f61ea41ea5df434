import { from, type Observable } from "rxjs";
import {
  type Batch,
  isResult,
  lastOf,
  type Mode,
  type Parameters,
  plainBindings,
  valueAndGradient,
} from "../core/index.ts";
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

/** The derivatives of a stream's scalar, in one mode. */
export const slopesFrom = async (
  stream: Observable<unknown>,
  parameters: Parameters,
  mode: Mode,
  widthFactor = 1,
): Promise<readonly number[]> =>
  Object.values((await valueAndGradient(stream, parameters, { mode, widthFactor })).gradient);
