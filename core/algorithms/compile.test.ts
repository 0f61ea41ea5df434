import { describe, expect, expectTypeOf, it } from "vitest";
import { isJagradError, type JagradError } from "../errors.ts";
import { compile } from "./compile.ts";
import { arrayOf, type TypeSpec } from "./language/index.ts";

type Vector = readonly number[];

const total = (x: Vector): number => x.reduce((s, v) => s + v, 0);
const flat = (A: readonly Vector[]): Float64Array | Vector =>
  A.map((row) => row.reduce((s, v, j) => s + v * (j + 1), 0));

const refusal = (work: () => unknown): JagradError => {
  try {
    work();
  } catch (error) {
    if (isJagradError(error)) return error;
    throw error;
  }
  throw new Error("it was not refused");
};

describe("what a compiled function takes", () => {
  it("is lists and typed arrays of numbers", () => {
    const f = compile(total, ["f64[n]"]);
    for (const x of [
      [1, 2, 3],
      Float64Array.of(1, 2, 3),
      Float32Array.of(1, 2, 3),
      Int32Array.of(1, 2, 3),
      new Uint8Array([1, 2, 3]),
    ])
      expect(f(x)).toBe(6);
    expect(f([])).toBe(0);
  });

  it("is matrices row by row, or one after the other", () => {
    const f = compile(flat, ["f64[n, 2]"]);
    const rows = [Float64Array.of(1, 2), Float64Array.of(3, 4), Float64Array.of(5, 6)];
    for (const A of [
      [
        [1, 2],
        [3, 4],
        [5, 6],
      ],
      rows.map((row) => [...row]),
      Float64Array.of(1, 2, 3, 4, 5, 6),
    ])
      expect(f(A)).toEqual(Float64Array.of(5, 11, 17));
  });

  it("leaves its inputs as they are", () => {
    const x = Float64Array.of(1, 2, 3);
    const y = compile((x: Vector) => x, ["f64[n]"])(x);
    y[0] = 7;
    expect(x).toEqual(Float64Array.of(1, 2, 3));
  });

  it("is numbers, truth values, and objects and lists of all these", () => {
    const f = (o: {
      readonly a: readonly [number, boolean];
      readonly p: readonly { readonly v: Vector; readonly w: number }[];
    }) => o.p.reduce((s, { v, w }) => s + w * ((v[0] as number) + (v[1] as number)), o.a[1] ? o.a[0] : 0);
    const type = { a: ["f64", "bool"], p: arrayOf("n", { v: "f64[2]", w: "f64" }) };
    const o = { a: [10, true] as const, p: [1, 2, 3].map((k) => ({ v: [k, 2 * k], w: k + 1 })) };
    expect(compile(f, [type])(o)).toBe(f(o));
    expect(compile(f)(o)).toBe(f(o));
  });

  it("is taken from its inputs where no types are stated, anew for inputs of another kind", () => {
    const f = compile((x: Vector | readonly Vector[]) => x.length);
    expect([f([1, 2]), f([1, 2, 3, 4, 5]), f([[1], [2], [3]]), f([])]).toEqual([2, 5, 3, 0]);
  });

  it("is in the types of the function", () => {
    const f = compile((x: Vector, A: readonly Vector[], k: number) => ({ y: x.map((v) => v + k), B: A, t: k > 0 }));
    expectTypeOf(f).returns.toEqualTypeOf<{
      readonly y: Float64Array;
      readonly B: readonly Float64Array[];
      readonly t: boolean;
    }>();
    expectTypeOf(f).parameter(0).toEqualTypeOf<ArrayLike<number>>();
    const scope = { k: 2 };
    const g = compile((x: number, s: typeof scope) => x * s.k, ["f64"], { scope });
    expectTypeOf(g).parameter(0).toEqualTypeOf<number>();
    expect(g(3)).toBe(6);
  });
});

describe("what a compiled function gives", () => {
  it.each<[string, (x: Vector) => unknown, unknown]>([
    ["a number", (x) => x[1], 2],
    ["a truth value", (x) => (x[1] as number) > 1, true],
    ["an array of numbers", (x) => x.map((v) => 2 * v), Float64Array.of(2, 4, 6, 8, 10)],
    ["its argument", (x) => x, Float64Array.of(1, 2, 3, 4, 5)],
    [
      "rows",
      (x) => x.map((v) => x.map((w) => v * w)).slice(0, 2),
      [Float64Array.of(1, 2, 3, 4, 5), Float64Array.of(2, 4, 6, 8, 10)],
    ],
    ["an object", (x) => ({ a: x[0], b: { c: x.slice(3) } }), { a: 1, b: { c: Float64Array.of(4, 5) } }],
    [
      "an array of objects",
      (x) => x.slice(3).map((v) => ({ v, even: v % 2 === 0 })),
      [
        { v: 4, even: true },
        { v: 5, even: false },
      ],
    ],
    ["numbers written out", (x) => [x[0], x[1]], Float64Array.of(1, 2)],
    ["a list", (x) => [x[0], x], [1, Float64Array.of(1, 2, 3, 4, 5)]],
    ["a word", () => "all", "all"],
    ["nothing", (x) => x[7], undefined],
  ])("may be %s", (_, f, expected) => {
    expect(compile(f, ["f64[5]"])([1, 2, 3, 4, 5])).toEqual(expected);
  });

  it("may not be a function", () => {
    expect(refusal(() => compile((x: number) => () => x, ["f64"])(1)).message).toMatch(/^E_TYPE: .*not functions/);
  });

  it("keeps what it gave when it runs again", () => {
    const f = compile((x: Vector) => x.map((v) => v + 1));
    const first = f([1, 2, 3, 4, 5]);
    f([6, 7, 8, 9, 10]);
    expect(first).toEqual(Float64Array.of(2, 3, 4, 5, 6));
  });
});

