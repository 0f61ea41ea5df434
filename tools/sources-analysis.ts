import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { firstValueFrom } from "rxjs";
import { arrow, tableOf, toIpc } from "../adapters/arrow/index.ts";
import { type Events, rows } from "../adapters/rows/index.ts";
import { columnOf, gradient, parameter, type RecordColumn } from "../core/index.ts";
import { filter, histogram, objective } from "../ops/diff.ts";
import { filter as hardFilter, histogram as hardHistogram } from "../ops/hard.ts";

// One analysis over the same events from every source. What tools do to lambdas is in tool-chain-analysis.ts.

interface Event {
  readonly met: number;
  readonly jet: readonly { readonly pt: number; readonly tag: boolean }[];
}

const wave = (k: number, step: number): number => (Math.sin(k * step) + 1) / 2;
/** The events of every source. */
export const events: readonly Event[] = Array.from({ length: 300 }, (_, k) => ({
  met: 60 * wave(k, 0.7),
  jet: Array.from({ length: k % 5 }, (_, i) => ({ pt: 15 + 60 * wave(k + 3 * i, 0.9), tag: (k + i) % 3 === 0 })),
}));

const metCut = parameter("met cut", 25, { unit: "GeV", width: 4 });
const scale = parameter("jet scale", 1.1, { width: 0.05 });

const diff = { filter, histogram };
const hard: typeof diff = { filter: hardFilter, histogram: hardHistogram };

const select = (source: Events<Event>, { filter, histogram }: typeof diff) =>
  source.pipe(
    filter((ev, { metCut }) => ev.met > metCut, { metCut }),
    filter((ev) => ev.jet.length >= 1),
    filter((ev, { scale }) => ev.jet[0].pt * scale > 30, { scale }),
    histogram((ev) => ev.jet.toSorted((a, b) => b.pt - a.pt).map((jet) => (jet.tag ? jet.pt : Math.sqrt(jet.pt))), {
      edges: [0, 5, 0.1 + 6, 30, 60, 100],
    }),
  );

const numbersOf = async (source: Events<Event>) => {
  const total = select(source, diff).pipe(objective((h) => h.values.reduce((s, n) => s + n * n, 0)));
  const { values, variances, entries, skipped } = await firstValueFrom(select(source, diff));
  return {
    hard: [...(await firstValueFrom(select(source, hard))).values],
    diff: [...values, ...variances, entries, skipped],
    forward: await gradient(total, { metCut, scale }, { mode: "forward" }),
    reverse: await gradient(total, { metCut, scale }, { mode: "reverse" }),
  };
};

const recordOf = (objects: readonly object[]): RecordColumn => {
  const column = columnOf(objects);
  if (column.kind === "record") return column;
  throw new TypeError("events are records");
};

const fromFile = async (columns: RecordColumn) => {
  const { parquet, writeParquet } = await import("../adapters/duckdb/index.ts");
  const folder = await mkdtemp(join(tmpdir(), "jagrad-sources-"));
  const path = join(folder, "events.parquet");
  try {
    await writeParquet(path, columns);
    return await numbersOf(parquet<Event>(path, { batchSize: 77 }));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

const columns = recordOf(events);

/** The numbers of the analysis, hard and differentiable, and its derivatives in both modes, from each kind of source. */
export const sources = {
  rows: () => numbersOf(rows(events, { batchSize: 77 })),
  table: () => numbersOf(arrow<Event>(tableOf(columns))),
  stream: () => numbersOf(arrow<Event>(toIpc(columns, { format: "stream" }), { batchSize: 77 })),
  parquet: () => fromFile(columns),
};
