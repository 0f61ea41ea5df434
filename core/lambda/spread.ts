import { type Builder, constant } from "../program/index.ts";
import { numberOf } from "./meaning.ts";
import { procedureOf } from "./procedure.ts";
import { type ArrayValue, missing, type Value } from "./value.ts";

const mostItems = 64;

/** The items of an array of which the length is a constant, one by one. */
export const itemsOf = (b: Builder, array: ArrayValue): readonly Value[] | undefined => {
  const { length } = array;
  const procedure = procedureOf(b);
  if (!procedure || length.kind !== "const" || Number(length.value) > mostItems) return undefined;
  return Array.from(
    { length: Number(length.value) },
    (_, k) => procedure.item(array, numberOf(constant(k, "i32"))) ?? missing,
  );
};
