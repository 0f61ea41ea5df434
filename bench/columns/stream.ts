import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { spreadOf, timed } from "./clock.ts";
import { quoted, withDuckDB } from "./duck.ts";
import { threshold } from "./selection.ts";
import type { Mode, StreamRun } from "./stream-child.ts";
import { type Collected, type Slopes, truthOf } from "./truth.ts";

/** Peak resident memory that one pass may take [MB]. */
export const memoryLimit = 600;

const tolerance = 1e-12;

const child = fileURLToPath(new URL("stream-child.ts", import.meta.url));

/** One pass over a file in a process of its own. */
export const streamRun = async (path: string, mode: Mode): Promise<StreamRun> => {
  const running = spawn(process.execPath, ["--conditions=source", child, path, mode], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const said = await text(running.stdout);
  if (said === "") throw new Error(`the pass "${mode}" ended without a result`);
  return JSON.parse(said) as StreamRun;
};

const close = (what: string, found: number | undefined, wanted: number, bound: number): void => {
  const apart = Math.abs((found ?? Number.NaN) - wanted);
  if (apart <= bound * Math.abs(wanted)) return;
  throw new Error(`${what} is ${found} instead of ${wanted}`);
};

const checkCollected = (
  mode: string,
  { count, total, spectrum }: Collected,
  wanted: Collected,
  exact: boolean,
): void => {
  close(`${mode}: count`, count, wanted.count, exact ? 0 : tolerance);
  close(`${mode}: sum`, total, wanted.total, tolerance);
  wanted.spectrum.forEach((value, bin) => {
    close(`${mode}: bin ${bin}`, spectrum[bin], value, tolerance);
  });
};

const checkSlopes = (total: number | undefined, slopes: Slopes | undefined, wanted: Slopes): void => {
  close("gradient: sum", total, wanted.scale, tolerance);
  close("gradient: by the cut", slopes?.cut, wanted.cut, tolerance);
  close("gradient: by the scale", slopes?.scale, wanted.scale, tolerance);
};

type Truth = Awaited<ReturnType<typeof truthOf>>;

/** @throws where a pass collected anything but what SQL and the law of the differentiable flavour say */
export const checkRun = ({ mode, collected, slopes }: StreamRun, truth: Truth): void => {
  const { count = Number.NaN, total = Number.NaN, spectrum = [] } = collected;
  if (mode === "gradient") checkSlopes(total, slopes, truth.slopes);
  else checkCollected(mode, { count, total, spectrum }, truth[mode], mode === "hard");
};

const sqlAlone = (path: string) =>
  timed(() =>
    withDuckDB((connection) =>
      connection.run(`select floor(mt / 4) as bin, count(*), sum(weight), sum(weight * list_sum(jet_pt))
        from read_parquet(${quoted(path)}) where len(muon) >= 2 and mt < 120 and met > ${threshold.value} group by all`),
    ),
  );

/** Costs of passes over all events, each in a process of its own and checked, beside SQL alone; all on one thread. */
export const stream = async (path: string, events: number, count: number) => {
  const truth = await truthOf(path);
  const perEvent = (costs: readonly { readonly cpu: number }[]) =>
    spreadOf(costs.map(({ cpu }) => (cpu * 1e9) / events));
  const passes = [];
  for (const mode of ["hard", "diff", "gradient"] as const) {
    const runs: StreamRun[] = [];
    for (let k = 0; k < count; k++) {
      const run = await streamRun(path, mode);
      checkRun(run, truth);
      runs.push(run);
    }
    const wall = spreadOf(runs.map((run) => run.wall)).median;
    passes.push({ mode, cost: perEvent(runs), wall, memory: Math.max(...runs.map(({ memory }) => memory)) });
  }
  const alone = [];
  for (let k = 0; k < count; k++) alone.push(await sqlAlone(path));
  return { events, passes, sql: perEvent(alone) };
};
