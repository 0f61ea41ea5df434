import {
  type Body,
  instruction,
  type Node,
  type Opcode,
  type Type,
  type Width,
  wasmLanes,
} from "../../backends/index.ts";
import { fail } from "../../errors.ts";
import type { Lanes } from "../../numerics/index.ts";
import { eq, ge, gt, le, lt } from "../../primitives/index.ts";
import type { Primitive } from "../../program/index.ts";
import { expectedKind } from "./expected-kind.ts";
import { type Address, isLiteral, type Kind, type Operand, type Step, type WholeName } from "./low.ts";
import type { Module } from "./wasm-module.ts";

/** The inputs of the function of a procedure: where its header is, where free memory begins, where memory ends. */
export const baseInput = 0;
export const topInput = 1;
export const limitInput = 2;

/** The function of a procedure under construction. */
export interface Writer {
  readonly m: Module;
  readonly body: Body;
  readonly scalars: Lanes<Node>;
  readonly vectors: Lanes<Node>;
  /** Values that do not change once they are there. */
  readonly values: Map<number, Node>;
  /** Local variables that do. */
  readonly places: Map<number, number>;
  /** How often each variable is read. */
  readonly uses: ReadonlyMap<number, number>;
  readonly steps: (steps: readonly Step[]) => void;
  /** A number that no other value has in its key: what is read from memory may change. */
  readonly unique: () => number;
}

export const typeOf = (kind: Kind): "f64" | "i32" => (kind === "f64" ? "f64" : "i32");

let fresh = 0;

/** The value that a local variable has now. */
export const getter = (type: Type, place: number): Node => ({
  id: --fresh,
  type,
  inputs: [],
  fixed: false,
  code: instruction("local.get", place),
  known: undefined,
});

export const simple = (w: Writer, name: Opcode, type: Type, ...inputs: readonly Node[]): Node =>
  w.body.node(type, name, inputs, instruction(name));

const placeOf = (w: Writer, id: number, kind: Kind): number => {
  const place = w.places.get(id) ?? w.body.write.local(typeOf(kind));
  w.places.set(id, place);
  return place;
};

/** A number as another kind of number. */
export const as = (w: Writer, operand: Operand, kind: Kind): Node => {
  if (isLiteral(operand)) {
    const { literal: value } = operand;
    if (kind === "f64") return w.body.constant("f64", value);
    return w.body.constant("i32", kind === "bool" ? Number(value !== 0) : Math.trunc(value));
  }
  const node = w.values.get(operand.id) ?? getter(typeOf(operand.kind), placeOf(w, operand.id, operand.kind));
  if (operand.kind === kind || (operand.kind === "bool" && kind === "i32")) return node;
  if (kind === "f64") return simple(w, "f64.convert_i32_s", "f64", node);
  const zero = w.body.constant(typeOf(operand.kind), 0);
  if (kind === "bool") return simple(w, operand.kind === "f64" ? "f64.ne" : "i32.ne", "i32", node, zero);
  return simple(w, "i32.trunc_sat_f64_s", "i32", node);
};

export const whole = (w: Writer, operand: Operand): Node => as(w, operand, "i32");

const comparisons: ReadonlyMap<Primitive, Opcode> = new Map<Primitive, Opcode>([
  [gt.primitive, "i32.gt_s"],
  [ge.primitive, "i32.ge_s"],
  [lt.primitive, "i32.lt_s"],
  [le.primitive, "i32.le_s"],
  [eq.primitive, "i32.eq"],
]);

const isWhole = (operand: Operand): boolean =>
  isLiteral(operand) ? (operand.literal | 0) === operand.literal : operand.kind === "i32";

/** What steps that are written in place are made of: they call nothing outside. */
export const lanesIn = (made: Body, width: Width): Lanes<Node> =>
  wasmLanes(made, width, () => {
    throw fail("E_UPSTREAM", { what: "a function of JavaScript is called where none was expected" });
  });

/** The value of an elementwise primitive. */
export const elementwise = (w: Writer, { primitive, inputs, out }: Extract<Step, { do: "elementwise" }>): Node => {
  const comparison = inputs.every(isWhole) ? comparisons.get(primitive) : undefined;
  if (comparison) return simple(w, comparison, "i32", ...inputs.map((input) => whole(w, input)));
  const given = inputs.map((input, k) => as(w, input, expectedKind(primitive, k, out.kind)));
  if (!primitive.lower) {
    const index = w.m.outside(primitive, [], () => Number.NaN);
    const value = w.body.node("f64", `call ${index}`, given, instruction("call", index));
    return out.kind === "bool" ? simple(w, "f64.ne", "i32", value, w.body.constant("f64", 0)) : value;
  }
  const index = w.m.elementary(primitive, inputs, "f64");
  if (index === undefined) return primitive.lower(w.scalars, ...given);
  const free = given.filter((_, k) => !isLiteral(inputs[k] ?? { kind: "f64", literal: 0 }));
  return w.body.node("f64", `call ${index}`, free, instruction("call", index));
};

