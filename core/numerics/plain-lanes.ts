import { copySign, exponentOf, roundEven, scale } from "./bits.ts";
import type { Lanes } from "./lanes.ts";

type Plain = number | boolean;

/** The upper 26 bits of a number, and the rest. */
const halves = (x: number): readonly [number, number] => {
  const c = 134217729 * x;
  const high = c - (c - x);
  return [high, x - high];
};

/** x * y + z, rounded once, where nothing overflows or is lost below; the error of the sum is rounded first. */
export const fused = (x: number, y: number, z: number): number => {
  const product = x * y;
  const isPlain = Math.abs(product) > 1e-250 && Math.max(Math.abs(x), Math.abs(y), Math.abs(z)) < 1e150;
  if (!isPlain) return product + z;
  const [[a, b], [c, d]] = [halves(x), halves(y)];
  const lost = b * d - (product - a * c - b * c - a * d);
  const sum = product + z;
  const added = sum - product;
  return sum + (product - (sum - added) + (z - added) + lost);
};

const one =
  (f: (x: number) => number) =>
  (x: Plain): number =>
    f(Number(x));

const two =
  <R extends Plain>(f: (x: number, y: number) => R) =>
  (x: Plain, y: Plain): R =>
    f(Number(x), Number(y));

/**
 * Single numbers as lanes: the reference of all back ends.
 * @param multiplyAdd - `x * y + z`, rounded once or twice
 */
export const plainLanes = (
  multiplyAdd: (x: number, y: number, z: number) => number = (x, y, z) => x * y + z,
): Lanes<Plain> => ({
  k: (value) => value,
  truth: (value) => value,
  known: () => undefined,
  let: (value) => value,
  add: two((x, y) => x + y),
  sub: two((x, y) => x - y),
  mul: two((x, y) => x * y),
  div: two((x, y) => x / y),
  neg: one((x) => -x),
  abs: one(Math.abs),
  copySign: two(copySign),
  sqrt: one(Math.sqrt),
  floor: one(Math.floor),
  ceil: one(Math.ceil),
  trunc: one(Math.trunc),
  madd: (x, y, z) => multiplyAdd(Number(x), Number(y), Number(z)),
  nmadd: (x, y, z) => multiplyAdd(-x, Number(y), Number(z)),
  weigh: two((x, y) => (x === 0 || y === 0 ? 0 : x * y)),
  min: two(Math.min),
  max: two(Math.max),
  atMost: two((x, bound) => (!(bound < x) ? x : bound)),
  atLeast: two((x, bound) => (!(bound > x) ? x : bound)),
  lt: two((x, y) => x < y),
  le: two((x, y) => x <= y),
  gt: two((x, y) => x > y),
  ge: two((x, y) => x >= y),
  eq: two((x, y) => x === y),
  ne: two((x, y) => x !== y),
  and: (a, b) => a === true && b === true,
  or: (a, b) => a === true || b === true,
  not: (a) => a !== true,
  select: (a, yes, no) => (a === true ? yes : no),
  orCall: (fine, usual, f, inputs) => (fine === true ? usual : f(...inputs.map(Number))),
  scale2: (x, n, more = 0) => Number(x) * 2 ** (Number(n) + more),
  splitExponent: (x) => {
    const n = exponentOf(Number(x));
    return { m: scale(Number(x), -n), n };
  },
  round: one(roundEven),
  roundOf: two((x, y) => roundEven(x * y)),
  isOdd: (n) => Number(n) % 2 !== 0,
  turned: two((x, n) => (Math.floor(n / 2) % 2 === 0 ? x : -x)),
});
