import { describe, expect, expectTypeOf, it } from "vitest";
import { real } from "../primitives/index.ts";
import { builder, constant, showProgram } from "../program/index.ts";
import { asScalar, definePlugin, elaborate, lambda, listOf, numberOf, recordOf, type Scope } from "./index.ts";

const square = (x: number) => x * x;
const squares = { square };
const norm = lambda((x: number, y: number, { square }: typeof squares) => Math.sqrt(square(x) + square(y)), squares);

const compiled = (f: object, scope: Scope, ...inputs: readonly number[]): unknown => {
  const b = builder();
  const atoms = inputs.map((x) => numberOf(constant(x)));
  const { atom } = asScalar(elaborate(b, f, atoms, scope, { label: "test" }));
  return atom.kind === "const" ? atom.value : showProgram(b.program([atom]));
};

describe("lambda", () => {
  it("runs as JavaScript with its scope", () => {
    expect(norm(3, 4)).toBe(5);
  });

  it("has the type of its function without the scope", () => {
    expectTypeOf(norm).toEqualTypeOf<(x: number, y: number) => number>();
  });

  it("compiles inside a lambda to what it runs", () => {
    const f = (x: number, { norm }: { readonly norm: (x: number, y: number) => number }) => norm(x, 4);
    expect(compiled(f, { norm }, 3)).toBe(5);
  });

  it("nests", () => {
    const twice = lambda((x: number, s: { readonly norm: typeof norm }) => s.norm(x, x) + 1, { norm });
    expect(compiled((x: number, { twice }: { readonly twice: (x: number) => number }) => twice(x), { twice }, 3)).toBe(
      twice(3),
    );
  });

  it("keeps helpers of equal text and different scope apart", () => {
    const times = (k: number) => lambda((x: number, s: { readonly k: number }) => s.k * x, { k });
    const f = (x: number, { p, q }: { readonly p: (x: number) => number; readonly q: (x: number) => number }) =>
      p(x) - q(x);
    expect(compiled(f, { p: times(5), q: times(3) }, 7)).toBe(14);
  });

  it("runs without arguments beyond its own", () => {
    expect(Reflect.apply(norm, undefined, [3, 4, { square: () => 0 }])).toBe(5);
  });

  it("compiles without arguments beyond its own", () => {
    const f = (x: number, { norm }: { readonly norm: (...x: readonly number[]) => number }) => norm(x, 4, 9);
    expect(compiled(f, { norm }, 3)).toBe(5);
  });

  it("takes no argument but the scope", () => {
    const two = lambda(({ k }: { readonly k: number }) => 2 * k, { k: 1 });
    expect(two()).toBe(2);
    expect(compiled((x: number, { two }: { readonly two: () => number }) => x + two(), { two }, 1)).toBe(3);
  });
});

describe("a scope", () => {
  it("may hold numbers, truth values, arrays, objects and functions", () => {
    const f = (
      x: number,
      s: {
        readonly k: number;
        readonly yes: boolean;
        readonly a: readonly number[];
        readonly o: { readonly f: (x: number) => number };
      },
    ) => (s.yes ? s.k + (s.a[1] ?? 0) + s.o.f(x) : 0);
    expect(compiled(f, { k: 1, yes: true, a: [10, 20], o: { f: square } }, 3)).toBe(30);
  });

  it("has only its own members", () => {
    for (const name of ["constructor", "toString", "__proto__", "hasOwnProperty"]) {
      const f = Function(`return (x, scope) => scope[${JSON.stringify(name)}]`)();
      expect(() => compiled(f, {}, 1)).toThrow(/^E_COLUMN/);
    }
  });

  it("may have members with any name", () => {
    const scope: Scope = JSON.parse('{"__proto__": 4, "a\\"b": 5}');
    const f = Function('return (x, scope) => scope.__proto__ + scope["a\\"b"]')();
    expect(compiled(f, scope, 1)).toBe(9);
  });
});

describe("definePlugin", () => {
  it("reads the functions of a plugin", () => {
    expect(definePlugin({ name: "squares", about: "powers", functions: { square, norm } })).toMatchObject({
      name: "squares",
      operators: {},
    });
  });

  it.each(["", "Squares", "a b", "../x", "1a"])("refuses the name %j", (name) => {
    expect(() => definePlugin({ name, about: "" })).toThrow(/^E_PARAMETER/);
  });

  it("refuses a function that lambdas cannot use, where it is declared", () => {
    expect(() => definePlugin({ name: "bad", about: "", functions: { f: Math.sqrt } })).toThrow(/^E_LAMBDA/);
  });

  it("takes domains and singular points of its closed lambdas alone, one per input", () => {
    const plugin = { name: "squares", about: "powers", functions: { square, norm } };
    const x = real(-1, 1);
    expect(definePlugin({ ...plugin, domains: { norm: [x, x] }, finiteAt: { norm: [[0, 0]] } })).toMatchObject({
      domains: { norm: [x, x] },
    });
    expect(() => definePlugin({ ...plugin, domains: { cube: [x] } })).toThrow(
      /^E_PARAMETER.*"cube"[\s\S]*square, norm/,
    );
    expect(() => definePlugin({ ...plugin, domains: { norm: [x] } })).toThrow(/^E_SHAPE: norm has 2 inputs, and 1/);
    expect(() => definePlugin({ ...plugin, finiteAt: { square: [[1, 2]] } })).toThrow(/^E_SHAPE/);
  });

  it.each([
    [real(1, -1), "input 1 goes from 1 to -1"],
    [recordOf({ x: real(0, Number.POSITIVE_INFINITY) }), "input 1.x goes from 0 to Infinity"],
    [listOf(real(0, 1), 3, 2), "input 1 has 3 to 2 items"],
    [listOf(recordOf({ y: listOf(real(0, 1), -1) })), "input 1[].y has -1 to 4 items"],
  ])("refuses a domain that is none (%j)", (domain, what) => {
    const plugin = { name: "squares", about: "powers", functions: { square }, domains: { square: [domain] } };
    expect(() => definePlugin(plugin)).toThrow(`E_PARAMETER: a domain of square is none: ${what}`);
  });
});