/** Whether a double is an index below a size. */
const isIndex = (w: Writer, x: Node, size: Node): Node => {
  const truncated = simple(w, "i32.trunc_sat_f64_s", "i32", x);
  const isEven = simple(w, "f64.eq", "i32", simple(w, "f64.convert_i32_s", "f64", truncated), x);
  return simple(w, "i32.and", "i32", isEven, simple(w, "i32.lt_u", "i32", truncated, size));
};

const power = ({ known }: Node): number => (known !== undefined && known > 1 ? Math.log2(known) : Number.NaN);

const product = (w: Writer, x: Node, y: Node): Node => {
  for (const [by, other] of [
    [x, y],
    [y, x],
  ] as const)
    if (Number.isInteger(power(by))) return simple(w, "i32.shl", "i32", other, w.body.constant("i32", power(by)));
  return simple(w, "i32.mul", "i32", x, y);
};

const binary =
  (name: Opcode) =>
  (w: Writer, x: Node, y: Node): Node =>
    simple(w, name, "i32", x, y);

const wholes: Readonly<Record<WholeName, (w: Writer, x: Node, y: Node, z: Node) => Node>> = {
  add: binary("i32.add"),
  sub: binary("i32.sub"),
  mul: product,
  mod: (w, x, y) => {
    const [zero, one] = [w.body.constant("i32", 0), w.body.constant("i32", 1)];
    const isSome = simple(w, "i32.gt_s", "i32", y, zero);
    if (y.known !== undefined && y.known > 0) return simple(w, "i32.rem_u", "i32", x, y);
    const divisor = w.body.node("i32", "select", [y, one, isSome], instruction("select"));
    const rest = simple(w, "i32.rem_u", "i32", x, divisor);
    return w.body.node("i32", "select", [rest, zero, isSome], instruction("select"));
  },
  clamp: (w, x) => {
    const zero = w.body.constant("i32", 0);
    return w.body.node("i32", "select", [x, zero, simple(w, "i32.gt_s", "i32", x, zero)], instruction("select"));
  },
  truncate: (w, x) => (x.type === "f64" ? simple(w, "i32.trunc_sat_f64_s", "i32", x) : x),
  choose: (w, test, yes, no) => w.body.node("i32", "select", [yes, no, test], instruction("select")),
  isWithin: binary("i32.lt_u"),
  isIndex,
  and: binary("i32.and"),
};

/** As what arithmetic of whole numbers takes its inputs; `truncate` takes what there is. */
export const kindIn = (name: WholeName, k: number, { kind }: Operand): Kind => {
  if (name === "isIndex") return k === 0 ? "f64" : "i32";
  if (name === "truncate") return kind;
  return name === "and" || (name === "choose" && k === 0) ? "bool" : "i32";
};

/** Arithmetic of whole numbers on values that are there. */
export const wholeOfNodes = (w: Writer, name: WholeName, inputs: readonly Node[]): Node => {
  const [x = w.body.constant("i32", 0), y = x, z = y] = inputs;
  return wholes[name](w, x, y, z);
};

export const wholeValue = (w: Writer, { name, inputs }: Extract<Step, { do: "whole" }>): Node =>
  wholeOfNodes(
    w,
    name,
    inputs.map((input, k) => as(w, input, kindIn(name, k, input))),
  );

/** An address as one whole number. */
export const startOf = (w: Writer, { at, offset }: Address): Node =>
  offset === 0 ? whole(w, at) : simple(w, "i32.add", "i32", whole(w, at), w.body.constant("i32", offset));

/** A number in memory. */
export const loaded = (w: Writer, { at, offset }: Address, kind: Kind): Node => {
  const value = w.body.node("f64", `load ${w.unique()}`, [whole(w, at)], instruction("f64.load", offset));
  if (kind === "bool") return simple(w, "f64.eq", "i32", value, w.body.constant("f64", 1));
  return kind === "i32" ? simple(w, "i32.trunc_sat_f64_s", "i32", value) : value;
};

/** Gives a variable that may change a value. */
export const set = (w: Writer, id: number, kind: Kind, value: Node): void => {
  w.body.write.push(value);
  w.body.write.op("local.set", placeOf(w, id, kind));
};
