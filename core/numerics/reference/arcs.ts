import { sinCosOf } from "./angles.ts";
import { exact, nearZero, type Reference } from "./exact.ts";
import { less, one, over, type Pair, pair, plus, productOf, root, square, sumOf, times } from "./pair.ts";

/** The angle of a point whose coordinates are of moderate size, by one step of Newton's from that of `Math`. */
const angleOf = (y: Pair, x: Pair): Pair => {
  const start = Math.atan2(y.hi, x.hi);
  const { sin, cos } = sinCosOf(pair(start));
  const t = over(less(times(y, cos), times(x, sin)), plus(times(x, cos), times(y, sin)));
  return plus(pair(start), less(t, over(times(square(t), t), pair(3))));
};

/** The power of 2 below |x|, at least that of the least normal double. */
const exponentOf = (x: number): number => Math.floor(Math.log2(Math.max(Math.abs(x), 2 ** -1022)));

const up = (x: number, n: number): number => x * 2 ** Math.trunc(n / 2) * 2 ** (n - Math.trunc(n / 2));

export const atan2: Reference = (y = NaN, x = NaN) => {
  const [a, b] = [exponentOf(y), exponentOf(x)];
  const [top, bottom] = [up(y, -a), up(x, -b)];
  if (a - b < -300 && x > 0) return exact(over(pair(top), pair(bottom)), a - b);
  const most = Math.max(a, b);
  return exact(angleOf(pair(up(top, Math.max(a - most, -400))), pair(up(bottom, Math.max(b - most, -400)))));
};

export const atan: Reference = (x = NaN) => atan2(x, 1);

/** sqrt(1 - x^2). */
const other = (x: number): Pair => root(times(sumOf(1, x), sumOf(1, -x)));

export const asin = nearZero(one, (x) => angleOf(pair(x), other(x)));
export const acos: Reference = (x = NaN) => exact(angleOf(other(x), pair(x)));

export const hypot: Reference = (x = NaN, y = NaN) => {
  const n = exponentOf(Math.max(Math.abs(x), Math.abs(y)));
  const [a, b] = [up(x, -n), up(y, -n)].map((part) => (Math.abs(part) < 2 ** -200 ? 0 : part));
  return exact(root(plus(productOf(a ?? 0, a ?? 0), productOf(b ?? 0, b ?? 0))), n);
};

/** The cubic root of x, by one step of Newton's from that of `Math`. */
export const cbrt: Reference = (x = NaN) => {
  const n = 3 * Math.round(exponentOf(x) / 3);
  const z = up(x, -n);
  const start = Math.cbrt(z);
  const s = productOf(start, start);
  const d = over(less(pair(z), times(s, pair(start))), times(s, pair(3)));
  return exact(plus(pair(start), less(d, over(square(d), pair(start)))), n / 3);
};
