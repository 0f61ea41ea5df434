import { describe, expect, it } from "vitest";
import { columnOf, schemaOf } from "../columns/index.ts";
import { isJagradError, type JagradError } from "../errors.ts";
import { builder } from "../program/index.ts";
import { columnValue, elaborate, lambda, type Scope, type Value } from "./index.ts";

const event = { x: 1, n: 1n, t: true, s: "a", l: [1], m: [{ pt: 1, c: [1] }], o: { y: null } };

/** Elaborates a lambda of this very text. */
const meaning = (text: string, scope: Scope = {}): Value => {
  const b = builder();
  const events = b.axis("event", { kind: "events" }, {});
  const f: object = Function(`return (${text})`)();
  return elaborate(b, f, [columnValue(b, schemaOf(columnOf([event])), [], events)], scope, { label: "filter" });
};

const refusal = (text: string, scope?: Scope): JagradError => {
  try {
    meaning(text, scope);
  } catch (error) {
    if (isJagradError(error)) return error;
    throw error;
  }
  throw new TypeError(`this lambda was understood: ${text}`);
};

describe("what DESIGN.md section 4 names", () => {
  it.each([
    ["(ev) => { let s = 0; for (const x of ev.l) s += x; return s; }"],
    ["(ev) => ev.m.flatMap((m) => m.c).length"],
    ["(ev) => ev.l.includes(2)"],
  ])("is understood: %s", (text) => {
    expect(() => meaning(text)).not.toThrow();
  });
});

describe("a refusal", () => {
  it.each([
    ["(ev) => cut", {}, "E_FREE", "hand it in by the scope: (ev, { cut }) => ..., { cut }"],
    ["(ev) => ev.l.map((x) => x * w)", {}, "E_FREE", "hand it in by the scope: (ev, { w }) => ..., { w }"],
    ["(ev) => ev.pt", {}, "E_COLUMN", 'one of "x", "n", "t", "s", "l", "m", "o"'],
    ["(ev) => ev.m[0].eta", {}, "E_COLUMN", 'one of "pt", "c"'],
    ["(ev, { cut }) => cut", {}, "E_COLUMN", undefined],
    ["(ev) => ev.m.pt", {}, "E_LAMBDA", "take it of each item: list.map((item) => item.pt)"],
    ["(ev) => new Map()", {}, "E_LAMBDA", "object and array literals are enough here"],
    [
      "(ev) => Math.random()",
      {},
      "E_LAMBDA",
      "draw numbers from the data or outside the lambda: a lambda has the same value each time",
    ],
    ["(ev) => ev.x | 0", {}, "E_LAMBDA", "use arithmetic or && || on truth values"],
    ["(ev) => Math.hypot(...ev.l)", {}, "E_LAMBDA", "use max, min or sum of a list, handed in by the scope"],
    [
      "(ev) => ev.l.join().length",
      {},
      "E_LAMBDA",
      "one of map, filter, find, some, every, at, findLast, findIndex, findLastIndex, indexOf, lastIndexOf, flatMap, flat, entries, toReversed, reverse, concat, includes, reduce, slice, toSorted, sort",
    ],
    ["(ev) => ev.l.reduce((s, x) => s + x)", {}, "E_LAMBDA", "list.reduce((s, x) => s + x, 0)"],
    [
      "(ev) => ev.l.reduce((s, x) => s * x, 1)",
      {},
      "E_LAMBDA",
      "reduce with `s + x`, `Math.max(s, x)` or `Math.min(s, x)`",
    ],
    [
      "(ev) => ev.n + 1",
      {},
      "E_TYPE",
      "convert it where that is meant, Number(ev.nMuon), or split samples with the `fold` option of the source",
    ],
    ["(ev) => ev.x > 1 ? 1 : ev.l", {}, "E_TYPE", "give both outcomes the same shape"],
    ["(ev) => ev.m.toSorted((a, b) => b.pt - a.c.length)", {}, "E_LAMBDA", "toSorted((a, b) => b.pt - a.pt)"],
    ["(ev) => { while (ev.x) { } }", {}, "E_LAMBDA", "list.map, filter and reduce loop over a list"],
    [
      "(ev, { f }) => f()",
      { f: new Date(0) },
      "E_SCOPE",
      "hand in numbers, parameters, functions, or arrays and objects of these",
    ],
  ] as const)("names a cure: %s", (text, scope, code, cure) => {
    const error = refusal(text, scope);
    expect(error.code).toBe(code);
    expect(error.cure).toBe(cure);
    expect(error.where).toContain("^");
  });

  it("of a scope value has a caret", () => {
    expect(refusal("(ev, { v }) => v", { v: null }).where).toContain("^");
  });

  it("lists at most 24 columns and says how many there are", () => {
    const b = builder();
    const events = b.axis("event", { kind: "events" }, {});
    const wide = Object.fromEntries(Array.from({ length: 86 }, (_, k) => [`c${k}`, k]));
    const value = columnValue(b, schemaOf(columnOf([wide])), [], events);
    const f = (ev: { readonly pt: number }) => ev.pt;
    expect(() => elaborate(b, f, [value], {}, { label: "map" })).toThrow(/"c0", "c1".*"c23", \.\.\. \(86 in all\)/);
  });

  it.each([
    ["(ev) => ev.s + 1", /a string has no place in arithmetic/],
    ["(ev) => -ev.l", /a number is needed here, found a list/],
    ["(ev) => ev.o * 2", /a number is needed here, found an object/],
    ["(ev) => ev.l > 2", /found a list/],
    ['(ev) => "a" < 2', /found a string/],
    ["(ev) => Math.sqrt([1])", /found an array/],
    ["(ev) => ((x) => x) + 1", /found a function/],
  ])("says which kind is out of place: %s", (text, message) => {
    const error = refusal(text);
    expect(error.code).toBe("E_TYPE");
    expect(error.message).toMatch(message);
    expect(error.where).toContain("^");
  });

  it.each<[string, unknown, RegExp]>([
    ["null", null, /"v" is null/],
    ["undefined", undefined, /"v" is undefined/],
    ["a bigint", 1n, /"v" is bigint/],
    ["a symbol", Symbol.iterator, /"v" is symbol/],
    ["a date", new Date(0), /"v" is an object of a class/],
    ["a map", new Map(), /"v" is an object of a class/],
    ["a typed array", new Float64Array(1), /"v" is an object of a class/],
    ["a promise", Promise.resolve(1), /"v" is an object of a class/],
  ])("names the scope value that is %s", (_what, v, message) => {
    const error = refusal("(ev, { v }) => v", { v });
    expect(error.code).toBe("E_SCOPE");
    expect(error.message).toMatch(message);
  });

  it("names a scope value inside arrays and objects by its path", () => {
    expect(refusal("(ev, { v }) => v[1]", { v: [1, null] }).message).toContain('"v[1]" is null');
    expect(refusal("(ev, { v }) => v.a.b", { v: { a: { b: null } } }).message).toContain('"v.a.b" is null');
  });

  it("puts the caret under the place on its own line of a long lambda", () => {
    const error = refusal("(ev) => {\n  const a = ev.x;\n  const b = a + missing;\n  return b;\n}");
    expect(error.where).toBe("  const b = a + missing;\n                ^^^^^^^");
  });

  it("ends the caret with the line where the place goes on", () => {
    expect(refusal("(ev) => {\n  while (ev.x) {\n  }\n}").where).toBe("  while (ev.x) {\n  ^^^^^^^^^^^^^^");
  });

  it("keeps the caret in sight on a very long line", () => {
    const { where = "" } = refusal(`(ev) => ${"ev.x + ".repeat(100)}free`);
    const [line = "", carets = ""] = where.split("\n");
    expect(line.length).toBeLessThanOrEqual(160);
    expect(line.slice(carets.indexOf("^"), carets.length)).toBe("free");
  });
});

