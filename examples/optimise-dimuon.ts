import { fileURLToPath } from "node:url";
import { parquet } from "jagrad/adapters/duckdb";
import { parameter, type Scalar } from "jagrad/core";
import { significance } from "jagrad/plugins/significance";
import { forkJoin, map } from "rxjs";
import { type Analysis, type Half, halves, type Ops } from "./dimuon/analysis.ts";
import type { Calibration } from "./dimuon/calibration.ts";
import { type Collision, type Pairs, pairs } from "./dimuon/pairs.ts";
import { run } from "./dimuon/run.ts";
import type { Sample } from "./dimuon/sample.ts";
import type { Subject } from "./dimuon/subjects.ts";
import { type Scope, scaleFor, searched } from "./dimuon/thresholds.ts";

/** Where the thresholds stand before; their widths are what is not worth resolving. */
const cut = parameter("muon pt cut", 15, { unit: "GeV", width: 0.8, limits: [6, 36] });
const low = parameter("window low", 70, { unit: "GeV", width: 0.2, limits: [62, 74.5] });
const high = parameter("window high", 80, { unit: "GeV", width: 0.2, limits: [75.5, 88] });

/** Expected events in the data. */
const expected = { signal: 600, background: 200_000 };

/** Pairs above the cut and in the window; `ops` are the operators of "jagrad/ops/hard" or of "jagrad/ops/diff". */
const select =
  ({ filter, map, weight, count }: Ops, thresholds: Scope, perEvent: number, shift = 1) =>
  (pairs: Pairs) =>
    pairs.pipe(
      filter((pair, { cut }) => pair.pt > cut, thresholds),
      map((pair, { scale, shift }) => ({ m: shift * scale * pair.m }), { ...thresholds, shift }),
      filter((pair, { low, high }) => pair.m > low && pair.m < high, thresholds),
      weight((_pair, { perEvent }) => perEvent, { perEvent }),
      count(),
    );

interface Counts {
  readonly [name: string]: Scalar;
  readonly signal: Scalar;
  readonly background: Scalar;
  readonly up: Scalar;
  readonly down: Scalar;
}

/** The expected significance of a resonance over its background, the momentum scale being known to its sigma only. */
export const resonance = (
  sample: Sample,
  { scale: measured }: Calibration,
  subjects: readonly Subject[],
): Analysis<Counts> => {
  const thresholds = { cut, low, high, scale: scaleFor(measured, subjects) };
  const { scope, parameters } = searched(thresholds, subjects);
  const read = (half: Half) => ({
    signal: parquet<Collision>(sample.signal, { keep: true, fold: halves[half] }),
    background: parquet<Collision>(sample.background, { keep: true, fold: halves[half] }),
  });
  const events = { even: read("even"), odd: read("odd") };
  const sigma = measured.sigma / measured.value;
  const perEvent = {
    signal: (2 * expected.signal) / sample.events,
    background: (2 * expected.background) / sample.events,
  };

  return {
    thresholds,
    parameters,
    starts: {
      loose: { [cut.name]: 8, [low.name]: 65, [high.name]: 85 },
      tight: { [cut.name]: 34, [low.name]: 74, [high.name]: 76 },
    },
    regions: (ops, half) =>
      forkJoin({
        peak: pairs(ops)(events[half].signal).pipe(ops.fill({ signal: select(ops, scope, perEvent.signal) })),
        rest: pairs(ops)(events[half].background).pipe(
          ops.fill({
            background: select(ops, scope, perEvent.background),
            up: select(ops, scope, perEvent.background, 1 + sigma),
            down: select(ops, scope, perEvent.background, 1 - sigma),
          }),
        ),
      }).pipe(map(({ peak, rest }) => ({ ...peak, ...rest }))),
    figure: significance({ relative: 0.02 }),
    yields: ({ signal, background }) => ({ signal: signal.value, background: background.value }),
    counted: ["signal", "background"],
    widest: 8,
    floor: 50,
    picture: {
      range: [65, 85],
      bins: 40,
      layers: {
        background: { events: events.odd.background, perEvent: perEvent.background },
        signal: { events: events.odd.signal, perEvent: perEvent.signal },
      },
      sidebands: [],
    },
  };
};

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exitCode = await run(process.argv.slice(2), resonance);
