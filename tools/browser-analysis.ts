import { rows } from "../adapters/rows/index.ts";
import { workers } from "../adapters/workers/index.ts";
import { compile, grad } from "../core/algorithms/index.ts";
import { gradient, isJagradError, parameter, valueAt } from "../core/index.ts";
import { filter, sum } from "../ops/diff.ts";
import { analyse } from "./tool-chain-analysis.ts";

const cut = parameter("cut", 5_000, { width: 700 });
const objects = Array.from({ length: 20_000 }, (_, x) => ({ x: x + Math.sin(x) }));
const total = rows(objects).pipe(
  filter((ev, { cut }) => ev.x > cut, { cut }),
  sum((ev) => Math.sqrt(ev.x)),
);

/** One sum and its derivative with so many threads beside this one, and who added up how many chunks. */
const sums = async (n: number) => {
  await using pool = await workers(n);
  const numbers = [
    await valueAt(total, {}, { workers: pool }),
    (await gradient(total, { cut }, { workers: pool })).cut,
  ];
  const chunks = pool.chunks();
  return { numbers, threads: pool.size(), chunks: chunks.here + chunks.workers.reduce((s, k) => s + k, 0) };
};

/** The last of some logistic steps, and its derivatives by where and how they go. */
const steps = (x: number, r: number, n: number): number => {
  let y = x;
  for (let i = 0; i < n; i++) y = r * y * (1 - y);
  return y;
};

const refused = async (): Promise<string> => {
  try {
    await workers(-1);
    return "";
  } catch (error) {
    return isJagradError(error) ? error.code : String(error);
  }
};

/** Numbers of an analysis, of a function of numbers, and of threads, wherever this runs. */
export const answers = async () => {
  const { hard, diff, partials, slopes } = await analyse();
  return {
    analysis: { hard, diff, partials, slopes },
    algorithm: compile(grad(steps, { wrt: ["x", "r"] }), ["f64", "f64", "i32"])(0.3, 3.1, 20),
    alone: await sums(0),
    threaded: await sums(2),
    refused: await refused(),
  };
};
