import { type Events, eventsFrom } from "jagrad/adapters/duckdb";
import { batchOf, type Column, type LeafColumn, type ListColumn, type RecordColumn } from "jagrad/core";
import { randomFrom } from "../dimuon/random.ts";
import { type BranchType, collections } from "./branches.ts";
import type { Collision } from "./collision.ts";
import { type ProcessName, simulated } from "./simulated.ts";

type Row = Readonly<Record<string, number | boolean>>;

const arrays = {
  f32: (values: readonly number[]) => Float32Array.from(values),
  i32: (values: readonly number[]) => Int32Array.from(values),
  bool: (values: readonly number[]) => Uint8Array.from(values),
} as const;

const leaf = (dtype: BranchType, values: readonly number[]): LeafColumn => ({
  kind: "leaf",
  dtype,
  values: arrays[dtype](values),
});

const listOf = (members: Readonly<Record<string, BranchType>>, lists: readonly (readonly Row[])[]): ListColumn => {
  const offsets = new Int32Array(lists.length + 1);
  lists.forEach(({ length }, k) => {
    offsets[k + 1] = (offsets[k] ?? 0) + length;
  });
  const items = lists.flat();
  const fields = Object.entries(members).map(
    ([name, type]) =>
      [
        name,
        leaf(
          type,
          items.map((item) => Number(item[name])),
        ),
      ] as const,
  );
  return { kind: "list", offsets, item: { kind: "record", fields: new Map(fields) } };
};

const columnsOf = (events: readonly Collision[]): RecordColumn => {
  const fields = new Map<string, Column>([
    ["event", { kind: "leaf", dtype: "f64", values: Float64Array.from(events, ({ event }) => event) }],
    [
      "Jet",
      listOf(
        collections.Jet,
        events.map(({ Jet }) => Jet),
      ),
    ],
    [
      "Electron",
      listOf(
        collections.Electron,
        events.map(({ Electron }) => Electron),
      ),
    ],
    [
      "Muon",
      listOf(
        collections.Muon,
        events.map(({ Muon }) => Muon),
      ),
    ],
  ]);
  return { kind: "record", fields };
};

const chunk = 20_000;

/** Simulated events, made anew, and the same, each time they are read. */
export const sample = (process: ProcessName, events: number, seed: number): Events<Collision> => {
  const source = { name: `${events} simulated events, ${process}`, replayable: true };
  return eventsFrom<Collision>(source, async function* () {
    const random = randomFrom(seed);
    for (let first = 0; first < events; first += chunk) {
      const made = Array.from({ length: Math.min(chunk, events - first) }, (_, k) =>
        simulated(process, first + k, random),
      );
      yield batchOf(columnsOf(made), source, first);
    }
  });
};
