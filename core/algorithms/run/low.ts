import type { DType, ElementwisePrimitive, Origin } from "../../program/index.ts";

/** How a single number is held: as a double, as a whole number of 32 bits, or as a truth value. */
export type Kind = "f64" | "i32" | "bool";

/** A variable of a procedure at work. */
export interface Local {
  readonly kind: Kind;
  readonly id: number;
}

/** A number known when the procedure is made. */
export interface Literal {
  readonly kind: Kind;
  readonly literal: number;
}

export type Operand = Local | Literal;

export const isLiteral = (operand: Operand): operand is Literal => "literal" in operand;

/** Arithmetic of whole numbers, modulo 2^32, and what finds places with it. */
export type WholeName =
  | "add"
  | "sub"
  | "mul"
  /** The remainder of a number that is not negative; 0 where the other one is 0. */
  | "mod"
  /** The larger one of a number and 0. */
  | "clamp"
  /** A double without its fraction. */
  | "truncate"
  /** One of two whole numbers, by a truth value. */
  | "choose"
  /** Whether a whole number is at least 0 and below a size. */
  | "isWithin"
  /** Whether a double is a whole number at least 0 and below a size. */
  | "isIndex"
  | "and";

/** A place in memory: a whole number of units and a constant number of units more. */
export interface Address {
  readonly at: Operand;
  readonly offset: number;
}

/** The sizes of a product of matrices, and where these lie. */
export type Multiplication = Omit<Extract<Step, { do: "multiply" }>, "do" | "adds">;

/** A matrix in memory: where it begins, and how many units lie between its rows and its columns. */
export interface MatrixAt {
  readonly address: Address;
  readonly row: Operand;
  readonly column: Operand;
}

/** What a procedure does, in terms of numbers and one memory. */
export type Step =
  | {
      readonly do: "elementwise";
      readonly primitive: ElementwisePrimitive;
      readonly inputs: readonly Operand[];
      readonly out: Local;
    }
  | { readonly do: "whole"; readonly name: WholeName; readonly inputs: readonly Operand[]; readonly out: Local }
  | { readonly do: "load"; readonly from: Address; readonly out: Local }
  | { readonly do: "store"; readonly to: Address; readonly value: Operand }
  /** Adds to a number in memory. */
  | { readonly do: "gain"; readonly to: Address; readonly value: Operand }
  /** Gives a variable a value, and may do so again. */
  | { readonly do: "set"; readonly target: Local; readonly value: Operand }
  /** Adds to a variable. */
  | { readonly do: "sum"; readonly target: Local; readonly value: Operand }
  /** Takes memory for as many numbers as the product of the sizes says. */
  | { readonly do: "reserve"; readonly sizes: readonly Operand[]; readonly out: Local }
  /** Where free memory begins; giving back what was taken since then. */
  | { readonly do: "mark"; readonly out: Local }
  | { readonly do: "release"; readonly mark: Local }
  | { readonly do: "clear"; readonly to: Address; readonly sizes: readonly Operand[] }
  | { readonly do: "copy"; readonly to: Address; readonly from: Address; readonly sizes: readonly Operand[] }
  | { readonly do: "gainAll"; readonly to: Address; readonly from: Address; readonly sizes: readonly Operand[] }
  /** Stores, or adds, the product of a (m x k) and b (k x n) where c is, which does not overlap them. */
  | {
      readonly do: "multiply";
      readonly adds: boolean;
      readonly m: Operand;
      readonly n: Operand;
      readonly k: Operand;
      readonly a: MatrixAt;
      readonly b: MatrixAt;
      readonly c: MatrixAt;
    }
  | {
      readonly do: "for";
      readonly turn: Local;
      /** The number of the first turn; of the last one where they descend. */
      readonly first: number;
      readonly count: Operand;
      readonly descending: boolean;
      readonly body: readonly Step[];
    }
  | {
      readonly do: "while";
      readonly test: readonly Step[];
      readonly holds: Operand;
      readonly body: readonly Step[];
      readonly turns: Local;
      readonly most: Operand;
      readonly from: Origin | undefined;
    }
  | { readonly do: "if"; readonly test: Operand; readonly yes: readonly Step[]; readonly no: readonly Step[] }
  /** Calls a function that is handed addresses and sizes. */
  | { readonly do: "call"; readonly callee: Callee; readonly inputs: readonly Operand[] };

/** Works on memory: `floats` is all of it; the inputs are addresses and sizes. */
export type Callee = (floats: Float64Array, inputs: readonly number[]) => void;

/** What a procedure leaves in the cells of its header for a result: a number, or the address and the sizes of an array. */
export interface Left {
  readonly dtype: DType;
  readonly rank: number | undefined;
}

/**
 * A procedure as steps. Its memory begins with a header of cells, a number each: some that are NaN, the parameters (numbers, or addresses
 * of arrays), the addresses of data, and the results.
 */
export interface Routine {
  readonly steps: readonly Step[];
  /** The address of the header. */
  readonly base: Local;
  readonly params: number;
  readonly results: readonly Left[];
  readonly data: readonly Float64Array[];
  readonly cells: number;
  /** How many variables there are. */
  readonly locals: number;
}

/** The cells of a header that are NaN: what is read where there is no element, and up to 15 elements on. */
export const missingCells = 16;

/** How many cells a result takes. */
export const cellsOf = ({ rank }: Left): number => (rank === undefined ? 1 : 1 + rank);

export const literal = (value: number, kind: Kind = "i32"): Literal => ({ kind, literal: value });

/** Steps of single numbers, which read values once, at their start, before they change anything: turns may do them side by side. */
export const plainSteps: ReadonlySet<Step["do"]> = new Set([
  "elementwise",
  "whole",
  "load",
  "store",
  "gain",
  "set",
  "sum",
  "if",
]);
