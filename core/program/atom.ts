import type { Axis } from "./axis.ts";

/** Element types inside programs; columns of `f32` are read as `f64`. */
export type DType = "f64" | "i32" | "bool" | "i64" | "string";

/** A value that a program computes or is given, one per element of its axis. */
export interface Var {
  readonly kind: "var";
  readonly id: number;
  readonly dtype: DType;
  readonly axis: Axis | null;
}

export interface Const {
  readonly kind: "const";
  readonly dtype: DType;
  readonly value: number | boolean;
}

export type Atom = Var | Const;

export const constant = (
  value: number | boolean,
  dtype: DType = typeof value === "boolean" ? "bool" : "f64",
): Const => ({
  kind: "const",
  dtype,
  value,
});

export const axisOf = (atom: Atom): Axis | null => (atom.kind === "var" ? atom.axis : null);

/** True if the atom is this very number or truth value; -0 and 0 differ, NaN equals itself. */
export const isConstant = (atom: Atom, value: number | boolean): boolean =>
  atom.kind === "const" && Object.is(atom.value, value);

const floats = new Float64Array(1);
const words = new Uint32Array(floats.buffer);

/** A text that two atoms share exactly if they are the same value. */
export const keyOfAtom = (atom: Atom): string => {
  if (atom.kind === "var") return `v${atom.id}`;
  if (typeof atom.value === "boolean") return atom.value ? "true" : "false";
  floats[0] = atom.value;
  return `${atom.dtype}:${words[0]}:${words[1]}`;
};
