import { parquet } from "jagrad/adapters/duckdb";
import { type Batch, type Choice, type Nuisance, nuisance, parameter, type Scalar } from "jagrad/core";
import * as diff from "jagrad/ops/diff";
import * as hard from "jagrad/ops/hard";
import { significance } from "jagrad/plugins/significance";
import { forkJoin, map } from "rxjs";
import { type Analysis, foldOf, type Half, type Ops } from "./dimuon/analysis.ts";
import { type Collision, type Pair, pairs } from "./dimuon/pairs.ts";
import { writeSample } from "./dimuon/sample.ts";
import { search } from "./dimuon/search.ts";

const cut = parameter("muon pt cut", 20, { unit: "GeV", width: 2, limits: [6, 45] });
const low = parameter("window low", 70, { unit: "GeV", width: 0.7, limits: [62, 74.5] });
const high = parameter("window high", 80, { unit: "GeV", width: 0.7, limits: [75.5, 88] });
const scale = nuisance("scale", 1.003, { sigma: 0.0002 });

const select = ({ filter, count, weight }: Ops, perEvent: number, shift = 1) =>
  [
    filter((pair: Pair, { cut }) => pair.pt > cut, { cut }),
    filter((pair: Pair, { low, high, scale, shift }) => shift * scale * pair.m > low && shift * scale * pair.m < high, {
      low,
      high,
      scale,
      shift,
    }),
    weight((_pair: Pair, { perEvent }) => perEvent, { perEvent }),
    count(),
  ] as const;

const events = 200_000;
const sample = await writeSample({ events, seed: 1, folder: "out/dimuon" });
const read = (kind: "signal" | "background", half: Half) =>
  parquet<Collision>(sample[kind], { keep: true, fold: foldOf[half] });
const source = {
  even: { signal: read("signal", "even"), background: read("background", "even") },
  odd: { signal: read("signal", "odd"), background: read("background", "odd") },
};
const regions = (ops: Ops, half: Half) =>
  forkJoin({
    s: pairs(ops)(source[half].signal).pipe(ops.fill({ signal: select(ops, (2 * 800) / events) })),
    b: pairs(ops)(source[half].background).pipe(
      ops.fill({
        background: select(ops, 2),
        up: select(ops, 2, 1 + scale.sigma),
        down: select(ops, 2, 1 - scale.sigma),
      }),
    ),
  }).pipe(map(({ s, b }) => ({ ...s, ...b })));
const analysis: Analysis<{ signal: Scalar; background: Scalar; up: Scalar; down: Scalar }> = {
  parameters: { [cut.name]: cut, [low.name]: low, [high.name]: high },
  starts: {
    loose: { [cut.name]: 10, [low.name]: 65, [high.name]: 85 },
    tight: { [cut.name]: 40, [low.name]: 73.5, [high.name]: 76.5 },
  },
  regions,
  figure: significance({ relative: 0.02 }),
  yields: ({ signal, background }) => ({ signal: signal.value, background: background.value }),
  near: (reach) =>
    pairs(hard)(source.even.background).pipe(
      hard.fill({
        cut: [
          hard.filter((p: Pair, { cut, reach, w }) => Math.abs(p.pt - cut) < reach * w, {
            cut,
            reach,
            w: cut.width ?? 0,
          }),
          hard.count(),
        ],
        low: [
          hard.filter((p: Pair, { cut, low, reach, w }) => p.pt > cut && Math.abs(p.m - low) < reach * w, {
            cut,
            low,
            reach,
            w: low.width ?? 0,
          }),
          hard.count(),
        ],
        high: [
          hard.filter((p: Pair, { cut, high, reach, w }) => p.pt > cut && Math.abs(p.m - high) < reach * w, {
            cut,
            high,
            reach,
            w: high.width ?? 0,
          }),
          hard.count(),
        ],
      }),
    ),
  floor: 50,
};
for (const [name, start] of Object.entries(analysis.starts)) {
  const t = performance.now();
  const found = await search(analysis, start, {
    maxSteps: 80,
    onStep: (k, v) => {
      if (k % 10 === 0) console.error(name, k, v);
    },
  });
  console.log(name, found, performance.now() - t);
}
