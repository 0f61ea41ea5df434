import type { Lowering } from "../numerics/index.ts";
import * as lowered from "../numerics/lowered/index.ts";
import { definePrimitive, real } from "./define.ts";

type Unary = (x: number) => number;

const wide = real(-3, 3);
const positive = real(0.1, 5);

const math = (
  name: keyof Math & string,
  evaluate: Unary,
  lower: Lowering,
  partial: (x: number, scope: { out: number }) => number,
  domain = wide,
) => definePrimitive({ name, evaluate, partials: [partial], domain: [domain], lower, ulp: 4 });

export const exp = math("exp", Math.exp, lowered.exp, (_x, { out }) => out);
export const expm1 = math("expm1", Math.expm1, lowered.expm1, (_x, { out }) => out + 1);
export const log = math("log", Math.log, lowered.log, (x) => 1 / x, positive);
export const log1p = math("log1p", Math.log1p, lowered.log1p, (x) => 1 / (1 + x), real(-0.9, 5));
export const log2 = math("log2", Math.log2, lowered.log2, (x) => 1 / (x * Math.LN2), positive);
export const log10 = math("log10", Math.log10, lowered.log10, (x) => 1 / (x * Math.LN10), positive);
export const cbrt = math("cbrt", Math.cbrt, lowered.cbrt, (_x, { out }) => 1 / (3 * out * out), positive);
export const sin = math("sin", Math.sin, lowered.sin, (x) => Math.cos(x));
export const cos = math("cos", Math.cos, lowered.cos, (x) => -Math.sin(x));
export const tan = math("tan", Math.tan, lowered.tan, (_x, { out }) => 1 + out * out, real(-1.4, 1.4));
export const asin = math("asin", Math.asin, lowered.asin, (x) => 1 / Math.sqrt((1 - x) * (1 + x)), real(-0.95, 0.95));
export const acos = math("acos", Math.acos, lowered.acos, (x) => -1 / Math.sqrt((1 - x) * (1 + x)), real(-0.95, 0.95));
export const atan = math("atan", Math.atan, lowered.atan, (x) => 1 / (1 + x * x));
export const sinh = math("sinh", Math.sinh, lowered.sinh, (x) => Math.cosh(x));
export const cosh = math("cosh", Math.cosh, lowered.cosh, (x) => Math.sinh(x));
export const tanh = math("tanh", Math.tanh, lowered.tanh, (_x, { out }) => (1 - out) * (1 + out));
export const asinh = math("asinh", Math.asinh, lowered.asinh, (x) => 1 / Math.sqrt(1 + x * x));
export const acosh = math("acosh", Math.acosh, lowered.acosh, (x) => 1 / Math.sqrt((x - 1) * (x + 1)), real(1.1, 5));
export const atanh = math("atanh", Math.atanh, lowered.atanh, (x) => 1 / ((1 - x) * (1 + x)), real(-0.9, 0.9));

export const sqrt = definePrimitive({
  name: "sqrt",
  evaluate: Math.sqrt,
  partials: [(_x, { out }) => 0.5 / out],
  domain: [positive],
  lower: (l, x) => l.sqrt(x),
});

export const abs = definePrimitive({
  name: "abs",
  evaluate: Math.abs,
  partials: [(x) => Math.sign(x)],
  domain: [wide],
  lower: (l, x) => l.abs(x),
});

export const atan2 = definePrimitive({
  name: "atan2",
  evaluate: Math.atan2,
  partials: [(y, x) => x / (x * x + y * y), (y, x) => -y / (x * x + y * y)],
  domain: [real(0.2, 3), real(-3, 3)],
  lower: lowered.atan2,
  ulp: 4,
});

export const hypot = definePrimitive({
  name: "hypot",
  evaluate: Math.hypot as (x: number, y: number) => number,
  partials: [(x, _y, { out }) => (out === 0 ? 0 : x / out), (_x, y, { out }) => (out === 0 ? 0 : y / out)],
  domain: [real(0.2, 3), wide],
  commutative: true,
  lower: lowered.hypot,
  ulp: 4,
});
