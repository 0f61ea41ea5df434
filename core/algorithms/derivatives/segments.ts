import { add, ceil, div, eq, floor, le, max, mul, not, sqrt, sub, where } from "../../primitives/index.ts";
import { type Atom, constant, type ElementwisePrimitive, type Var } from "../../program/index.ts";
import type { ArrayBuilder } from "../builder.ts";
import { shapeOf } from "../statement.ts";

/** The carried variables of a loop at the start of each segment of its turns. */
export interface Kept {
  /** How many turns a segment has; the last one may have fewer. */
  readonly length: Atom;
  readonly count: Atom;
  /** The carried variables at the start of a segment. */
  readonly at: (segment: Atom) => readonly Atom[];
}

const bytesOfNumber = 8;

const emit = (b: ArrayBuilder, f: { readonly primitive: ElementwisePrimitive }, ...inputs: readonly Atom[]): Atom =>
  b.emit(f.primitive, inputs);

/** The turn that comes at a step of a loop that counts down, and the step at which a turn comes. */
export const stepFrom = (b: ArrayBuilder, count: Atom, turn: Atom): Atom =>
  emit(b, sub, emit(b, sub, count, constant(1)), turn);

const numbersIn = (b: ArrayBuilder, states: readonly Atom[]): Atom =>
  states
    .map((state) => shapeOf(state).reduce((product, size) => emit(b, mul, product, size), constant(1)))
    .reduce((total, size) => emit(b, add, total, size), constant(0));

/**
 * Cuts the turns of a loop into segments: one if the carried variables of all turns fit into `memory` bytes, otherwise
 * as many as a segment has turns, which keeps twice the square root of their number.
 */
export const segmentsOf = (
  b: ArrayBuilder,
  count: Atom,
  states: readonly Atom[],
  memory: number,
): { readonly keep: (step: Atom, states: readonly Var[]) => void; readonly kept: () => Kept } => {
  const fits = emit(b, le, emit(b, mul, count, numbersIn(b, states)), constant(memory / bytesOfNumber));
  const root = emit(b, ceil, emit(b, sqrt, count));
  const length = emit(b, max, constant(1), emit(b, where, fits, count, root));
  const segments = emit(b, ceil, emit(b, div, count, length));
  const rows = states.map((state) => b.accumulator([segments, ...shapeOf(state)]));
  return {
    keep: (step, now) => {
      const segment = emit(b, floor, emit(b, div, step, length));
      b.cond(
        emit(b, eq, emit(b, mul, segment, length), step),
        () => {
          for (const [k, row] of rows.entries()) {
            const state = now[k];
            if (state) b.accumulate(row, [segment], asNumber(b, state));
          }
          return [];
        },
        () => [],
      );
    },
    kept: () => {
      const frozen = rows.map(b.freeze);
      return {
        length,
        count: segments,
        at: (segment) =>
          frozen.map((row, k) => {
            const value = b.read(row, [segment]);
            return states[k]?.dtype === "bool" ? emit(b, not, emit(b, eq, value, constant(0))) : value;
          }),
      };
    },
  };
};

const asNumber = (b: ArrayBuilder, state: Var): Atom =>
  state.dtype === "bool" ? emit(b, where, state, constant(1), constant(0)) : state;
