import { fail } from "../../errors.ts";
import { instruction } from "./code.ts";
import type { Node } from "./graph.ts";
import type { Writer } from "./writer.ts";

export const numberType = ({ count }: Writer): "v128" | "f64" => (count === 2 ? "v128" : "f64");

/** How a value is kept in memory: in eight bytes, a truth value as bits that are all alike. */
export const loadName = ({ count }: Writer, isTruth: boolean): "v128.load" | "i32.load" | "f64.load" =>
  count === 2 ? "v128.load" : isTruth ? "i32.load" : "f64.load";

export const storeName = ({ count }: Writer, isTruth: boolean): "v128.store" | "i32.store" | "f64.store" =>
  count === 2 ? "v128.store" : isTruth ? "i32.store" : "f64.store";

export const typeOf = (w: Writer, isTruth: boolean): Node["type"] => (w.count === 2 ? "v128" : isTruth ? "i32" : "f64");

/** Doubles at addresses, one for each lane. */
export const gathered = (w: Writer, addresses: readonly Node[], offset: number, isTruth: boolean): Node => {
  const { body, count } = w;
  const [a, b] = addresses;
  if (!a) throw fail("E_SHAPE", { what: "there is no element to read" });
  if (count === 1)
    return body.node(typeOf(w, isTruth), `load ${offset}`, [a], instruction(loadName(w, isTruth), offset));
  if (!b || a === b) return body.node("v128", `splat ${offset}`, [a], instruction("v128.load64_splat", offset));
  return body.node("v128", `gather ${offset}`, [a, b], ({ push, op }) => {
    push(b);
    push(a);
    op("v128.load64_zero", offset);
    op("v128.load64_lane", offset, 1);
  });
};

const widening = {
  f32: { one: "f32.load", single: "f64.promote_f32", vector: "f64x2.promote_low_f32x4" },
  i32: { one: "i32.load", single: "f64.convert_i32_s", vector: "f64x2.convert_low_i32x4_s" },
} as const;

/** Doubles from numbers of four bytes: side by side from one address on, or one at each of several. */
export const widened = (w: Writer, stored: "f32" | "i32", addresses: readonly Node[]): Node => {
  const { body, count } = w;
  const [a, b] = addresses;
  if (!a) throw fail("E_SHAPE", { what: "there is no element to read" });
  const { one, single, vector } = widening[stored];
  if (count === 1) return body.node("f64", stored, [a], [...instruction(one), ...instruction(single)]);
  if (!b) return body.node("v128", stored, [a], [...instruction("v128.load64_zero"), ...instruction(vector)]);
  if (a === b)
    return body.node("v128", `${stored} splat`, [a], [...instruction("v128.load32_splat"), ...instruction(vector)]);
  return body.node("v128", `${stored} gather`, [a, b], ({ push, op }) => {
    push(b);
    push(a);
    op("v128.load32_zero");
    op("v128.load32_lane", 0, 1);
    op(vector);
  });
};

/** A double for each lane from whole numbers. */
export const toNumbers = (w: Writer, wholes: readonly Node[]): Node => {
  const { body, count } = w;
  const [a, b] = wholes.map((whole) => body.node("f64", "convert", [whole], instruction("f64.convert_i32_s")));
  if (!a) throw fail("E_SHAPE", { what: "there is no number to convert" });
  return count === 1 || !b ? a : paired(w, a, b);
};

/** Two doubles as one vector. */
export const paired = ({ body }: Writer, a: Node, b: Node): Node =>
  body.node("v128", "pair", [a, b], ({ push, op }) => {
    push(a);
    op("f64x2.splat");
    push(b);
    op("f64x2.replace_lane", 1);
  });

/** The double in a lane. */
export const laneOf = ({ body, count }: Writer, x: Node, lane: number): Node =>
  count === 1 ? x : body.node("f64", `lane ${lane}`, [x], instruction("f64x2.extract_lane", lane));

/** With this added, the last 32 bits of a whole number from 0 to 2 ** 31 - 1 are itself. */
const IN_LAST_BITS = 2 ** 52;

/** The whole numbers from 0 to 2 ** 31 - 1 that the lanes of a double hold. */
export const indicesIn = (w: Writer, x: Node): readonly Node[] => {
  const { body, lanes, count } = w;
  if (count === 1) return toWholes(w, x);
  const bits = lanes.add(x, lanes.k(IN_LAST_BITS));
  return [0, 2].map((lane) => body.node("i32", `last bits ${lane}`, [bits], instruction("i32x4.extract_lane", lane)));
};

/** The whole numbers that the lanes of a double hold. */
export const toWholes = (w: Writer, x: Node): readonly Node[] =>
  Array.from({ length: w.count }, (_, lane) =>
    w.body.node("i32", "truncate", [laneOf(w, x, lane)], instruction("i32.trunc_sat_f64_s")),
  );
