import { type Result, resultOf } from "./results.ts";

/**
 * A result as data: its numbers are constants of every objective, and asking for their derivatives is an error.
 * @example
 * likelihood = forkJoin({ data: hardCounts.pipe(map(observed)), model }).pipe(objective(({ data, model }) => ...))
 */
export const observed = <R extends Result>(result: R): R => resultOf<R>({ ...result, trace: { kind: "observed" } });
