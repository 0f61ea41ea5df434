import { describe, expect, it } from "vitest";
import { add, div, max, min, mul, sub, where } from "../../primitives/index.ts";
import { type Atom, constant, type ElementwisePrimitive } from "../../program/index.ts";
import { arrayBuilder } from "../builder.ts";
import { isSameSize, isSize, isWhole, isWithin, setBounds } from "./bounds.ts";

const b = arrayBuilder();
const [n, m, i, j, x] = [b.variable("i32"), b.variable("i32"), b.variable("i32"), b.variable("i32"), b.variable("f64")];
const k = (value: number): Atom => constant(value);
const of =
  ({ primitive }: { readonly primitive: ElementwisePrimitive }) =>
  (p: Atom, q: Atom): Atom =>
    b.emit(primitive, [p, q]);
const [plus, minus, times, over, most, least] = [of(add), of(sub), of(mul), of(div), of(max), of(min)];
const either = (p: Atom, q: Atom): Atom => b.emit(where.primitive, [b.variable("bool"), p, q]);
for (const size of [n, m]) setBounds(b, size, k(0), []);
setBounds(b, i, k(0), [n]);
setBounds(b, j, k(0), [i]);

describe("an index", () => {
  it.each<[string, Atom, Atom]>([
    ["i in n", i, n],
    ["j in n, for j < i < n", j, n],
    ["i - 1 - j in n", minus(minus(i, k(1)), j), n],
    ["i + 1 in n + 1", plus(i, k(1)), plus(n, k(1))],
    ["3 i + 2 in 3 n", plus(times(i, k(3)), k(2)), times(n, k(3))],
    ["n - 1 - i in n", minus(minus(n, k(1)), i), n],
    ["j or i in n", either(i, j), n],
    ["2 in 3", k(2), k(3)],
  ])("is known to be in range: %s", (_, index, length) => {
    expect(isWithin(b, index, length)).toBe(true);
  });

  it.each<[string, Atom, Atom]>([
    ["i in m", i, m],
    ["i - 1 in n", minus(i, k(1)), n],
    ["i + 1 in n", plus(i, k(1)), n],
    ["i + j in n", plus(i, j), n],
    ["i / 2 in n", over(i, k(2)), n],
    ["x in n", x, n],
    // it is, as there is an i below n; that is not looked for
    ["max(i - 1, 0) in n", most(minus(i, k(1)), k(0)), n],
    ["0 in n", k(0), n],
    ["3 in 3", k(3), k(3)],
    ["0.5 in 3", k(0.5), k(3)],
    ["NaN in 3", k(Number.NaN), k(3)],
    ["i or i + 1 in n", either(i, plus(i, k(1))), n],
    ["min(i, m) - 1 in n", minus(least(i, m), k(1)), n],
  ])("is not known to be in range: %s", (_, index, length) => {
    expect(isWithin(b, index, length)).toBe(false);
  });

  it("is a whole number if its parts are", () => {
    expect([plus(i, times(j, k(2))), plus(i, k(0.5)), times(x, k(2)), over(i, k(2))].map((p) => isWhole(b, p))).toEqual(
      [true, false, false, false],
    );
  });
});

describe("a size", () => {
  it("is at least 0", () => {
    expect(
      [n, plus(n, m), minus(n, i), most(minus(n, k(3)), k(0)), minus(n, least(n, m))].every((p) => isSize(b, p)),
    ).toBe(true);
    expect([minus(n, k(1)), minus(n, m), x, k(-1)].some((p) => isSize(b, p))).toBe(false);
  });

  it("is the same however it is written", () => {
    expect(isSameSize(b, times(plus(n, k(1)), m), plus(times(m, n), m))).toBe(true);
    expect(isSameSize(b, minus(plus(n, k(1)), k(1)), n)).toBe(true);
    expect(isSameSize(b, n, m)).toBe(false);
    expect(isSameSize(b, x, plus(x, k(0)))).toBe(false);
  });

  it("is found in bounded time, however it is nested", () => {
    let size: Atom = n;
    for (let depth = 0; depth < 60; depth++) size = most(minus(plus(size, size), k(1)), least(size, m));
    expect(isWithin(b, size, n)).toBe(false);
  });
});
