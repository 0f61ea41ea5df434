import { EMPTY, type Observable, reduce } from "rxjs";
import { type Batch, type EventColumns, linspace, nuisance, parameter } from "../../core/index.ts";
import type * as hardOps from "../../ops/hard.ts";
import type { TestEvent } from "./events.ts";

/** The operators of one flavour; both have the same type. */
export type Operators = typeof hardOps;

/** What lambdas of the pipelines see of a test event: numbers read past the end are missing. */
export interface SeenEvent {
  readonly id: number;
  readonly met: number;
  readonly ht: number;
  readonly flag: boolean;
  readonly muon: Muons;
}
interface SeenMuon {
  readonly pt: number;
  readonly eta: number;
  readonly charge: number;
}
interface Muons extends Iterable<SeenMuon> {
  readonly length: number;
  readonly 0: SeenMuon;
  readonly 1: SeenMuon;
  map<T>(f: (muon: SeenMuon) => T): Iterable<T>;
  reduce(f: (sum: number, muon: SeenMuon) => number, start: number): number;
}

export type Stream = Observable<Batch<SeenEvent>>;

/** Two choices with widths, shared by all pipelines. */
export const choices = {
  cut: parameter("cut", 0.55, { width: 0.7 }),
  scale: parameter("scale", 1.05, { width: 0.04 }),
};

const shift = nuisance("shift", 1, { sigma: 0.1 });
const edges = linspace(-4, 4, 9);
const { cut, scale } = choices;

interface Added {
  readonly rows: number;
  readonly sum: number;
  readonly slopes: readonly number[];
}

const nothing: Added = { rows: 0, sum: 0, slopes: [] };

/** Weight times the member `x` of some columns, with its tangents, and the number of rows, added to a total. */
const addTo = (total: Added, { columns, size, parameters }: EventColumns): Added => {
  const [x, weight] = ["x", "weight"].map((name) => columns.fields.get(name));
  if (x?.kind !== "leaf" || weight?.kind !== "leaf") throw new TypeError("x and weight are numbers");
  const slopes = parameters.map((_, t) => {
    let slope = total.slopes[t] ?? 0;
    for (let i = 0; i < size; i++)
      slope +=
        (weight.tangent?.[t]?.[i] ?? 0) * Number(x.values[i]) + Number(weight.values[i]) * (x.tangent?.[t]?.[i] ?? 0);
    return slope;
  });
  let { sum } = total;
  for (let i = 0; i < size; i++) sum += Number(weight.values[i]) * Number(x.values[i]);
  return { rows: total.rows + size, sum, slopes };
};

