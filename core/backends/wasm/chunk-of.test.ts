import { expect, it } from "vitest";
import type { Column, RecordColumn } from "../../columns/index.ts";
import { slotOf } from "../../lambda/index.ts";
import { arenaOf } from "./arena.ts";
import { chunksOf } from "./chunk-of.ts";

const [events, from, to] = [40, 13, 29];
const ends = (count: number, lengthOf: (i: number) => number): Int32Array => {
  const offsets = new Int32Array(count + 1);
  for (let i = 0; i < count; i++) offsets[i + 1] = (offsets[i] ?? 0) + lengthOf(i);
  return offsets;
};
const jets = ends(events, (i) => (i * 5) % 4);
const tracks = ends(jets[events] ?? 0, (j) => (j * 3) % 5);
const pt = Float32Array.from({ length: jets[events] ?? 0 }, (_, j) => j / 4);
const z = Float64Array.from({ length: tracks[tracks.length - 1] ?? 0 }, (_, t) => t / 3);
const met = Int32Array.from({ length: events }, (_, i) => 7 * i);

const fields = (entries: readonly (readonly [string, Column])[]): RecordColumn => ({
  kind: "record",
  fields: new Map(entries),
});
const track = fields([["z", { kind: "leaf", dtype: "f64", values: z }]]);
const jet = fields([
  ["pt", { kind: "leaf", dtype: "f32", values: pt }],
  ["track", { kind: "list", offsets: tracks, item: track }],
]);
const columns = fields([
  ["met", { kind: "leaf", dtype: "i32", values: met }],
  ["jet", { kind: "list", offsets: jets, item: jet }],
]);

const jetSlot = slotOf(["jet"]);
const trackSlot = slotOf(["jet", 0, "track"]);
const around: Readonly<Record<string, readonly string[]>> = {
  [slotOf(["jet", 0, "pt"])]: [jetSlot],
  [slotOf(["jet", 0, "track", 0, "z"])]: [jetSlot, trackSlot],
  [trackSlot]: [jetSlot],
};

const arena = () => {
  const leaf = (path: Parameters<typeof slotOf>[0], stored: "f64" | "f32" | "i32") =>
    ({ kind: "leaf", slot: slotOf(path), stored, words: [] }) as const;
  return arenaOf(
    [leaf(["met"], "i32"), leaf(["jet", 0, "pt"], "f32"), leaf(["jet", 0, "track", 0, "z"], "f64")],
    [jetSlot, trackSlot],
    (slot) => around[slot] ?? [],
  );
};

/** What a kernel finds that follows the addresses it is handed, as 32-bit numbers that wrap around. */
const followed = (farthest?: number): readonly unknown[] => {
  const chunkFrom = chunksOf(arena(), { columns, from: 0, to: events, first: 0 }, new Float64Array(0), farthest);
  chunkFrom(0, events);
  const chunk = chunkFrom(from, to);
  const at = 64;
  const buffer = new ArrayBuffer(at + chunk.size);
  chunk.copyTo(buffer, at);
  const view = new DataView(buffer);
  const place = (column: number, bytes: number, row: number): number =>
    (at + (chunk.starts[column] ?? 0) + bytes * row) >>> 0;
  const list = (k: number, row: number): number => view.getInt32((at + (chunk.lists[k] ?? 0) + 4 * row) >>> 0, true);
  const range = (k: number, row: number): readonly number[] => {
    const [start, end] = [list(k, row), list(k, row + 1)];
    return Array.from({ length: end - start }, (_, i) => start + i);
  };
  return Array.from({ length: chunk.events }, (_, event) => ({
    met: view.getInt32(place(0, 4, event), true),
    jet: range(0, event).map((j) => ({
      pt: view.getFloat32(place(1, 4, j), true),
      track: range(1, j).map((t) => view.getFloat64(place(2, 8, t), true)),
    })),
  }));
};

const between = (offsets: Int32Array, row: number): readonly number[] => {
  const [start = 0, end = 0] = offsets.subarray(row, row + 2);
  return Array.from({ length: end - start }, (_, i) => start + i);
};

const wanted = Array.from({ length: to - from }, (_, i) => ({
  met: met[from + i],
  jet: between(jets, from + i).map((j) => ({ pt: pt[j], track: between(tracks, j).map((t) => z[t]) })),
}));

it.each([
  ["as they are", undefined],
  ["counted from the first one", 1],
])("rows in the middle of columns are found, offsets %s", (_name, farthest) => {
  expect(followed(farthest)).toStrictEqual(wanted);
});

it("numbers of four bytes lie to words of eight bytes as they lie in their columns", () => {
  const rows = { columns, from: 0, to: events, first: 0 };
  const chunkFrom = chunksOf(arena(), rows, new Float64Array(0));
  for (let event = 0; event < events; event++) {
    const { starts, lists } = chunkFrom(event, events);
    const [met0, pt0, z0] = starts;
    expect([met0, pt0, z0].map((place) => (place ?? 0) % 4)).toEqual([0, 0, 0]);
    // row 0 of columns outside of lists is the first one that is copied
    const words = [met0, pt0, lists[0], lists[1]].map((place) => (place ?? 0) % 8);
    expect(words).toEqual([(4 * event) % 8, 0, (4 * event) % 8, 0]);
  }
});
