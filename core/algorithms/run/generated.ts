import type { Block } from "../statement.ts";
import { cellsOf, type Left, missingCells, type Routine } from "./low.ts";
import type { Memory } from "./memory.ts";
import { checkInputs, countOf, isDense, type Procedure, type Value } from "./values.ts";

/** Generated code; it is handed the addresses of its header and of free memory, counted in numbers. */
export type Kernel = (base: number, top: number) => void;

/** Thrown where memory ends while a procedure runs that cannot go on with more of it. */
export class OutOfRoom extends Error {
  readonly needed: number;
  constructor(needed: number) {
    super("a procedure starts again with more memory");
    this.needed = needed;
  }
}

interface Placed {
  /** Numbers and addresses, one for each cell. */
  readonly cells: readonly number[];
  readonly arrays: readonly { readonly at: number; readonly values: Float64Array }[];
  readonly top: number;
}

const missing = new Array<number>(missingCells).fill(Number.NaN);

/**
 * Gives what is handed in its places after the header; `cells` are those of the header up to the results. Addresses are
 * whole numbers of 32 bits with a sign.
 */
const placed = ({ cells, data }: Routine, inputs: readonly Value[], base: number, unit: number): Placed => {
  let top = base + cells;
  const arrays: { at: number; values: Float64Array }[] = [];
  const place = (values: Float64Array): number => {
    const at = top;
    arrays.push({ at, values });
    top += values.length;
    return (at * unit) | 0;
  };
  const given = inputs.map((value) => {
    if (!isDense(value)) return Number(value);
    const { values, offset, shape } = value;
    return place(values.subarray(offset, offset + countOf(shape)));
  });
  return { cells: [...missing, ...given, ...data.map(place)], arrays, top };
};

const taken = (floats: Float64Array, results: readonly Left[], first: number, unit: number): readonly Value[] => {
  let cell = first;
  return results.map((left): Value => {
    const [value = Number.NaN, ...shape] = floats.subarray(cell, cell + cellsOf(left));
    cell += cellsOf(left);
    if (left.rank === undefined) return left.dtype === "bool" ? value === 1 : value;
    const from = (value >>> 0) / unit;
    return { values: new Float64Array(floats.subarray(from, from + countOf(shape))), offset: 0, shape };
  });
};

/** Runs generated code on inputs: they are copied into its memory, and results out of it. */
export const generated = (block: Block, routine: Routine, memory: Memory, unit: number, kernel: Kernel): Procedure => ({
  run: (inputs) => {
    checkInputs(block, inputs);
    const base = memory.top;
    const { cells, arrays, top } = placed(routine, inputs, base, unit);
    memory.grow(top);
    const start = (): void => {
      const floats = memory.floats();
      floats.set(cells, base);
      for (const { at, values } of arrays) floats.set(values, at);
      memory.top = top;
      kernel(base, top);
    };
    try {
      for (;;)
        try {
          start();
          break;
        } catch (error) {
          if (!(error instanceof OutOfRoom)) throw error;
          memory.grow(error.needed);
        }
      return taken(memory.floats(), routine.results, base + cells.length, unit);
    } finally {
      memory.top = base;
    }
  },
});
