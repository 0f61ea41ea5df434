import { type Atom, type Builder, constant, type DType, isConstant } from "../program/index.ts";
import { bool, definePrimitive, real } from "./define.ts";

const wide = real(-4, 4);
const isBool = (): DType => "bool";

const compare = (name: "gt" | "ge" | "lt" | "le" | "eq", evaluate: (x: number, y: number) => boolean) =>
  definePrimitive({
    name,
    evaluate,
    partials: [undefined, undefined],
    domain: [wide, wide],
    dtype: isBool,
    lower: (l, x, y) => l[name](x, y),
  });

export const gt = compare("gt", (x, y) => x > y);
export const ge = compare("ge", (x, y) => x >= y);
export const lt = compare("lt", (x, y) => x < y);
export const le = compare("le", (x, y) => x <= y);
export const eq = compare("eq", (x, y) => x === y);

const absorbing =
  (absorbs: boolean) =>
  (inputs: readonly Atom[]): Atom | undefined => {
    const [a, b] = [inputs[0], inputs[1]];
    if (!a || !b) return undefined;
    if (isConstant(a, absorbs) || isConstant(b, absorbs)) return constant(absorbs);
    if (isConstant(a, !absorbs)) return b;
    if (isConstant(b, !absorbs) || a === b) return a;
    return undefined;
  };

const logic = (name: "and" | "or", absorbs: boolean, evaluate: (x: boolean, y: boolean) => boolean) =>
  definePrimitive({
    name,
    evaluate,
    partials: [undefined, undefined],
    domain: [bool, bool],
    dtype: isBool,
    commutative: true,
    simplify: absorbing(absorbs),
    lower: (l, x, y) => l[name](x, y),
  });

export const and = logic("and", false, (x, y) => x && y);
export const or = logic("or", true, (x, y) => x || y);

const notOfNot = ([x]: readonly Atom[], _settings: unknown, builder: Builder): Atom | undefined => {
  const inner = x && builder.definition(x);
  return inner?.primitive === not.primitive ? inner.inputs[0] : undefined;
};

export const not = definePrimitive({
  name: "not",
  evaluate: (x: boolean) => !x,
  partials: [undefined],
  domain: [bool],
  dtype: isBool,
  simplify: notOfNot,
  lower: (l, x) => l.not(x),
});

/** `x` where the condition holds, `y` elsewhere; the one not chosen reaches neither value nor derivative. */
export const where = definePrimitive({
  name: "where",
  evaluate: (condition: boolean, x: number, y: number) => (condition ? x : y),
  partials: [undefined, (condition) => (condition ? 1 : 0), (condition) => (condition ? 0 : 1)],
  domain: [bool, wide, wide],
  dtype: ([, x, y]) => (x === y && x ? x : "f64"),
  simplify: ([condition, x, y]) => {
    if (condition && isConstant(condition, true)) return x;
    if (condition && isConstant(condition, false)) return y;
    if (x && y && (x === y || (x.kind === "const" && isConstant(y, x.value)))) return x;
    if (x?.kind === "const" && y?.kind === "const" && x.value === true && y.value === false) return condition;
    return undefined;
  },
  lower: (l, condition, x, y) => l.select(condition, x, y),
});

/** True for a number that is neither infinite nor NaN. */
export const isFiniteNumber = definePrimitive({
  name: "isFinite",
  evaluate: (x: number) => Number.isFinite(x),
  partials: [undefined],
  domain: [wide],
  dtype: isBool,
  silent: true,
  lower: (l, x) => l.eq(l.sub(x, x), l.k(0)),
});

export const isMissingNumber = definePrimitive({
  name: "isNaN",
  evaluate: (x: number) => Number.isNaN(x),
  partials: [undefined],
  domain: [wide],
  dtype: isBool,
  silent: true,
  lower: (l, x) => l.ne(x, x),
});

export const min = definePrimitive({
  name: "min",
  evaluate: (x: number, y: number) => Math.min(x, y),
  partials: [(x, y) => (x < y ? 1 : x === y ? 0.5 : 0), (x, y) => (y < x ? 1 : x === y ? 0.5 : 0)],
  domain: [wide, wide],
  commutative: true,
  lower: (l, x, y) => l.min(x, y),
});

export const max = definePrimitive({
  name: "max",
  evaluate: (x: number, y: number) => Math.max(x, y),
  partials: [(x, y) => (x > y ? 1 : x === y ? 0.5 : 0), (x, y) => (y > x ? 1 : x === y ? 0.5 : 0)],
  domain: [wide, wide],
  commutative: true,
  lower: (l, x, y) => l.max(x, y),
});

/** A 64-bit whole number as a float64; above 2^53 the nearest one. */
export const toNumber = definePrimitive({
  name: "toNumber",
  evaluate: Number as (x: number) => number,
  partials: [undefined],
  domain: [{ kind: "integer", min: -9, max: 9 }],
  silent: true,
  lower: (_l, x) => x,
  ulp: 0,
});
