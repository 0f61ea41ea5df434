import { and, eq, floor, ge, lt } from "../../primitives/index.ts";
import { type Atom, constant } from "../../program/index.ts";
import type { ArrayBuilder } from "../builder.ts";
import { shapeOf } from "../statement.ts";

/** Whether indices are those of an element. */
export const inRange = (b: ArrayBuilder, array: Atom, indices: readonly Atom[]): Atom =>
  indices.reduce<Atom>((holds, index, k) => {
    const size = shapeOf(array)[k] ?? constant(0);
    const isWhole =
      index.dtype === "i32" ? constant(true) : b.emit(eq.primitive, [index, b.emit(floor.primitive, [index])]);
    const isWithin = b.emit(and.primitive, [
      b.emit(ge.primitive, [index, constant(0)]),
      b.emit(lt.primitive, [index, size]),
    ]);
    return b.emit(and.primitive, [holds, b.emit(and.primitive, [isWhole, isWithin])]);
  }, constant(true));
