import { fail } from "../../core/errors.ts";
import { emptyPool, poolOf, type WorkerPool } from "./pool.ts";
import { parallelism, threadStarter } from "./start-thread.ts";

export { onWorkers } from "./on-workers.ts";
export type { Chunks, WorkerPool } from "./pool.ts";

const most = 256;

/**
 * Starts threads that add up events beside this one: worker threads in Node, Web Workers on pages that are isolated;
 * where memory cannot be shared the pool has none, and all is done here. Results are the same to the bit for any number
 * of threads, and those of the lane `wasm` without any. They take what that lane compiles; kernels that call other
 * functions than those of `Math`, such as draws of noise, stay on this thread.
 * @param n - how many, besides this one; `"auto"` is one less than the machine runs at once
 * @throws E_PARAMETER where n is not a whole number from 0 to 256; E_UPSTREAM where a thread does not start, or there is no memory to share with it
 * @example
 * await using pool = await workers(2);
 * const slope = await gradient(stream, { cut }, { workers: pool });
 */
export const workers = async (n: number | "auto" = "auto"): Promise<WorkerPool> => {
  if (n !== "auto" && !(Number.isInteger(n) && n >= 0 && n <= most))
    throw fail("E_PARAMETER", {
      what: `the number of workers is ${String(n)}`,
      cure: `a whole number from 0 to ${most}, or "auto"`,
    });
  const start = threadStarter();
  const wanted = n === "auto" ? Math.min(most, parallelism() - 1) : n;
  return start && wanted > 0 ? poolOf(wanted, start) : emptyPool();
};
