import { fail } from "../../errors.ts";
import { asNumber, describe, missing, numberOf, type Value } from "../../lambda/index.ts";
import { constant } from "../../program/index.ts";
import type { ArrayBuilder } from "../builder.ts";
import { lazy } from "./arrays.ts";
import { notNegative } from "./counted.ts";
import { arrayMethods, callback, mapped } from "./methods.ts";
import { asArray } from "./slices.ts";

/** `Array.from({ length: n }, f)`, and of an array. */
const from = (b: ArrayBuilder, [of = missing, f]: readonly Value[]): Value => {
  if (of.kind === "array" || of.kind === "tuple") return f ? (arrayMethods.map?.(b, asArray(b, of), [f]) ?? of) : of;
  const length = of.kind === "record" ? of.get("length") : undefined;
  if (!length)
    throw fail("E_TYPE", {
      what: `Array.from needs a length or an array, found ${describe(of)}`,
      cure: "Array.from({ length: n }, (_, i) => i)",
    });
  const count = notNegative(b, asNumber(b, length).atom);
  return f ? mapped(count, () => missing, callback(f)) : lazy(count, () => missing);
};

const empty = (b: ArrayBuilder, [length]: readonly Value[], item: Value): Value =>
  lazy(length ? notNegative(b, asNumber(b, length).atom) : constant(0, "i32"), () => item);

/** What `Array` and its functions make. */
export const globals: Readonly<Record<string, (b: ArrayBuilder, inputs: readonly Value[]) => Value>> = {
  "Array.from": from,
  "Array.of": (_b, items) => ({ kind: "tuple", items }),
  "Array.isArray": (_b, [value = missing]) => numberOf(constant(value.kind === "array" || value.kind === "tuple")),
  Array: (b, inputs) => empty(b, inputs, missing),
  Float64Array: (b, inputs) => empty(b, inputs, numberOf(constant(0))),
};
