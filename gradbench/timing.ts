import type { Run } from "./evaluation.ts";
import { count, number, optional, record } from "./fields.ts";

/** What took how long. */
export interface Timing {
  readonly name: "prepare" | "evaluate";
  readonly nanoseconds: number;
}

const wanted = record({ min_runs: optional(count, 1), min_seconds: optional(number, 0) });

/** How often and how long an input asks to be computed; once where it says nothing. */
export const repetitionsOf = (input: unknown): { readonly runs: number; readonly seconds: number } => {
  if (typeof input !== "object" || input === null) return { runs: 1, seconds: 0 };
  const { min_runs, min_seconds } = wanted(input, "");
  return { runs: Math.max(1, min_runs), seconds: min_seconds };
};

/** Does something and says how long it took. */
export const timed = <T>(name: Timing["name"], work: () => T): { readonly result: T; readonly timing: Timing } => {
  const before = process.hrtime.bigint();
  const result = work();
  return { result, timing: { name, nanoseconds: Number(process.hrtime.bigint() - before) } };
};

/** Runs until both are reached: `runs` runs and `seconds` seconds of them. */
export const repeated = (
  run: Run,
  { runs, seconds }: { readonly runs: number; readonly seconds: number },
): { readonly output: unknown; readonly timings: readonly Timing[] } => {
  const timings: Timing[] = [];
  let output: unknown;
  let spent = 0;
  while (timings.length < runs || spent < seconds * 1e9) {
    const { result, timing } = timed("evaluate", run);
    output = result;
    timings.push(timing);
    spent += timing.nanoseconds;
  }
  return { output, timings };
};
