import type { Lanes } from "../../numerics/index.ts";
import { signed64 } from "./bytes.ts";
import { instruction } from "./code.ts";
import type { Width } from "./features.ts";
import type { Body, Node } from "./graph.ts";
import type { Opcode } from "./opcodes.ts";

type Binary = "add" | "sub" | "mul" | "div" | "min" | "max";
type Unary = "neg" | "abs" | "sqrt" | "floor" | "ceil" | "trunc" | "nearest";
type Comparison = "lt" | "le" | "eq" | "ne";

const MAGIC = 6755399441055744;
/** The bits of sqrt(1/2), and those of MAGIC. */
const root = 0x3fe6a09e667f3bcdn;
const magicBits = 0x4338000000000000n;

const arithmetic: Readonly<Record<Binary, (x: number, y: number) => number>> = {
  add: (x, y) => x + y,
  sub: (x, y) => x - y,
  mul: (x, y) => x * y,
  div: (x, y) => x / y,
  min: Math.min,
  max: Math.max,
};

/** The lanes of a function under construction: what is known when the code is made is computed then. */
export const wasmLanes = (
  { node, constant, bits: ofPattern }: Body,
  width: Width,
  indexOf: (f: (...inputs: number[]) => number, inputs: number) => number,
): Lanes<Node> => {
  const isVector = width !== "f64";
  const number = isVector ? "v128" : "f64";
  const truthType = isVector ? "v128" : "i32";
  const prefix = isVector ? "f64x2" : "f64";
  const k = (value: number): Node => constant(number, value);
  const simple = (name: Opcode, type: "v128" | "f64" | "i32", ...inputs: readonly Node[]): Node =>
    node(type, name, inputs, instruction(name));
  const binary =
    (name: Binary) =>
    (x: Node, y: Node): Node =>
      x.known !== undefined && y.known !== undefined
        ? k(arithmetic[name](x.known, y.known))
        : simple(`${prefix}.${name}`, number, x, y);
  const unary =
    (name: Unary) =>
    (x: Node): Node =>
      simple(`${prefix}.${name}`, number, x);
  const compare =
    (name: Comparison) =>
    (x: Node, y: Node): Node =>
      simple(`${prefix}.${name}`, truthType, x, y);
  const [add, sub, mul] = [binary("add"), binary("sub"), binary("mul")];
  const [lt, nearest] = [compare("lt"), unary("nearest")];
  const fused = width === "f64x2+fma";
  const isZero = (x: Node): boolean => x.known !== undefined && Object.is(x.known, 0);
  const select = (a: Node, yes: Node, no: Node): Node => {
    if (!isVector) return node(yes.type, "select", [yes, no, a], instruction("select"));
    if (isZero(yes)) return node("v128", "v128.andnot", [no, a], instruction("v128.andnot"));
    if (isZero(no)) return node("v128", "v128.and", [yes, a], instruction("v128.and"));
    return node("v128", "v128.bitselect", [yes, no, a], instruction("v128.bitselect"));
  };
  const bits = (value: bigint): Node => ofPattern(isVector ? "v128" : "i64", value);
  const ofBits = (x: Node): Node => (isVector ? x : node("i64", "bits of", [x], instruction("i64.reinterpret_f64")));
  const asNumber = (x: Node): Node => (isVector ? x : node("f64", "number", [x], instruction("f64.reinterpret_i64")));
  const whole = (name: "add" | "sub", x: Node, y: Node): Node =>
    isVector ? simple(`i64x2.${name}`, "v128", x, y) : node("i64", name, [x, y], instruction(`i64.${name}`));
  const bitwise = (name: "and" | "xor", x: Node, y: Node): Node =>
    isVector ? simple(`v128.${name}`, "v128", x, y) : node("i64", name, [x, y], instruction(`i64.${name}`));
  const shift = (name: "shl" | "shr_s", x: Node, by: number): Node =>
    isVector
      ? node("v128", `${name} ${by}`, [x], [...instruction("i32.const", by), ...instruction(`i64x2.${name}`)])
      : node("i64", `${name} ${by}`, [x], [0x42, ...signed64(BigInt(by)), ...instruction(`i64.${name}`)]);
  const madd = (x: Node, y: Node, z: Node): Node =>
    fused ? simple("f64x2.relaxed_madd", "v128", x, y, z) : add(mul(x, y), z);
  const truth = (value: boolean): Node => (isVector ? bits(value ? -1n : 0n) : constant("i32", value ? 1 : 0));
  const lane = (x: Node, k: number): Node =>
    isVector ? node("f64", `lane ${k}`, [x], instruction("f64x2.extract_lane", k)) : x;
  /** Calls a function where a truth value does not hold: in a vector, only if it fails in one of the lanes. */
  const orCalled = (fine: Node, usual: Node, index: number, inputs: readonly Node[]): Node => {
    const parts = (isVector ? [0, 1] : [0]).map((k) => inputs.map((x) => lane(x, k)));
    const needed = [fine, usual, ...parts.flat()];
    return node(number, `call ${index} if not`, needed, ({ push, op, settle, local }) => {
      for (const each of needed) settle(each);
      const found = local(number);
      push(usual);
      op("local.set", found);
      if (isVector) {
        push(fine);
        op("i64x2.bitmask");
        op("i32.const", 3);
        op("i32.ne");
        op("if");
      }
      for (const [k, part] of parts.entries()) {
        push(fine);
        if (isVector) op("i32x4.extract_lane", 2 * k);
        op("i32.eqz");
        op("if");
        if (isVector) op("local.get", found);
        for (const x of part) push(x);
        op("call", index);
        if (isVector) op("f64x2.replace_lane", k);
        op("local.set", found);
        op("end");
      }
      if (isVector) op("end");
      op("local.get", found);
    });
  };
  const isNothing = (x: Node, y: Node): Node =>
    simple(isVector ? "v128.or" : "i32.or", truthType, compare("eq")(x, k(0)), compare("eq")(y, k(0)));
  /** Of single numbers, a product that is neither zero nor NaN is known to be right, which is what a branch foresees. */
  const weighed = (x: Node, y: Node): Node =>
    node("f64", "weigh", [x, y], ({ push, op, settle, local }) => {
      settle(x);
      settle(y);
      const product = local("f64");
      push(x);
      push(y);
      op("f64.mul");
      op("local.tee", product);
      op("f64.abs");
      push(k(0));
      op("f64.gt");
      op("i32.eqz");
      op("if");
      push(k(0));
      op("local.get", product);
      for (const each of [x, y]) {
        push(each);
        push(k(0));
        op("f64.eq");
      }
      op("i32.or");
      op("select");
      op("local.set", product);
      op("end");
      op("local.get", product);
    });
  return {
    k,
    truth,
    known: (x) => x.known,
    let: (value) => value,
    add,
    sub,
    mul,
    div: binary("div"),
    neg: unary("neg"),
    abs: unary("abs"),
    copySign: (x, y) => (isVector ? select(bits(-(1n << 63n)), y, x) : simple("f64.copysign", "f64", x, y)),
    sqrt: unary("sqrt"),
    floor: unary("floor"),
    ceil: unary("ceil"),
    trunc: unary("trunc"),
    round: (x) => (isVector ? sub(add(x, k(MAGIC)), k(MAGIC)) : nearest(x)),
    roundOf: (x, y) => (isVector ? sub(madd(x, y, k(MAGIC)), k(MAGIC)) : nearest(mul(x, y))),
    madd,
    nmadd: (x, y, z) => (fused ? simple("f64x2.relaxed_nmadd", "v128", x, y, z) : sub(z, mul(x, y))),
    weigh: (x, y) => (isVector ? select(isNothing(x, y), k(0), mul(x, y)) : weighed(x, y)),
    min: binary("min"),
    max: binary("max"),
    atMost: (x, bound) => (isVector ? simple("f64x2.pmin", "v128", x, bound) : select(lt(bound, x), bound, x)),
    atLeast: (x, bound) => (isVector ? simple("f64x2.pmax", "v128", x, bound) : select(lt(x, bound), bound, x)),
    lt,
    le: compare("le"),
    gt: (x, y) => lt(y, x),
    ge: (x, y) => compare("le")(y, x),
    eq: compare("eq"),
    ne: compare("ne"),
    and: (a, b) => simple(isVector ? "v128.and" : "i32.and", truthType, a, b),
    or: (a, b) => simple(isVector ? "v128.or" : "i32.or", truthType, a, b),
    not: (a) => simple(isVector ? "v128.not" : "i32.eqz", truthType, a),
    select,
    scale2: (x, n, more = 0) => {
      const power = asNumber(shift("shl", ofBits(add(n, k(MAGIC + 1023 + more))), 52));
      return x.known === 1 ? power : mul(x, power);
    },
    splitExponent: (x) => {
      const own = ofBits(x);
      const d = shift("shr_s", whole("sub", own, bits(root)), 52);
      const m = asNumber(whole("sub", own, shift("shl", d, 52)));
      return { m, n: sub(asNumber(whole("add", d, bits(magicBits))), k(MAGIC)) };
    },
    isOdd: (n) => {
      if (isVector) return simple("i64x2.gt_s", "v128", bits(0n), shift("shl", add(n, k(MAGIC)), 63));
      const half = mul(n, k(0.5));
      return compare("ne")(half, unary("floor")(half));
    },
    turned: (x, n) => {
      const sign = bitwise("and", shift("shl", ofBits(add(n, k(MAGIC))), 62), bits(-(1n << 63n)));
      return asNumber(bitwise("xor", ofBits(x), sign));
    },
    orCall: (fine, usual, f, inputs) => orCalled(fine, usual, indexOf(f, inputs.length), inputs),
  };
};
