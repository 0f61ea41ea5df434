import { built } from "../native/build.ts";
import type { Numbers, Run } from "./contest.ts";

/** Measures processor time. */
export interface Clock {
  /** What it counts. */
  readonly of: string;
  /** [ms] */
  readonly now: () => number;
}

const idle = "void kernel(void **buffers, const double *numbers) { (void)buffers; (void)numbers; }\n";

const processTime = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e3;
};

const threadClock = (): Clock => {
  const native = built("clock", idle, { name: "any", needs: [], flags: [] });
  if ("absent" in native) return { of: `all threads of the process, for ${native.absent}`, now: processTime };
  return { of: "the thread that computes", now: native.cpu };
};

export const clock: Clock = threadClock();

/** A run of something that computes here. */
export const timed =
  (compute: () => Numbers | Promise<Numbers>): Run =>
  async () => {
    const before = clock.now();
    const numbers = await compute();
    return { ms: clock.now() - before, numbers };
  };
