import type { Axis, Pass } from "../../program/index.ts";
import { type Loop, scheduleOf } from "../schedule.ts";
import { sizeOf, spareOf } from "./accumulators.ts";
import { encode, type Func, type Import, type MemoryImport } from "./bytes.ts";
import { mostColumns } from "./chunk.ts";
import { instruction } from "./code.ts";
import { productsIn } from "./doubts.ts";
import type { Width } from "./features.ts";
import { writeGathered } from "./gathered.ts";
import { body as bodyOf } from "./graph.ts";
import { answers, pageSize } from "./instance.ts";
import { layoutOf } from "./layout.ts";
import { writeLoop } from "./loops.ts";
import { type LeafSlot, leavesOf } from "./slots.ts";
import type { Stored } from "./stored.ts";
import { writeTables } from "./tables.ts";
import { wasmLanes } from "./wasm-lanes.ts";
import { type Called, eventCount, registers, type Writer } from "./writer.ts";

/** How much a tile holds. */
export interface Room {
  readonly events: number;
  readonly items: number;
}

/** A compiled pass: the bytes of a module with one function, and where it finds and leaves what. */
export interface KernelCode {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** The same in memory that threads share, written when it is first asked for. */
  readonly shared: () => Uint8Array<ArrayBuffer>;
  /** What is left to place behind: the columns of a chunk. */
  readonly size: number;
  /** Where the addresses of columns are handed in, four bytes each. */
  readonly header: number;
  readonly leaves: readonly LeafSlot[];
  readonly lists: readonly string[];
  readonly called: readonly Called[];
  readonly given: readonly { readonly id: number; readonly at: number; readonly size: number }[];
  readonly accumulators: readonly { readonly at: number; readonly size: number }[];
  readonly tail: number;
  /** True for a kernel that may answer that it is in doubt. */
  readonly mayDoubt: boolean;
}

/** As many as there can be: how many a memory has is said where it is made. */
const mostPages = 65_536;

const importOf = ({ inputs }: Called, k: number): Import => ({
  name: `f${k}`,
  inputs: inputs.map((input) => (input === "truth" ? "i32" : "f64")),
  output: "f64",
});

/**
 * Writes the kernel of a pass.
 * @param stored - how columns of numbers are stored, by slot
 * @param isHopeful - whether it may compute with plain products where a zero wins over NaN, and give up where one is NaN
 */
export const writeKernel = (
  pass: Pass,
  width: Width,
  room: Room,
  stored: ReadonlyMap<string, Stored> = new Map(),
  isHopeful = false,
): KernelCode => {
  const schedule = scheduleOf(pass);
  const layout = layoutOf(room.events, room.items);
  const body = bodyOf(2);
  const { leaves, lists, called } = registers();
  for (const slot of leavesOf(pass.program.inputs, stored)) leaves.index(slot);
  const header = layout.place("header", 4 * mostColumns);
  const tail = layout.place("tail", 32);
  const accumulators = pass.accumulators.map((equation) => ({
    at: layout.place(`accumulator ${equation.output.id}`, 8 * (sizeOf(equation) + spareOf(equation))),
    size: sizeOf(equation),
  }));
  const given = new Map<number, { readonly at: number; readonly size: number }>();
  const counts = new Map<Axis, number>();
  const wanted = new Set<string>();
  const indexOf = (f: (...inputs: number[]) => number, n: number): number =>
    called.index({ f, inputs: new Array<"number">(n).fill("number"), isTruth: false });
  const w: Writer = {
    pass,
    schedule,
    layout,
    body,
    width,
    count: width === "f64" ? 1 : 2,
    lanes: wasmLanes(body, width, indexOf),
    scalars: wasmLanes(body, "f64", indexOf),
    leaves,
    lists,
    called,
    wanted,
    given: (id, size) => {
      const known = given.get(id) ?? { at: layout.place(`given ${id}`, 8 * (size + 1)), size };
      given.set(id, known);
      return known.at;
    },
    countOf: (axis) => {
      if (axis.extent.kind === "events") return eventCount;
      const local = counts.get(axis) ?? body.write.local("i32");
      counts.set(axis, local);
      return local;
    },
    base: (kind, index) => {
      const at = header + 4 * (kind === "leaf" ? index : mostColumns - 1 - index);
      return body.node("i32", `base ${at}`, [body.constant("i32", 0)], instruction("i32.load", at), true);
    },
    giveUp: (answer) => {
      mayDoubt ||= answer === answers.doubtful;
      return [...instruction("i32.const", answer), ...instruction("return")];
    },
  };
  let mayDoubt = false;
  let hasAdded = false;
  /** Loops with the most products in doubt first: after sums have been added to, none may give up. */
  const inOrder = (loops: readonly Loop[], level: number): readonly Loop[] => {
    const products = new Map(loops.map((loop) => [loop, productsIn(w, loop.axis, level)]));
    return loops.toSorted((a, b) => (products.get(b) ?? 0) - (products.get(a) ?? 0));
  };
  const loops = schedule.levels.map(({ loops, gathered }, level) => ({
    loops: inOrder(loops, level).map((loop) => {
      const isFree = isHopeful && !hasAdded;
      hasAdded ||= loop.sums.length > 0;
      return body.apart(() => writeLoop(w, loop, level, isFree));
    }),
    gathered: body.apart(() => writeGathered(w, gathered)),
  }));
  const tables = schedule.levels
    .map(({ tables }) => tables)
    .toReversed()
    .map((axes) =>
      axes
        .toReversed()
        .map((axis) => body.apart(() => body.scope(() => writeTables(w, axis))))
        .toReversed(),
    )
    .toReversed();
  const { raw, op } = body.write;
  for (const [level, axes] of tables.entries()) {
    for (const code of axes) raw(code);
    for (const code of loops[level]?.loops ?? []) raw(code);
    raw(loops[level]?.gathered ?? []);
  }
  op("i32.const", 0);
  const { code, locals } = body.finish();
  const size = layout.size();
  const tile: Func = { name: "tile", inputs: ["i32", "i32"], output: "i32", locals, code };
  const encoded = (memory: Omit<MemoryImport, "pages">): Uint8Array<ArrayBuffer> =>
    encode(called.items.map(importOf), [tile], { pages: Math.ceil(size / pageSize), ...memory });
  let shared: Uint8Array<ArrayBuffer> | undefined;
  return {
    bytes: encoded({ shared: false }),
    shared: () => {
      shared ??= encoded({ shared: true, most: mostPages });
      return shared;
    },
    size,
    header,
    leaves: leaves.items,
    lists: lists.items,
    called: called.items,
    given: [...given].map(([id, place]) => ({ id, ...place })),
    accumulators,
    tail,
    mayDoubt,
  };
};
