import { parameter } from "jagrad/core";
import { objective } from "jagrad/ops";
import { of } from "rxjs";
import { describe, expect, it } from "vitest";
import { inverse, times } from "./matrix.ts";
import { newton } from "./newton.ts";

const a = parameter("a", 1);
const b = parameter("b", 2);

describe("Newton's method", () => {
  it("finds the minimum of a parabola, and its errors with the correlation", async () => {
    const f = of(0).pipe(
      objective((_zero, { a, b }) => (a - 3) ** 2 / 4 + (b + 1) ** 2 + 0.5 * (a - 3) * (b + 1), { a, b }),
    );
    const { at, errors } = await newton(f, { a, b }, { a: 1, b: 1 });
    expect(at.a).toBeCloseTo(3, 6);
    expect(at.b).toBeCloseTo(-1, 6);
    expect(errors.a).toBeCloseTo(Math.sqrt(16 / 3), 6);
    expect(errors.b).toBeCloseTo(Math.sqrt(4 / 3), 6);
  });

  it("finds the Poisson mean and its error", async () => {
    const mu = parameter("mu", 5);
    const f = of(9).pipe(objective((n, { mu }) => 2 * (mu - n * Math.log(mu)), { mu }));
    const { at, errors } = await newton(f, { mu }, { mu: 0.1 });
    expect(at.mu).toBeCloseTo(9, 3);
    expect(errors.mu).toBeCloseTo(3, 2);
  });

  it("refuses a function with a flat direction", async () => {
    const f = of(0).pipe(objective((_zero, { a, b }) => (a + b) ** 2, { a, b }));
    await expect(newton(f, { a, b }, { a: 1, b: 1 })).rejects.toThrow("flat direction");
  });
});

describe("a matrix", () => {
  it("times its inverse is the identity", () => {
    const matrix = [
      [0, 2, 1],
      [1, 0, 3],
      [4, 1, 0],
    ];
    const product = inverse(matrix).map((row) =>
      times(matrix[0]?.map((_, j) => matrix.map((r) => r[j] ?? 0)) ?? [], row),
    );
    for (const [i, row] of product.entries())
      for (const [j, x] of row.entries()) expect(x).toBeCloseTo(i === j ? 1 : 0, 12);
  });
});
