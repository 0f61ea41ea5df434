import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { writeParquet } from "jagrad/adapters/duckdb";
import type { LeafColumn, RecordColumn } from "jagrad/core";
import { eventOf, type Kind } from "./events.ts";
import { randomFrom } from "./random.ts";

export interface SampleOptions {
  /** events of each kind */
  readonly events: number;
  readonly seed: number;
  readonly folder: string;
}

/** The files of a sample. */
export interface Sample extends Readonly<Record<Kind, string>> {
  /** of each kind */
  readonly events: number;
}

const floats = (values: readonly number[]): LeafColumn => ({
  kind: "leaf",
  dtype: "f32",
  values: Float32Array.from(values),
});

const chunk = 20_000;

/** Events as columns, some thousand at a time. */
function* columns(kind: Kind, events: number, seed: number): Generator<RecordColumn> {
  const random = randomFrom(seed);
  for (let first = 0; first < events; first += chunk) {
    const made = Array.from({ length: Math.min(chunk, events - first) }, () => eventOf(kind, random));
    const muons = made.flat();
    const offsets = new Int32Array(made.length + 1);
    made.forEach(({ length }, k) => {
      offsets[k + 1] = (offsets[k] ?? 0) + length;
    });
    const item: RecordColumn = {
      kind: "record",
      fields: new Map([
        ["pt", floats(muons.map(({ pt }) => pt))],
        ["eta", floats(muons.map(({ eta }) => eta))],
        ["phi", floats(muons.map(({ phi }) => phi))],
        ["charge", { kind: "leaf", dtype: "i32", values: Int32Array.from(muons, ({ charge }) => charge) }],
      ]),
    };
    yield { kind: "record", fields: new Map([["muon", { kind: "list", offsets, item }]]) };
  }
}

async function* each<T>(items: Iterable<T>): AsyncGenerator<T> {
  yield* items;
}

/**
 * Makes a sample of simulated events: signal and background, one Parquet file each.
 * @throws E_FILE where the files cannot be written
 */
export const makeSample = async ({ events, seed, folder }: SampleOptions): Promise<Sample> => {
  await mkdir(folder, { recursive: true });
  const written = async (kind: Kind, own: number): Promise<string> => {
    const path = join(folder, `${kind}.parquet`);
    await writeParquet(path, each(columns(kind, events, own)));
    return path;
  };
  return {
    events,
    signal: await written("signal", 2 * seed),
    background: await written("background", 2 * seed + 1),
  };
};
