import { type Join, join } from "../join.ts";
import { encode } from "./bytes.ts";
import type { Partial } from "./chunk.ts";
import { instruction } from "./code.ts";
import { copyNumbers } from "./copied.ts";
import { widest } from "./features.ts";
import { hasRoom } from "./instance.ts";

const [at, other, end] = [0, 1, 2];
const get = (local: number): readonly number[] => instruction("local.get", local);

/** What one turn adds: four vectors of two numbers. */
const step = 64;
const padded = (length: number): number => Math.ceil((8 * length) / step) * step;

const moved = (local: number): readonly number[] => [
  ...get(local),
  ...instruction("i32.const", step),
  ...instruction("i32.add"),
];

const added = (offset: number): readonly number[] => [
  ...get(at),
  ...get(at),
  ...instruction("v128.load", offset),
  ...get(other),
  ...instruction("v128.load", offset),
  ...instruction("f64x2.add"),
  ...instruction("v128.store", offset),
];

const code = (): readonly number[] => [
  ...instruction("loop"),
  ...[0, 16, 32, 48].flatMap(added),
  ...moved(other),
  ...instruction("local.set", other),
  ...moved(at),
  ...instruction("local.tee", at),
  ...get(end),
  ...instruction("i32.lt_u"),
  ...instruction("br_if", 0),
  ...instruction("end"),
  ...instruction("i32.const", 0),
];

/** Memory, and what adds the numbers at one place of it to those at another. */
interface Adder {
  readonly memory: WebAssembly.Memory;
  readonly add: (at: number, other: number, end: number) => number;
}

let module: WebAssembly.Module | undefined;

const made = (): Adder => {
  module ??= new WebAssembly.Module(
    encode([], [{ name: "add", inputs: ["i32", "i32", "i32"], output: "i32", locals: [], code: code() }], {
      pages: 1,
      shared: false,
    }),
  );
  const memory = new WebAssembly.Memory({ initial: 1 });
  const { exports } = new WebAssembly.Instance(module, { env: { memory } });
  return { memory, add: exports.add as Adder["add"] };
};

/** Memory that nobody uses now, for the next totals. */
let idle: Adder | undefined;

/** Totals in memory of their own, to which partial results are joined. */
export interface VectorTotals {
  readonly join: (more: Partial) => void;
  /** Writes the totals into arrays; the memory may be used for others from then on. */
  readonly end: (arrays: Partial) => void;
}

/**
 * Puts totals where vectors are added to them; undefined where the engine has none, or no room.
 * @param steps - what makes one partial result of two, by number; undefined for a sum
 */
export const vectorTotals = (totals: Partial, steps: readonly (Join | undefined)[]): VectorTotals | undefined => {
  if ((widest() ?? "f64") === "f64") return undefined;
  const adder = idle ?? made();
  idle = undefined;
  const places: number[] = [];
  let size = 0;
  for (const { length } of totals) {
    places.push(size);
    size += padded(length);
  }
  if (!hasRoom(adder.memory, 2 * size)) {
    idle = adder;
    return undefined;
  }
  const arraysFrom = (start: number): readonly Float64Array[] =>
    totals.map(({ length }, k) => new Float64Array(adder.memory.buffer, start + (places[k] ?? 0), length));
  const [into, beside] = [arraysFrom(0), arraysFrom(size)];
  for (const [k, numbers] of into.entries()) numbers.set(totals[k] ?? []);

  const joinOne = (k: number, numbers: Float64Array, more: Float64Array, by: Join | undefined): void => {
    const [own, place] = [beside[k], places[k] ?? 0];
    if (by || !own) join(numbers, more, by);
    else if (own.length > 0) {
      copyNumbers(more, 0, own.length, own, 0);
      adder.add(place, size + place, place + padded(own.length));
    }
  };

  return {
    join: (more) => {
      for (const [k, numbers] of into.entries()) joinOne(k, numbers, more[k] ?? numbers, steps[k]);
    },
    end: (arrays) => {
      for (const [k, numbers] of into.entries()) arrays[k]?.set(numbers);
      idle = adder;
    },
  };
};
