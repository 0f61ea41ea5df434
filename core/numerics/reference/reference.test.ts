import { expect, it } from "vitest";
import type { Exact } from "./exact.ts";
import { absolute, held } from "./held.ts";
import { tables } from "./oracle-points.ts";

/** A fraction of whole numbers. */
type Fraction = readonly [top: bigint, bottom: bigint];

const ofDouble = (x: number): Fraction => {
  const n = x === 0 ? 0 : Math.max(Math.floor(Math.log2(Math.abs(x))) - 60, -1074);
  const whole = BigInt(n < -500 ? x * 2 ** 500 * 2 ** (-n - 500) : x * 2 ** -n);
  return n < 0 ? [whole, 1n << BigInt(-n)] : [whole << BigInt(n), 1n];
};

const ofText = (text: string): Fraction => {
  const [digits = "", exponent = "0"] = text.split("e");
  const [front = "", back = ""] = digits.split(".");
  const n = Number(exponent) - back.length;
  return n < 0 ? [BigInt(front + back), 10n ** BigInt(-n)] : [BigInt(front + back) * 10n ** BigInt(n), 1n];
};

const ofExact = ({ value, power }: Exact): Fraction => {
  const [[a, b], [c, d]] = [ofDouble(value.hi), ofDouble(value.lo)];
  const top = a * d + c * b;
  return power < 0 ? [top, (b * d) << BigInt(-power)] : [top << BigInt(power), b * d];
};

const size = (x: bigint): bigint => (x < 0n ? -x : x);

/** How many bits of a value are right; 1 stands for a smaller value where that is `isAbsolute` holds. */
const rightBits = (found: Exact, text: string, isAbsolute: boolean): number => {
  const [[a, b], [c, d]] = [ofExact(found), ofText(text)];
  const off = size(a * d - c * b);
  const value = isAbsolute && size(c) < d ? d : size(c);
  return off === 0n ? 200 : ((value * b) / off).toString(2).length - 1;
};

it.each(held)("%s is right to 96 bits where mpmath tells", (name, reference, before) => {
  const found = (tables.get(name) ?? [])
    .filter(([, y]) => y !== "Infinity")
    .map(([x, y]) => [rightBits(reference(...before, Number(x)), y, absolute.has(name)), x] as const);
  const [least, at] = found.reduce((a, b) => (a[0] <= b[0] ? a : b));
  expect(least, `${name} has ${least} right bits at ${at}`).toBeGreaterThanOrEqual(96);
});
