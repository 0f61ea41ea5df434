import type { Atom } from "../program/index.ts";
import type { ArrayBuilder } from "./builder.ts";

/** An array while a procedure runs: dense, row-major, `values[offset]` is its first element. */
export interface Dense {
  readonly values: Float64Array;
  readonly offset: number;
  readonly shape: readonly number[];
}

/** Which letters name the axes of the operands and of the result of a sum of products. */
export interface Letters {
  /** Letters of one or two operands. */
  readonly operands: readonly string[];
  readonly result: string;
}

/** Static data of an operation. */
export type Options = Readonly<Record<string, unknown>>;

/**
 * A step on whole arrays, with its derivatives. Rules are written with the builder: they emit statements, so what they
 * give is differentiated again.
 */
export interface Operation {
  readonly name: string;
  /**
   * The sizes of each output; `[]` for a single number.
   * @throws E_SHAPE, naming both, where sizes that are constants disagree
   */
  readonly shapes: (inputs: readonly Atom[], options: Options) => readonly (readonly Atom[])[];
  /**
   * The axes of two operands and of the result by letters, where the operation adds up products of elements over the letters
   * that the result lacks.
   */
  readonly letters?: (options: Options) => Letters;
  /** Writes the outputs, which do not overlap the inputs; a single number is an array without axes. */
  readonly evaluate: (inputs: readonly Dense[], outputs: readonly Dense[], options: Options) => void;
  /** The tangents of the outputs; undefined stands for zero. */
  readonly jvp: (b: ArrayBuilder, step: Step, tangents: readonly (Atom | undefined)[]) => readonly (Atom | undefined)[];
  /** The cotangents of the inputs; undefined stands for zero. */
  readonly vjp: (
    b: ArrayBuilder,
    step: Step,
    cotangents: readonly (Atom | undefined)[],
  ) => readonly (Atom | undefined)[];
}

/** One use of an operation: its inputs and outputs as atoms of the builder at hand. */
export interface Step {
  readonly inputs: readonly Atom[];
  readonly outputs: readonly Atom[];
  readonly options: Options;
}
