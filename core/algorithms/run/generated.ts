import type { Dense } from "../operation.ts";
import type { Block } from "../statement.ts";
import { type Left, missingCells, type Routine } from "./low.ts";
import type { Memory } from "./memory.ts";
import { countOf, inputCheck, isDense, type Procedure, type Value } from "./values.ts";

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

/** Arrays begin at a multiple of so many numbers, so that no vector lies across two lines of the cache. */
const line = 8;

const aligned = (numbers: number): number => Math.ceil(numbers / line) * line;

/** Arrays up to this size are copied number by number: a call takes longer. */
const few = 32;

/** Copies numbers into memory. */
const put = (floats: Float64Array, at: number, { values, offset }: Pick<Dense, "values" | "offset">, count: number) => {
  if (count <= few) for (let k = 0; k < count; k++) floats[at + k] = values[offset + k] ?? Number.NaN;
  else floats.set(values.length === count ? values : values.subarray(offset, offset + count), at);
};

const taken = (floats: Float64Array, from: number, count: number): Float64Array => {
  if (count > few) return new Float64Array(floats.subarray(from, from + count));
  const values = new Float64Array(count);
  for (let k = 0; k < count; k++) values[k] = floats[from + k] ?? Number.NaN;
  return values;
};

/** The results of a procedure, whose numbers, addresses and sizes begin with a cell of its header. */
const resultsIn = (floats: Float64Array, lefts: readonly Left[], first: number, unit: number): readonly Value[] => {
  let cell = first;
  return lefts.map(({ dtype, rank }): Value => {
    const value = floats[cell++] ?? Number.NaN;
    if (rank === undefined) return dtype === "bool" ? value === 1 : value;
    const shape: number[] = [];
    for (let axis = 0; axis < rank; axis++) shape.push(floats[cell++] ?? 0);
    return { values: taken(floats, (value >>> 0) / unit, countOf(shape)), offset: 0, shape };
  });
};

/**
 * Runs generated code on inputs: they are copied into its memory, behind a header with a cell for each number and each
 * address, and results out of it. Addresses are whole numbers of 32 bits with a sign.
 */
export const generated = (
  block: Block,
  { params, data, results, cells }: Routine,
  memory: Memory,
  unit: number,
  kernel: Kernel,
): Procedure => {
  const check = inputCheck(block);
  const tables = data.map((values) => ({ values, offset: 0, shape: [values.length] }));
  const inData = data.reduce((sum, { length }) => sum + aligned(length), 0);
  const place = (floats: Float64Array, inputs: readonly Value[], base: number): void => {
    floats.fill(Number.NaN, base, base + missingCells);
    let [cell, at] = [base + missingCells, base + aligned(cells)];
    const give = (value: Value): void => {
      if (!isDense(value)) {
        floats[cell++] = Number(value);
        return;
      }
      const count = countOf(value.shape);
      floats[cell++] = (at * unit) | 0;
      put(floats, at, value, count);
      at += aligned(count);
    };
    inputs.forEach(give);
    tables.forEach(give);
  };
  return {
    run: (inputs) => {
      check(inputs);
      const before = memory.top;
      const base = aligned(before);
      const given = inputs.reduce<number>(
        (sum, input) => (isDense(input) ? sum + aligned(countOf(input.shape)) : sum),
        0,
      );
      const top = base + aligned(cells) + given + inData;
      memory.grow(top);
      try {
        for (;;)
          try {
            place(memory.floats(), inputs, base);
            memory.top = top;
            kernel(base, top);
            break;
          } catch (error) {
            if (!(error instanceof OutOfRoom)) throw error;
            memory.grow(error.needed);
          }
        return resultsIn(memory.floats(), results, base + missingCells + params + data.length, unit);
      } finally {
        memory.top = before;
      }
    },
  };
};