/** For each exported operator, pipelines that use it and end with a result. */
export const operatorPipelines = {
  count: ({ count }: Operators) => ({ "all events": (events: Stream) => events.pipe(count()) }),
  sum: ({ sum }: Operators) => ({
    "of a number": (events: Stream) => events.pipe(sum((ev) => ev.met)),
    "of items": (events: Stream) => events.pipe(sum((ev) => ev.muon.map((m) => m.pt))),
    "of a soft number": (events: Stream) =>
      events.pipe(sum((ev, { cut, scale }) => (ev.met * scale > cut ? ev.ht : 1), { cut, scale })),
  }),
  histogram: ({ histogram }: Operators) => ({
    "of a number": (events: Stream) => events.pipe(histogram((ev) => ev.met, { edges })),
    "of items": (events: Stream) => events.pipe(histogram((ev) => ev.muon.map((m) => m.pt), { edges })),
    "of a number that moves": (events: Stream) =>
      events.pipe(histogram((ev, { scale }) => ev.met * scale, { scale }, { edges })),
    "with an edge that moves": (events: Stream) => events.pipe(histogram((ev) => ev.met, { edges: [-2, 0, cut, 3] })),
    "of two axes": (events: Stream) =>
      events.pipe(histogram((ev) => [ev.met, ev.ht], { edges: [edges, [-2, cut, 3]] })),
    "of items on two axes": (events: Stream) =>
      events.pipe(
        histogram(
          (ev, { scale }) => ev.muon.map((m) => [m.pt * scale, m.eta]),
          { scale },
          { edges: [edges, [-2, 0, 2]] },
        ),
      ),
  }),
  filter: ({ filter, count, histogram }: Operators) => ({
    "by a number": (events: Stream) =>
      events.pipe(
        filter((ev, { cut }) => ev.met > cut, { cut }),
        count(),
      ),
    "by two items": (events: Stream) =>
      events.pipe(
        filter((ev, { cut }) => ev.muon[0].pt > cut || ev.muon[1].pt < -cut, { cut }),
        histogram((ev) => ev.ht, { edges }),
      ),
  }),
  map: ({ map, sum }: Operators) => ({
    "to an object": (events: Stream) =>
      events.pipe(
        map((ev, { scale }) => ({ x: ev.met * scale, n: ev.muon.length }), { scale }),
        sum((ev) => ev.x * ev.n),
      ),
  }),
  columns: ({ columns, filter, map }: Operators) => ({
    "of a number": (events: Stream) =>
      events.pipe(
        filter((ev, { cut }) => ev.ht > cut && !Number.isNaN(ev.met), { cut }),
        map((ev, { scale }) => ({ x: ev.met * scale + ev.muon.length }), { scale }),
        columns(),
        reduce(addTo, nothing),
      ),
  }),
  toArrow: ({ toArrow, filter, map }: Operators) => ({
    "by a function of columns": (events: Stream) =>
      events.pipe(
        filter((ev, { cut }) => ev.ht > cut && !Number.isNaN(ev.met), { cut }),
        map((ev, { scale }) => ({ x: ev.met * scale }), { scale }),
        toArrow((parts) => parts.reduce(addTo, nothing)),
      ),
  }),
  tap: ({ tap, filter, sum }: Operators) => ({
    "before a filter": (events: Stream) =>
      events.pipe(
        tap(() => undefined, { most: 70 }),
        filter((ev, { cut }) => ev.ht > cut, { cut }),
        sum((ev) => ev.met),
      ),
  }),
  sortBy: ({ sortBy, filter, histogram, sum }: Operators) => ({
    "all events": (events: Stream) =>
      events.pipe(
        filter((ev, { cut }) => ev.ht > cut, { cut }),
        sortBy((ev) => ev.met),
        histogram((ev, { scale }) => ev.met * scale, { scale }, { edges }),
      ),
    "the first ones": (events: Stream) =>
      events.pipe(
        filter((ev) => ev.ht > 0),
        sortBy((ev) => ev.met, {}, { descending: true, most: 90 }),
        sum((ev, { scale }) => ev.met * scale, { scale }),
      ),
  }),
  flatten: ({ flatten, filter, histogram }: Operators) => ({
    "to items": (events: Stream) =>
      events.pipe(
        flatten((ev) => ev.muon.map((m) => ({ pt: m.pt, met: ev.met }))),
        filter((m, { cut }) => m.pt > cut, { cut }),
        histogram((m) => m.met, { edges }),
      ),
  }),
  variations: ({ variations, filter, histogram }: Operators) => ({
    "of a histogram": (events: Stream) =>
      events.pipe(
        variations(
          (events) =>
            events.pipe(
              filter((ev, { cut }) => ev.ht > cut, { cut }),
              histogram((ev, { shift }) => ev.met * shift, { shift }, { edges }),
            ),
          { shift },
        ),
      ),
  }),
  mergeMap: ({ mergeMap, sum }: Operators) => ({
    "to items": (events: Stream) =>
      events.pipe(
        mergeMap((ev) => ev.muon.map((m) => m.pt)),
        sum((pt) => pt),
      ),
  }),
  combine: ({ combine, filter, sum, histogram }: Operators) => ({
    "pairs of a list": (events: Stream) =>
      events.pipe(
        combine((ev) => ev.muon, 2),
        filter(([a, b], { cut }) => a.pt + b.pt > cut, { cut }),
        histogram(([a, b]) => a.eta - b.eta, { edges }),
      ),
    "items of two lists": (events: Stream) =>
      events.pipe(
        combine([(ev) => ev.muon, (ev, { scale }) => ev.muon.map((m) => m.pt * scale)], { scale }),
        sum(([m, x]) => m.charge * x),
      ),
  }),
  mean: ({ mean, filter }: Operators) => ({
    "of a number": (events: Stream) =>
      events.pipe(
        filter((ev, { cut }) => ev.ht > cut, { cut }),
        mean((ev, { scale }) => ev.met * scale, { scale }),
      ),
    "of items": (events: Stream) => events.pipe(mean((ev) => ev.muon.map((m) => m.pt))),
  }),
  max: ({ max, filter }: Operators) => ({
    "of a number": (events: Stream) =>
      events.pipe(
        filter((ev) => ev.ht > 0),
        max((ev, { scale }) => ev.met * scale, { scale }),
      ),
  }),
  min: ({ min }: Operators) => ({
    "of items": (events: Stream) => events.pipe(min((ev) => ev.muon.map((m) => m.pt))),
  }),
  profile: ({ profile, filter }: Operators) => ({
    "of two numbers that move": (events: Stream) =>
      events.pipe(
        filter((ev, { cut }) => ev.ht > cut, { cut }),
        profile((ev, { scale }) => [ev.met * scale, ev.ht * scale], { edges, scope: { scale } }),
      ),
    "of items": (events: Stream) => events.pipe(profile((ev) => ev.muon.map((m) => [m.eta, m.pt]), { edges })),
  }),
  groupBy: ({ groupBy, histogram, count }: Operators) => ({
    categories: (events: Stream) =>
      events.pipe(
        groupBy(
          (ev) => ev.muon.length,
          histogram((ev) => ev.met, { edges }),
          { groups: [0, 1, 2] },
        ),
      ),
    "bins that move": (events: Stream) =>
      events.pipe(groupBy((ev, { scale }) => ev.met * scale, count(), { edges: [-2, 0, cut, 3], scope: { scale } })),
  }),
  cutflow: ({ cutflow, filter }: Operators) => ({
    "of two cuts": (events: Stream) =>
      events.pipe(
        cutflow({
          ht: filter((ev, { cut }) => ev.ht > cut, { cut }),
          met: filter((ev, { cut }) => ev.met > cut, { cut }),
        }),
      ),
  }),
  sample: ({ sample, count }: Operators) => ({
    "of half the events": (events: Stream) => events.pipe(sample(0.5, { seed: 3 }), count()),
  }),
  bootstrap: ({ bootstrap, filter, histogram }: Operators) => ({
    "of a histogram": (events: Stream) =>
      events.pipe(
        filter((ev, { cut }) => ev.ht > cut, { cut }),
        bootstrap(
          histogram((ev) => ev.met, { edges }),
          { replicas: 3, seed: 5 },
        ),
      ),
  }),
  samples: ({ samples, filter, histogram }: Operators) => ({
    mirrored: (events: Stream) => {
      const select = (events: Stream) =>
        events.pipe(
          filter((ev, { cut }) => ev.ht > cut, { cut }),
          histogram((ev) => ev.met, { edges }),
        );
      return select(events).pipe(samples({ other: { up: select(EMPTY) } }));
    },
  }),
  reduce: ({ reduce, filter }: Operators) => ({
    "to two sums": (events: Stream) =>
      events.pipe(
        filter((ev, { cut }) => ev.ht > cut, { cut }),
        reduce((sum, ev) => ({ n: sum.n + 1, met: ev.flag ? sum.met + ev.met : sum.met }), { n: 0, met: 0 }),
      ),
  }),
  scan: ({ scan, sum }: Operators) => ({
    "of a sum": (events: Stream) => events.pipe(scan(sum((ev) => ev.met))),
  }),
  weight: ({ weight, histogram, variations }: Operators) => ({
    "of several names": (events: Stream) =>
      events.pipe(
        weight({ plain: (ev) => 1 + ev.ht * 0.1, tag: { nominal: (ev) => ev.met, up: (ev) => ev.met * 1.5 } }),
        variations(
          histogram((ev) => ev.met, { edges }),
          {},
          { weights: ["tag"] },
        ),
      ),
    "by a number": (events: Stream) =>
      events.pipe(
        weight((ev, { scale }) => 1 + scale * ev.ht * 0.1, { scale }),
        histogram((ev) => ev.met, { edges }),
      ),
  }),
  fill: ({ fill, filter, count, histogram }: Operators) => ({
    "of two": (events: Stream) =>
      events.pipe(
        fill({
          met: histogram((ev) => ev.met, { edges }),
          tight: (events) =>
            events.pipe(
              filter((ev, { cut }) => ev.ht > cut, { cut }),
              count(),
            ),
        }),
      ),
  }),
  objective: ({ objective, histogram, filter }: Operators) => ({
    "of a histogram": (events: Stream) =>
      events.pipe(
        filter((ev, { cut }) => ev.ht > cut, { cut }),
        histogram((ev) => ev.met, { edges }),
        objective((h) => h.values.reduce((s, x) => s + x * x, 0)),
      ),
  }),
} as const;

