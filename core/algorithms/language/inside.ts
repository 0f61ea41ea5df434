import { always, emit, type Value } from "../../lambda/index.ts";
import { and, eq, floor, ge, lt } from "../../primitives/index.ts";
import { type Atom, constant } from "../../program/index.ts";
import type { ArrayBuilder } from "../builder.ts";
import { isSize, isWhole } from "./bounds.ts";

const isIndex = (b: ArrayBuilder, index: Atom, length: Atom): Atom => {
  const whole = isWhole(b, index) ? always : emit(b, eq, index, emit(b, floor, index));
  const notBefore = isSize(b, index) ? always : emit(b, ge, index, constant(0));
  return emit(b, and, emit(b, and, whole, notBefore), emit(b, lt, index, length));
};

/** An item at an index that may lie past the ends: `??` and `== null` see whether it does. */
export const ifInside = (b: ArrayBuilder, item: Value, index: Atom, length: Atom): Value => {
  const inside = (): Atom => isIndex(b, index, length);
  if (item.kind === "number") return { ...item, inside };
  if (item.kind !== "record") return item;
  return {
    ...item,
    get present() {
      return inside();
    },
    get: (name) => {
      const field = item.get(name);
      return field && ifInside(b, field, index, length);
    },
  };
};
