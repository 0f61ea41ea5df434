import { forgetKernels, type GradientOptions, type Parameters, valueAndGradient, valueAt } from "jagrad/core";
import type { Observable } from "rxjs";
import { timed } from "./clock.ts";
import type { Absent, Contestant, Numbers } from "./contest.ts";

/** A pipeline that ends in a number. */
export interface Pipeline {
  readonly stream: Observable<unknown>;
  readonly parameters: Parameters;
}

export type Lane = NonNullable<GradientOptions<Parameters>["lane"]>;

/** The back ends by the names that they have here, and the part of the events that each goes through. */
export type Parts = Readonly<Record<"jagrad-wasm" | "jagrad-js" | "interpreter", number>>;

export const laneNames = { "jagrad-wasm": "wasm", "jagrad-js": "javascript", interpreter: "interpreter" } as const;

/** How many WebAssembly modules are compiled meanwhile. */
const modulesDuring = async (work: () => Promise<unknown>): Promise<number> => {
  const { Module } = WebAssembly;
  let modules = 0;
  WebAssembly.Module = new Proxy(Module, {
    construct: (target, given) => {
      modules += 1;
      return Reflect.construct(target, given) as object;
    },
  });
  try {
    await work();
  } finally {
    WebAssembly.Module = Module;
  }
  return modules;
};

/** Why a back end cannot run a pipeline, if it cannot. */
export const refusal = async ({ stream, parameters }: Pipeline, lane: Lane): Promise<string | undefined> => {
  forgetKernels();
  try {
    const modules = await modulesDuring(() => valueAndGradient(stream, parameters, { lane }));
    return lane === laneNames["jagrad-wasm"] && modules === 0 ? "falls back to generated JavaScript" : undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
};

/**
 * A pipeline in each of the back ends of this library.
 * @param of - the pipeline over so many events
 * @param numbers - what is compared of a value and its derivatives
 */
export const laneContestants = async (
  events: number,
  parts: Parts,
  of: (events: number) => Pipeline,
  numbers: (value: number, slopes: Numbers) => Numbers = (value, slopes) => [value, ...slopes],
): Promise<readonly (Contestant | Absent)[]> => {
  const entries: (Contestant | Absent)[] = [];
  for (const name of Object.keys(laneNames) as (keyof Parts)[]) {
    const lane = String(laneNames[name]) as Lane;
    const size = Math.max(1, Math.floor(events * parts[name]));
    const single = of(1);
    const absent = await refusal(single, lane);
    if (absent !== undefined) {
      entries.push({ name, absent });
      continue;
    }
    const { stream, parameters } = of(size);
    const gradient = (pipeline: Pipeline) =>
      timed(async () => {
        const { value, gradient } = await valueAndGradient(pipeline.stream, pipeline.parameters, { lane });
        return numbers(value, Object.values(gradient));
      });
    entries.push({
      name,
      events: size,
      tolerance: 1e-8,
      gradient: gradient({ stream, parameters }),
      call: gradient(single),
      value: timed(async () => [await valueAt(stream, parameters, { lane })]),
    });
  }
  return entries;
};
