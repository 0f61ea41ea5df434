import type { Events } from "jagrad/adapters/duckdb";
import { type Batch, batchOf, type Column, type RecordColumn, type Source, type View } from "jagrad/core";
import { from } from "rxjs";
import type { Collision } from "../../examples/adl/collision.ts";
import { type Collection, multiplicities, multiplicityAt } from "./multiplicities.ts";
import { randomFrom } from "./random.ts";
import { shapes, valueAt } from "./shapes.ts";

const batchSize = 65_536;
const seed = 20_121_121;

const source: Source = { name: "generated events", replayable: true };

type Random = () => number;
type Draw = (random: Random) => number;

const angle: Draw = (random) => Math.PI * (2 * random() - 1);
const within =
  (most: number): Draw =>
  (random) =>
    most * (2 * random() - 1);
const charge: Draw = (random) => (random() < 0.5 ? -1 : 1);

interface Kind {
  readonly counts: readonly number[];
  readonly pt: Draw;
  readonly others: Readonly<Record<string, Draw>>;
}

/** The most particles of some kinds that an event may have. */
export type Most = Readonly<Partial<Record<Collection, number>>>;

const kinds: Readonly<Record<Collection, Kind>> = {
  Muon: {
    counts: multiplicities.Muon,
    pt: (random) => valueAt(shapes.muonPt, random()),
    others: { eta: within(2.4), phi: angle, mass: () => 0.10566, charge },
  },
  Electron: {
    counts: multiplicities.Electron,
    pt: (random) => valueAt(shapes.electronPt, random()),
    others: { eta: within(2.5), phi: angle, mass: () => 0.000511, charge },
  },
  Jet: {
    counts: multiplicities.Jet,
    pt: (random) => valueAt(shapes.jetPt, random()),
    others: {
      eta: within(4.5),
      phi: angle,
      mass: (random) => 1 + 10 * random(),
      btag: (random) => (random() < 0.35 ? -1 : random()),
    },
  },
};

const record = (fields: readonly (readonly [string, Column])[]): RecordColumn => ({
  kind: "record",
  fields: new Map(fields),
});

const leaf = (name: string, values: readonly number[]): Column =>
  name === "charge"
    ? { kind: "leaf", dtype: "i32", values: Int32Array.from(values) }
    : { kind: "leaf", dtype: "f32", values: Float32Array.from(values) };

const times = (n: number, draw: () => number): readonly number[] => Array.from({ length: n }, draw);

/** The particles of some events, those of one event in the order of falling pt. */
const particles = ({ counts, pt, others }: Kind, size: number, random: Random, most: number): Column => {
  const offsets = new Int32Array(size + 1);
  const momenta: number[] = [];
  for (let i = 0; i < size; i++) {
    const n = multiplicityAt(counts.slice(0, most + 1), random());
    for (const x of times(n, () => pt(random)).toSorted((a, b) => b - a)) momenta.push(x);
    offsets[i + 1] = momenta.length;
  }
  const drawn = Object.entries(others).map(
    ([name, draw]) => [name, times(momenta.length, () => draw(random))] as const,
  );
  const fields = [["pt", momenta] as const, ...drawn].map(([name, values]) => [name, leaf(name, values)] as const);
  return { kind: "list", offsets, item: record(fields) };
};

const columnsOf = (size: number, random: Random, most: Most): RecordColumn =>
  record([
    [
      "MET",
      record([
        [
          "pt",
          leaf(
            "pt",
            times(size, () => valueAt(shapes.missingPt, random())),
          ),
        ],
        [
          "phi",
          leaf(
            "phi",
            times(size, () => angle(random)),
          ),
        ],
      ]),
    ],
    ...(Object.keys(kinds) as Collection[]).map(
      (name) => [name, particles(kinds[name], size, random, most[name] ?? Number.POSITIVE_INFINITY)] as const,
    ),
  ]);

/** Generated collisions, the same ones for the same number; with `most`, none of those that have more particles. */
export const generated = (events: number, most: Most = {}): readonly Batch<View<Collision>>[] => {
  const random = randomFrom(seed);
  const batches: Batch<View<Collision>>[] = [];
  for (let first = 0; first < events; first += batchSize) {
    const size = Math.min(batchSize, events - first);
    batches.push(batchOf<View<Collision>>(columnsOf(size, random, most), source, first, size));
  }
  return batches;
};

/** A stream of batches in memory. */
export const streamOf = (batches: readonly Batch<View<Collision>>[]): Events<Collision> => from(batches);
