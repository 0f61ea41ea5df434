import { exact, nearZero, type Reference } from "./exact.ts";
import { less, minus, one, over, type Pair, pair, productOf, series, square, times } from "./pair.ts";

/** pi / 2 in four doubles. */
const HALF_PI = [1.5707963267948966, 6.123233995736766e-17, -1.4973849048591698e-33, 5.562271104316826e-50] as const;

/** (-1)^k / (2 k + first)!, for as many terms as |r| <= 1 needs. */
const alternating = (first: 0 | 1): readonly Pair[] =>
  Array.from({ length: 15 }).reduce<readonly Pair[]>((found) => {
    const n = 2 * found.length + first;
    return [...found, found.length === 0 ? one : over(minus(found.at(-1) ?? one), pair(n * (n - 1)))];
  }, []);

const [even, odd] = [alternating(0), alternating(1)];

export interface SinCos {
  readonly sin: Pair;
  readonly cos: Pair;
}

/** The sine and cosine of |x| up to 2^24. */
export const sinCosOf = (x: Pair): SinCos => {
  const n = Math.round(x.hi / HALF_PI[0]);
  const r = HALF_PI.reduce<Pair>((rest, part) => less(rest, productOf(n, part)), x);
  const s = square(r);
  const [sin, cos] = [times(r, series(odd, s)), series(even, s)];
  const quarter = ((n % 4) + 4) % 4;
  if (quarter % 2 === 0) return quarter === 0 ? { sin, cos } : { sin: minus(sin), cos: minus(cos) };
  return quarter === 1 ? { sin: cos, cos: minus(sin) } : { sin: minus(cos), cos: sin };
};

export const sin = nearZero(one, (x) => sinCosOf(pair(x)).sin);
export const cos: Reference = (x = NaN) => exact(Math.abs(x) < 2 ** -200 ? one : sinCosOf(pair(x)).cos);
export const tan = nearZero(one, (x) => {
  const both = sinCosOf(pair(x));
  return over(both.sin, both.cos);
});

export const PI = pair(2 * HALF_PI[0], 2 * HALF_PI[1]);

/** |sin(pi x)| of a double, by its distance from the nearest whole number. */
export const sinPiOf = (x: number): Pair => {
  const { sin: value } = sinCosOf(times(PI, pair(Math.abs(x - Math.round(x)))));
  return value;
};

/** pi times the cotangent of pi x. */
export const piCotPiOf = (x: number): Pair => {
  const both = sinCosOf(times(PI, pair(x - Math.round(x))));
  return times(PI, over(both.cos, both.sin));
};