describe("what would not end", () => {
  const loop = (turns: number): string =>
    `(ev) => { let s = 0; for (let i = 0; i < ${turns}; i++) { s += ev.x; } return s; }`;

  it.each([0, 1, 100, 300, 1000])("is not a loop of %i turns", (turns) => {
    expect(() => meaning(loop(turns))).not.toThrow();
  });

  it("is refused as a loop of more than 1000 turns", () => {
    expect(refusal(loop(1_000_000)).code).toBe("E_LAMBDA");
  });

  it("is refused as a helper that calls itself", () => {
    const scope: Record<string, unknown> = {};
    const down = lambda(
      (x: number, { again }: { readonly again: (x: number) => number }): number => again(x - 1),
      scope as never,
    );
    scope.again = down;
    const error = refusal("(ev, { down }) => down(ev.x)", { down });
    expect(error.code).toBe("E_LAMBDA");
    expect(error.message).toContain("calls itself without end");
  });

  const powerBy = (f: string): object => {
    const scope: Record<string, unknown> = {};
    const power: object = lambda(Function(`return ${f}`)() as (x: number, n: number, scope: object) => number, scope);
    scope.again = power;
    return power;
  };

  it("is not a helper that calls itself a constant number of times", () => {
    const power = powerBy("(x, n, { again }) => { if (n > 0) return x * again(x, n - 1); return 1; }");
    expect(() => meaning("(ev, { power }) => power(ev.x, 3)", { power })).not.toThrow();
  });

  it("is not a helper that asks by a conditional expression", () => {
    const power = powerBy("(x, n, { again }) => n > 0 ? x * again(x, n - 1) : 1");
    expect(() => meaning("(ev, { power }) => power(ev.x, 3)", { power })).not.toThrow();
  });

  it("is refused as a function of the lambda that calls itself", () => {
    expect(refusal("(ev) => { const f = (g, x) => g(g, x); return f(f, ev.x); }").code).toBe("E_LAMBDA");
  });
});
