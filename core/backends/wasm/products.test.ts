import { describe, expect, it } from "vitest";
import { plainProducts, products } from "./products.ts";

const values = Float64Array.from({ length: 4000 }, (_, i) => Math.sin(i) * 10 ** (i % 7));
const series = (length: number, step: number): Float64Array =>
  Float64Array.from({ length }, (_, i) => Math.cos(step * i) / (1 + i));
const short = series(8, 0.3);
const long = series(2176, 0.01);
const factors = [
  { series: long, start: 0 },
  { series: short, start: 3992 },
  { series: long, start: 1824 },
  { series: short, start: 17 },
];

describe("sums of products", () => {
  it("are those of JavaScript to the last bit", () => {
    expect([...products(values, factors)]).toStrictEqual([...plainProducts(values, factors)]);
  });

  it("are those of a plain loop, to rounding", () => {
    for (const [k, { series, start }] of factors.entries()) {
      const terms = Array.from(series, (factor, i) => factor * (values[start + i] ?? Number.NaN));
      const [sum, size] = terms.reduce(([sum = 0, size = 0], x) => [sum + x, size + Math.abs(x)], [0, 0]);
      expect(Math.abs((products(values, factors)[k] ?? Number.NaN) - (sum ?? 0))).toBeLessThanOrEqual(
        1e-13 * (size ?? 0),
      );
    }
  });

  it("forget the values before", () => {
    const others = values.map((x) => -x);
    products(values, factors);
    expect([...products(others, factors)]).toStrictEqual([...products(values, factors)].map((x) => -x));
  });

  it("of nothing are zero", () => {
    expect([...products(values, [{ series: series(0, 1), start: 0 }])]).toStrictEqual([0]);
    expect([...products(values, [])]).toStrictEqual([]);
  });

  it("have room for more values than there were at first", () => {
    const many = new Float64Array(500_000).fill(1);
    expect([...products(many, [{ series: new Float64Array(16).fill(2), start: 499_984 }])]).toStrictEqual([32]);
  });
});
