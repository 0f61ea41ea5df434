import { add, div, exp, floor, gt, le, lt, mul, neg, sin, sub, where } from "../../primitives/index.ts";
import { type Atom, constant, type Var } from "../../program/index.ts";
import { type ArrayBuilder, arrayBuilder } from "../builder.ts";
import type { Dense, Operation } from "../operation.ts";
import type { Block } from "../statement.ts";
import type { Value } from "./values.ts";

/** A block, inputs for it, and what the same algorithm gives in plain JavaScript. */
export interface Case {
  readonly name: string;
  readonly block: Block;
  readonly inputs: readonly Value[];
  readonly expected: readonly (number | boolean | readonly number[])[];
}

export const dense = (values: readonly number[], ...shape: readonly number[]): Dense => ({
  values: Float64Array.from(values),
  offset: 0,
  shape: shape.length > 0 ? shape : [values.length],
});

export const int = (n: number): Atom => constant(n, "i32");

/** Arithmetic of a builder, for tests. */
export const words = (b: ArrayBuilder) => ({
  add: (x: Atom, y: Atom) => b.emit(add.primitive, [x, y]),
  sub: (x: Atom, y: Atom) => b.emit(sub.primitive, [x, y]),
  mul: (x: Atom, y: Atom) => b.emit(mul.primitive, [x, y]),
  div: (x: Atom, y: Atom) => b.emit(div.primitive, [x, y]),
  neg: (x: Atom) => b.emit(neg.primitive, [x]),
  exp: (x: Atom) => b.emit(exp.primitive, [x]),
  sin: (x: Atom) => b.emit(sin.primitive, [x]),
  floor: (x: Atom) => b.emit(floor.primitive, [x]),
  lt: (x: Atom, y: Atom) => b.emit(lt.primitive, [x, y]),
  le: (x: Atom, y: Atom) => b.emit(le.primitive, [x, y]),
  gt: (x: Atom, y: Atom) => b.emit(gt.primitive, [x, y]),
  where: (c: Atom, x: Atom, y: Atom) => b.emit(where.primitive, [c, x, y]),
});

type Words = ReturnType<typeof words>;

interface Draft {
  readonly params: (b: ArrayBuilder) => readonly Var[];
  readonly work: (b: ArrayBuilder, w: Words, params: readonly Var[]) => readonly Atom[];
  readonly inputs: readonly Value[];
  readonly expected: Case["expected"];
}

export const made = (name: string, { params, work, inputs, expected }: Draft): Case => {
  const b = arrayBuilder();
  const variables = params(b);
  return { name, block: b.block(variables, () => work(b, words(b), variables)), inputs, expected };
};

/** A vector `x` of `n` numbers. */
export const vector = (b: ArrayBuilder): readonly Var[] => {
  const n = b.variable("i32");
  return [b.variable("f64", [n]), n];
};

/** A matrix of `m` rows and `n` columns. */
export const matrix = (b: ArrayBuilder): readonly Var[] => {
  const [m, n] = [b.variable("i32"), b.variable("i32")];
  return [b.variable("f64", [m, n]), m, n];
};

export const at = (list: readonly Var[], k: number): Var => list[k] as Var;

/** Each number doubled, and the sum of all. */
export const doubling: Operation = {
  name: "doubling",
  shapes: ([x]) => [x?.kind === "var" && "shape" in x ? (x.shape as readonly Atom[]) : [], []],
  evaluate: ([x], [twice, sum]) => {
    if (!x || !twice || !sum) return;
    const n = x.shape.reduce((product, size) => product * size, 1);
    let total = 0;
    for (let i = 0; i < n; i++) {
      const value = x.values[x.offset + i] ?? 0;
      twice.values[twice.offset + i] = 2 * value;
      total += value;
    }
    sum.values[sum.offset] = total;
  },
  jvp: () => [],
  vjp: () => [],
};

export const x5 = [0.5, -1.25, 2, 3.5, -0.75];
export const m23 = [1, 2, 3, 4, 5, 6];
