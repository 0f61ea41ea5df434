import { PI } from "./angles.ts";
import { type Exact, exact, nearZero, type Reference } from "./exact.ts";
import { expOf, plainOf } from "./exponentials.ts";
import { log1pOf, logOf } from "./logarithms.ts";
import { less, minus, one, over, type Pair, pair, plus, productOf, root, scaledBy, series, times } from "./pair.ts";

/** The step of the sum below, whose error is about exp(-(pi / STEP)^2), and how many of its terms count. */
const STEP = 0.359375;
const TERMS = 25;

const TWO_OVER_ROOT_PI = over(pair(2), root(PI));

/** 2^n / (2 n + 1)!! */
const factors: readonly Pair[] = Array.from({ length: 32 }).reduce<readonly Pair[]>(
  (found) => [...found, found.length === 0 ? one : over(scaledBy(found.at(-1) ?? one, 2), pair(2 * found.length + 1))],
  [],
);

/** erf(x) of |x| <= 1, where s = x^2. */
const nearErf = (x: Pair, s: Pair): Pair =>
  times(times(TWO_OVER_ROOT_PI, x), times(plainOf(expOf(minus(s))), series(factors, s)));

const nodes = Array.from({ length: TERMS }, (_, k) => {
  const s = productOf((k + 1) * STEP, (k + 1) * STEP);
  return { s, weight: scaledBy(plainOf(expOf(minus(s))), 2) };
});

const STEP_OVER_PI = over(pair(STEP), PI);
const TURN = over(scaledBy(PI, -2), pair(STEP));

/**
 * exp(s) erfc(x) for x >= 1, s = x^2.
 * @source C. Chiarella & A. Reichel, Math. Comp. 22 (1968) 137, doi:10.1090/S0025-5718-1968-0223069-6
 */
const scaledTail = (x: Pair, s: Pair): Pair => {
  let sum = over(one, s);
  for (const node of nodes) sum = plus(sum, over(node.weight, plus(node.s, s)));
  const main = times(times(STEP_OVER_PI, x), sum);
  if (x.hi > Math.PI / STEP) return main;
  const turn = times(TURN, x);
  const pole = over(plainOf(expOf(plus(s, turn))), less(one, plainOf(expOf(turn))));
  return less(main, scaledBy(pole, 2));
};

/** erfc(x) for x >= 0. */
const tailOf = (x: Pair, s: Pair): Exact => {
  if (x.hi < 1) return exact(less(one, nearErf(x, s)));
  const { value, power } = expOf(minus(s));
  return exact(times(value, scaledTail(x, s)), power);
};

/** erfc of what is negative where `isLeft` holds, from its size. */
const erfcOf = (isLeft: boolean, x: Pair, s: Pair): Exact => {
  const tail = tailOf(x, s);
  return isLeft ? exact(less(pair(2), tail.power < -300 ? pair(0) : plainOf(tail))) : tail;
};

/** Beyond these sizes a tail is below the least double by far, and the square is beyond the largest power of 2. */
const most = (x: number): number => Math.min(Math.abs(x), 100);

export const erfc: Reference = (x = NaN) => erfcOf(x < 0, pair(most(x)), productOf(most(x), most(x)));

export const erf = nearZero(TWO_OVER_ROOT_PI, (x) => {
  const a = most(x);
  const s = productOf(a, a);
  const size = a < 1 ? nearErf(pair(a), s) : erfcOf(true, pair(a), s).value;
  return scaledBy(a < 1 ? size : less(size, one), Math.sign(x));
});

const ROOT_HALF = root(pair(0.5));
const INV_ROOT_TWO_PI = over(one, root(scaledBy(PI, 2)));

/** |x| / sqrt(2) and its square. */
const scaled = (x: number): readonly [Pair, Pair] => [
  times(ROOT_HALF, pair(Math.abs(x))),
  scaledBy(productOf(x, x), 0.5),
];

const halved = ({ value, power }: Exact): Exact => exact(value, power - 1);

export const normalCdf: Reference = (x = NaN) => halved(erfcOf(x > 0, ...scaled(most(x) * Math.sign(x))));

export const normalPdf: Reference = (x = NaN) => {
  const { value, power } = expOf(scaledBy(productOf(most(x), most(x)), -0.5));
  return exact(times(INV_ROOT_TWO_PI, value), power);
};

export const logNormalCdf: Reference = (x = NaN) => {
  const [a, s] = scaled(x);
  if (a.hi >= 1 && x < 0) return exact(less(logOf(scaledBy(scaledTail(a, s), 0.5)), s));
  if (x < 0) return exact(logOf(plainOf(normalCdf(x))));
  const upper = normalCdf(-x);
  return upper.power < -300 ? exact(minus(upper.value), upper.power) : exact(log1pOf(minus(plainOf(upper))));
};

export const inverseMills: Reference = (x = NaN) => {
  const [a, s] = scaled(x);
  if (a.hi >= 1 && x < 0) return exact(over(scaledBy(INV_ROOT_TWO_PI, 2), scaledTail(a, s)));
  const { value, power } = normalPdf(x);
  return exact(over(value, plainOf(normalCdf(x))), power);
};
