import { abs, add, and, div, ge, gt, le, lt, max, min, mul, neg, not, or, sub, where } from "../../primitives/index.ts";
import type { Atom, ElementwisePrimitive } from "../../program/index.ts";
import type { ArrayBuilder } from "../builder.ts";

const steps = { abs, add, and, div, ge, gt, le, lt, max, min, mul, neg, not, or, sub, where };

/** Arithmetic of single numbers of a builder, by name. */
export type Arithmetic = Readonly<Record<keyof typeof steps, (...inputs: readonly Atom[]) => Atom>>;

export const arithmetic = (b: ArrayBuilder): Arithmetic =>
  Object.fromEntries(
    Object.entries(steps).map(([name, { primitive }]) => [
      name,
      (...inputs: readonly Atom[]) => b.emit(primitive as ElementwisePrimitive, inputs),
    ]),
  ) as unknown as Arithmetic;