export type Pipeline = (events: Stream) => Observable<unknown>;

/** A pipeline of an operator in a flavour. */
export interface OperatorUse {
  readonly operator: string;
  readonly use: string;
  readonly flavour: "hard" | "diff";
  readonly pipeline: Pipeline;
  /** Whether its numbers need an event, as a mean does: of nothing they may be NaN. */
  readonly needsEvents?: boolean;
}

const needEvents: ReadonlySet<string> = new Set(["mean", "profile", "max", "min"]);

/**
 * Every use of every operator that a flavour exports.
 * @throws for an operator without a pipeline, so that a new one is not forgotten
 */
export const usesOf = (flavour: "hard" | "diff", operators: Operators): readonly OperatorUse[] =>
  Object.keys(operators).flatMap((operator) => {
    if (!Object.hasOwn(operatorPipelines, operator)) throw new Error(`${operator} has no pipeline in pipelines.ts`);
    const uses: Readonly<Record<string, Pipeline>> =
      operatorPipelines[operator as keyof typeof operatorPipelines](operators);
    return Object.entries(uses).map(([use, pipeline]) => ({
      operator,
      use,
      flavour,
      pipeline,
      needsEvents: needEvents.has(operator),
    }));
  });

export const nameOfUse = ({ operator, use, flavour }: OperatorUse): string => `${operator} ${use}, ${flavour}`;

export type { TestEvent };
