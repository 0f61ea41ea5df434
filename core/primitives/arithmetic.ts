import * as lowered from "../numerics/lowered/index.ts";
import { type Atom, type Builder, constant, type DType, isConstant } from "../program/index.ts";
import { definePrimitive, real } from "./define.ts";

const wide = real(-4, 4);
const away = real(0.25, 4);

const neutral =
  (position: 0 | 1, value: number) =>
  (inputs: readonly Atom[]): Atom | undefined => {
    const self = inputs[position];
    return self && isConstant(self, value) ? inputs[1 - position] : undefined;
  };

const either = (value: number): ((inputs: readonly Atom[]) => Atom | undefined) => {
  const [first, second] = [neutral(0, value), neutral(1, value)];
  return (inputs) => first(inputs) ?? second(inputs);
};

export const add = definePrimitive({
  name: "add",
  evaluate: (x: number, y: number) => x + y,
  partials: [() => 1, () => 1],
  domain: [wide, wide],
  commutative: true,
  simplify: either(-0),
  lower: (l, x, y) => l.add(x, y),
});

export const sub = definePrimitive({
  name: "sub",
  evaluate: (x: number, y: number) => x - y,
  partials: [() => 1, () => -1],
  domain: [wide, wide],
  simplify: neutral(1, 0),
  lower: (l, x, y) => l.sub(x, y),
});

export const mul = definePrimitive({
  name: "mul",
  evaluate: (x: number, y: number) => x * y,
  partials: [(_x, y) => y, (x) => x],
  domain: [wide, wide],
  commutative: true,
  simplify: either(1),
  lower: (l, x, y) => l.mul(x, y),
});

export const div = definePrimitive({
  name: "div",
  evaluate: (x: number, y: number) => x / y,
  partials: [(_x, y) => 1 / y, (_x, y, { out }) => -out / y],
  domain: [wide, away],
  simplify: neutral(1, 1),
  lower: (l, x, y) => l.div(x, y),
});

const negOfNeg = ([x]: readonly Atom[], _settings: unknown, builder: Builder): Atom | undefined => {
  const inner = x && builder.definition(x);
  return inner?.primitive === neg.primitive ? inner.inputs[0] : undefined;
};

export const neg = definePrimitive({
  name: "neg",
  evaluate: (x: number) => -x,
  partials: [() => -1],
  domain: [wide],
  simplify: negOfNeg,
  lower: (l, x) => l.neg(x),
});

export const pow = definePrimitive({
  name: "pow",
  evaluate: Math.pow,
  partials: [
    (x, y) => (x === 0 && y === 0 ? 0 : y * x ** (y - 1)),
    (x, _y, { out }) => (out === 0 ? 0 : out * Math.log(x)),
  ],
  domain: [away, wide],
  simplify: neutral(1, 1),
  lower: lowered.pow,
  ulp: 4,
});

/** A remainder jumps where the quotient is whole, so that its slope alone would be wrong. */
export const mod = definePrimitive({
  name: "mod",
  evaluate: (x: number, y: number) => x % y,
  partials: [undefined, undefined],
  domain: [wide, real(5, 9)],
  lower: lowered.mod,
  ulp: 0,
});

const ofOne = either(1);

/** What a product is whose second factor is a number, or a choice between 0 and 1. */
const weighedBy = (x: Atom, y: Atom, b: Builder): Atom | undefined => {
  if (y.kind === "const") return isConstant(y, 0) || isConstant(y, -0) ? constant(0) : b.emit(mul.primitive, [x, y]);
  const made = b.definition(y);
  if (made?.primitive.name !== "where") return undefined;
  const [condition, yes, no] = made.inputs;
  if (!condition || !yes || !no) return undefined;
  if (isConstant(yes, 1) && isConstant(no, 0)) return b.emit(made.primitive, [condition, x, constant(0)]);
  return isConstant(yes, 0) && isConstant(no, 1) ? b.emit(made.primitive, [condition, constant(0), x]) : undefined;
};

const weighed = (inputs: readonly Atom[], _settings: unknown, b: Builder): Atom | undefined => {
  const [c, d] = [inputs[0], inputs[1]];
  return c && d && (ofOne(inputs) ?? weighedBy(c, d, b) ?? weighedBy(d, c, b));
};

/** A product in which a zero wins over an infinity or NaN: how a derivative meets what flows through it. */
export const weigh = definePrimitive({
  name: "weigh",
  evaluate: (c: number, d: number) => (c === 0 || d === 0 ? 0 : c * d),
  partials: [(_c, d) => d, (c) => c],
  domain: [away, wide],
  commutative: true,
  simplify: weighed,
  lower: (l, c, d) => l.weigh(c, d),
});

const sameType = ([type]: readonly DType[]): DType => type ?? "f64";

/** Its argument, as a constant for derivatives and for the widths of cuts. */
export const stopGradient = definePrimitive({
  name: "stopGradient",
  evaluate: (x: number) => x,
  partials: [undefined],
  domain: [wide],
  dtype: sameType,
  silent: true,
  lower: (_l, x) => x,
});
