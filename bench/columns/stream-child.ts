import { parquet } from "jagrad/adapters/duckdb";
import { valueAndGradient } from "jagrad/core";
import { objective } from "jagrad/ops/diff";
import { lastValueFrom } from "rxjs";
import { type Cost, peakMemory, timed } from "./clock.ts";
import { type Collision, collect, cut, scale } from "./selection.ts";
import type { Collected, Slopes } from "./truth.ts";

/** What one process has to say of its pass over a file. */
export interface StreamRun extends Cost {
  readonly mode: Mode;
  readonly collected: Partial<Collected>;
  readonly slopes?: Slopes;
  /** Peak resident memory [MB]. */
  readonly memory: number;
}

const events = (path: string) => parquet<Collision>(path, { threads: 1 });

const pass = (flavour: "hard" | "diff") => async (path: string) => {
  const { total, spectrum } = await lastValueFrom(collect(events(path), flavour));
  return { collected: { count: total.entries, total: total.value, spectrum: [...spectrum.values] } };
};

const modes = {
  hard: pass("hard"),
  diff: pass("diff"),
  gradient: async (path: string) => {
    const total = collect(events(path), "diff").pipe(objective(({ total }) => total.value));
    const { value, gradient } = await valueAndGradient(total, { cut, scale });
    return { collected: { total: value }, slopes: gradient };
  },
} as const;

export type Mode = keyof typeof modes;

const [path = "", mode = "hard"] = process.argv.slice(2) as [string?, Mode?];
const { result, cpu, wall } = await timed(async () => modes[mode](path));
const run: StreamRun = { mode, cpu, wall, ...result, memory: peakMemory() };
console.log(JSON.stringify(run));
