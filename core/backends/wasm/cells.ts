import { powers } from "../../primitives/index.ts";
import type { CellSums, Factors, Line } from "../plain-cells.ts";
import { cellBytes } from "./cell-bytes.ts";
import { widest } from "./features.ts";
import { hasRoom } from "./instance.ts";

interface Functions {
  readonly crossed: (slot: number, last: number, size: number) => void;
  readonly held: (slot: number, last: number) => void;
  readonly moved: (at: number, last: number, to: number, cell: number, slope: number, offset: number) => void;
}

/** What is computed of cells in vectors, to the last bit as in JavaScript; undefined where there is no room. */
export interface Cells {
  readonly sums: (
    moments: Float64Array,
    factors: readonly Factors[],
    borders: readonly number[],
  ) => CellSums | undefined;
  /** What moments change by when the places in some ranges of inner cells move. */
  readonly moved: (
    moments: Float64Array,
    line: Line,
    ranges: readonly (readonly [number, number])[],
  ) => Float64Array | undefined;
}

const made = (): Cells => {
  const memory = new WebAssembly.Memory({ initial: 1 });
  const module = new WebAssembly.Module(Uint8Array.from(cellBytes));
  const { crossed, held, moved } = new WebAssembly.Instance(module, { env: { memory } })
    .exports as unknown as Functions;

  /** Hands addresses to slots, which get a result each, and gives the results. */
  const throughSlots = (at: number, addresses: readonly number[], run: () => void): Float64Array => {
    const slots = new Int32Array(memory.buffer, at);
    for (let k = 0; k < addresses.length; k++) slots[2 * k] = addresses[k] ?? 0;
    run();
    return new Float64Array(memory.buffer, at, addresses.length).slice();
  };

  return {
    sums: (moments, factors, borders) => {
      let longest = 0;
      for (const { series } of factors) longest = Math.max(longest, series.length);
      const at = 8 * longest;
      const slots = at + 8 * moments.length;
      if (!hasRoom(memory, slots + 8 * (factors.length + borders.length))) return undefined;
      const all = new Float64Array(memory.buffer);
      all.set(moments, longest);
      const products = new Float64Array(factors.length);
      for (let from = 0, to = 0; from < factors.length; from = to) {
        const series = factors[from]?.series;
        while (series && factors[to]?.series === series) to++;
        if (!series || series.length === 0) continue;
        all.set(series, 0);
        const addresses = factors.slice(from, to).map(({ start }) => at + 8 * start);
        const run = () => crossed(slots, slots + 8 * addresses.length, 8 * series.length);
        products.set(throughSlots(slots, addresses, run), from);
      }
      const places = borders.map((border) => at + 8 * border);
      const last = slots + 8 * (places.length - 1);
      const sums = throughSlots(slots, places, () => {
        if (slots < last) held(slots, last);
      });
      return { crossed: products, held: sums.subarray(0, -1) };
    },
    moved: (moments, { slope, offset }, ranges) => {
      const size = 8 * moments.length;
      if (!hasRoom(memory, 2 * size)) return undefined;
      const all = new Float64Array(memory.buffer);
      all.set(moments, 0);
      const changes = new Float64Array(moments.length);
      for (const [from, to] of ranges) {
        if (from >= to) continue;
        const [first, last] = [(from + 1) * powers, (to + 1) * powers];
        moved(8 * first, 8 * last, size + 8 * first, from, slope, offset);
        changes.set(all.subarray(moments.length + first, moments.length + last), first);
      }
      return changes;
    },
  };
};

let known: { readonly cells: Cells | undefined } | undefined;

/** Cells in vectors; undefined where the engine has none. */
export const cellsInVectors = (): Cells | undefined => {
  known ??= { cells: (widest() ?? "f64") === "f64" ? undefined : made() };
  return known.cells;
};