describe("inputs that do not fit", () => {
  // biome-ignore lint/suspicious/noExplicitAny: what no type would let through
  const call = (types: readonly TypeSpec[], ...inputs: readonly any[]): JagradError =>
    refusal(() =>
      (compile((a: number, _b: number) => a, types) as (...inputs: readonly unknown[]) => unknown)(...inputs),
    );

  it.each<[string, readonly TypeSpec[], readonly unknown[], string]>([
    [
      "two lengths of one name",
      ["f64[n]", "f64[n]"],
      [
        [1, 2, 3],
        [1, 2],
      ],
      "E_SHAPE: n is 3 in input 1, and 2 in input 2",
    ],
    [
      "a length of a matrix",
      ["f64[n, m]", "f64[m]"],
      [
        [
          [1, 2],
          [3, 4],
        ],
        [1],
      ],
      "E_SHAPE: m is 2 in input 1[0], and 1 in input 2",
    ],
    ["a stated length", ["f64[3]", "f64"], [[1, 2], 1], "E_SHAPE: input 1 has 2 items, and 3 are needed"],
    [
      "rows of two lengths",
      ["f64[n, m]", "f64"],
      [[[1, 2], [3]], 1],
      "E_SHAPE: m is 2 in input 1[0], and 1 in input 1[1]",
    ],
    ["a number for an array", ["f64[n]", "f64"], [1, 1], "E_SHAPE: input 1 is a number, and f64[n] is needed"],
    ["an array for a number", ["f64", "f64"], [[1], 1], "E_TYPE: input 1 is an array of 1 items, and f64 is needed"],
    [
      "numbers that fill no rows",
      ["f64[n, 3]", "f64"],
      [Float64Array.of(1, 2), 1],
      "E_SHAPE: input 1 is a typed array of 2 numbers, and f64[n, 3] is needed",
    ],
    [
      "numbers of which no size follows",
      ["f64[n, m]", "f64"],
      [Float64Array.of(1, 2), 1],
      "E_SHAPE: input 1 is a typed array of 2",
    ],
    ["a fraction for a whole number", ["i32", "f64"], [1.5, 1], "E_TYPE: input 1 is a number, and i32 is needed"],
    ["a number for a truth value", ["bool", "f64"], [1, 1], "E_TYPE: input 1 is a number, and bool is needed"],
    [
      "an object without a member",
      [{ a: "f64", b: "f64[n]" }, "f64"],
      [{ a: 1 }, 1],
      "E_SHAPE: input 1.b is nothing, and f64[n] is needed",
    ],
    [
      "a list of another length",
      [["f64", "f64"], "f64"],
      [[1], 1],
      "E_SHAPE: input 1 is an array of 1 items, and [f64, f64] is needed",
    ],
    ["a word in an array", ["f64[n]", "f64"], [[1, "2"], 1], "E_TYPE: input 1[1] is a string, and f64 is needed"],
    ["too few", ["f64[n]", "f64"], [[1]], "E_SHAPE: the function has 2 arguments, and got 1"],
  ])("are refused by name: %s", (_, types, inputs, message) => {
    expect(call(types, ...inputs).message).toContain(message);
  });

  it("have no type that could be found", () => {
    const f = compile((x: unknown) => x);
    expect(refusal(() => f("a")).message).toContain("E_TYPE: input 1 is string");
    expect(refusal(() => f({ a: [null] })).message).toContain("E_TYPE: input 1.a[0] is null");
  });
});

describe("a type", () => {
  it.each([
    ["f32", "numbers are f64, i32 or bool"],
    ["f64[", "numbers are"],
    ["f64[]", "a size is a whole number or a name"],
    ["f64[n,]", "a size is"],
    ["f64[-1]", "a size is"],
    ["constructor", "numbers are"],
    ["f64[n][m]", "a size is"],
  ])("is refused where it is none: %s", (type, what) => {
    const { code, message } = refusal(() => compile(total, [type]));
    expect(code).toBe("E_TYPE");
    expect(message).toContain(what);
  });

  it("may name members as it likes", () => {
    const f = compile(Function("return (o) => o.__proto__")() as (o: object) => number, [
      JSON.parse('{"__proto__": "f64"}') as TypeSpec,
    ]);
    expect(f(JSON.parse('{"__proto__": 4}'))).toBe(4);
  });
});

describe("loops that do not end", () => {
  it("say so after the turns that they may take", () => {
    const f = compile(
      (x: number) => {
        let y = x;
        while (y > 0) y = y + 1;
        return y;
      },
      ["f64"],
      { most: 1000 },
    );
    expect(f(-1)).toBe(-1);
    const { code, where } = refusal(() => f(1));
    expect(code).toBe("E_CONVERGENCE");
    expect(where).toContain("while");
  });
});
