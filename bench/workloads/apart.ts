import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { type GradientOptions, type Parameters, valueAndGradient } from "jagrad/core";
import type { Numbers } from "./contest.ts";
import type { Pipeline } from "./lanes.ts";
import type { Threaded } from "./thread-pipelines.ts";

/** Which events another thread has. */
export interface Part {
  readonly name: Threaded;
  readonly events: number;
}

/** The value of a pipeline and its derivatives. */
export const gradientOf = async (
  { stream, parameters }: Pipeline,
  options: Pick<GradientOptions<Parameters>, "lane" | "workers">,
): Promise<Numbers> => {
  const { value, gradient } = await valueAndGradient(stream, parameters, options);
  return [value, ...Object.values(gradient)];
};

/** A thread with events of its own, which shares nothing and waits for nobody. */
export interface Apart extends AsyncDisposable {
  /** Starts its gradient. */
  readonly gradient: () => Promise<Numbers>;
}

export const apart = async (part: Part): Promise<Apart> => {
  const thread = new Worker(new URL("apart-thread.ts", import.meta.url), { workerData: part });
  await once(thread, "message");
  return {
    gradient: async () => {
      const answer = once(thread, "message");
      thread.postMessage("go");
      const [numbers] = await answer;
      return numbers as Numbers;
    },
    [Symbol.asyncDispose]: async () => void (await thread.terminate()),
  };
};
