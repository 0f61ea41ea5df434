import { describe, expect, it } from "vitest";
import { compile } from "../compile.ts";
import { grad } from "../functions/index.ts";

const x = [1, 2, 3, 4, 5, 6];
const records = x.map((a) => ({ a }));
const places = [-1, 0, 0.5, 2, 5, 6, Number.NaN];

describe("an item that may lie past the ends", () => {
  it.each(places)("at %s is replaced by ?? where it does, as in JavaScript", (k) => {
    const f = (list: readonly number[], at: number) => (list[at] ?? 10) + (list[at + 1] ?? 100);
    expect(compile(f)(x, k)).toBe(f(x, k));
    const g = (at: number) => {
      const a = [1, 2, 3];
      const p = a[at];
      return (p ?? 10) + (p == null ? 100 : 0) + (p === undefined ? 1000 : 0);
    };
    expect(compile(g)(k)).toBe(g(k));
  });

  it.each(places)("at %s may be an object", (k) => {
    const f = (list: readonly { readonly a: number }[], at: number) =>
      (list[at]?.a ?? 10) + (list[at] ? 1 : 2) + (list[at] == null ? 100 : 0);
    expect(compile(f)(records, k)).toBe(f(records, k));
  });

  it("may be one that is looked for, or counted from the end", () => {
    const f = (list: readonly number[]) => [
      list.find((v) => v > 4) ?? -1,
      list.find((v) => v > 40) ?? -1,
      list.at(-1) ?? -1,
      list.at(-9) ?? -1,
    ];
    expect(compile(f)(x)).toEqual(Float64Array.from(f(x)));
  });

  it("is NaN in arithmetic", () => {
    const f = (list: readonly number[], at: number) => (list[at] as number) + 1;
    expect(compile(f)(x, 6)).toBeNaN();
  });

  it("has no derivative where it is replaced", () => {
    const f = (list: readonly number[]) => list.reduce((s, v, i) => s + v * (list[i - 1] ?? 100), 0);
    expect(grad(f)(x)).toEqual(Float64Array.of(102, 4, 6, 8, 10, 5));
    expect(grad(f, { mode: "forward" })(x)).toEqual(Float64Array.of(102, 4, 6, 8, 10, 5));
  });
});

it("arrays one after the other have the items of both, however short they are", () => {
  for (let n = 1; n < 8; n++) {
    const given = Array.from({ length: n }, (_, k) => k + 1);
    const f = (list: readonly number[]) => [10, ...list.slice(1), ...list].reduce((s, v, i) => s + v * i, 0);
    const g = (list: readonly number[]) =>
      list
        .slice(1)
        .concat(list)
        .map((v, i) => v * i);
    expect(compile(f)(given)).toBe(f(given));
    expect([...compile(g)(given)]).toEqual(g(given));
  }
});
