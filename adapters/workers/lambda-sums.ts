import { type Workers, wasmLane } from "../../core/backends/index.ts";
import { columnOf, type RecordColumn, schemaOf } from "../../core/index.ts";
import { elaboratePipeline, harden, plan } from "../../core/transforms/index.ts";

/** An event of the tests of pools. */
export interface Event {
  readonly x: number;
  readonly n: number;
  readonly l: readonly number[];
}

export const events: readonly Event[] = Array.from({ length: 45_000 }, (_, i) => ({
  x: 100 * Math.sin(i),
  n: i,
  l: [i / 7, Math.cos(i), -i].slice(i % 4),
}));

/** What is added up over the events: lambdas that run here as JavaScript, too. */
export const lambdas = {
  items: (ev: Event) => ev.l.length,
  odd: (ev: Event) => (ev.n % 2.5 === 2 ? 1 : 0),
  roots: (ev: Event) => (ev.x < 0 ? (-8) ** (ev.l.length + 1) : 0),
  sines: (ev: Event) => Math.sin(ev.x) * Math.exp(ev.x / 50),
  pairs: (ev: Event) => ev.l.map((y) => ev.l.filter((z) => z < y).length).reduce((s, k) => s + k, 0),
} as const;

const made = new WeakMap<readonly Event[], RecordColumn>();

const columnsOf = (given: readonly Event[]): RecordColumn => {
  const known = made.get(given) ?? columnOf(given);
  if (known.kind !== "record") throw new TypeError("events are records");
  made.set(given, known);
  return known;
};

type Summand = (ev: Event) => number;

interface Bins {
  readonly of: Summand;
  readonly edges: readonly number[];
}

const sinkOf = (f: Summand | Bins) => {
  const given = { scope: {}, options: {} };
  return "of" in f
    ? { kind: "histogram" as const, operator: "histogram", f: f.of, edges: f.edges, ...given }
    : { kind: "sum" as const, operator: "sum", f, ...given };
};

/** Begins to add up the sums and bins of lambdas over events. */
export const started = (fs: readonly (Summand | Bins)[], threads: Workers | undefined, given: readonly Event[]) => {
  const columns = columnsOf(given);
  const branches = fs.map((f) => ({ stages: [], sink: sinkOf(f) }));
  const { b, fills } = elaboratePipeline(schemaOf(columns), [], branches as never);
  const { pass } = plan(b.program(fills.map((fill) => harden(b, fill).contents)));
  if (!pass) throw new TypeError("there is no loop over events");
  const totals = pass.accumulators.map(({ output: { axis } }) => {
    return new Float64Array(axis?.extent.kind === "fixed" ? axis.extent.size : 1);
  });
  const arrays = pass.program.inputs.flatMap(({ variable, source }) =>
    source.kind === "array" ? [[variable.id, Float64Array.from(source.values)] as const] : [],
  );
  const feed = wasmLane.prepare(pass)(totals, threads);
  return {
    add: (from: number, to: number): void => feed.add({ columns, from, to, first: 0 }, new Map(arrays)),
    end: () => (feed.end()?.take() ?? totals).map((sum) => Float64Array.from(sum)),
  };
};

/** The sums and bins of lambdas over events that come in batches of a size. */
export const sums = (
  fs: readonly (Summand | Bins)[],
  threads: Workers | undefined,
  given: readonly Event[] = events,
  batchSize = given.length,
): Float64Array[] => {
  const feed = started(fs, threads, given);
  for (let from = 0; from < given.length; from += batchSize) feed.add(from, Math.min(given.length, from + batchSize));
  return feed.end();
};

export const all = Object.values(lambdas);
export const bits = (numbers: readonly Float64Array[]) => numbers.map((each) => [...new BigUint64Array(each.buffer)]);
