import { describe, expect, it } from "vitest";
import { type Any, type Known, slopesOf } from "./checks/test-slopes.ts";
import { differenceAlong } from "./functions/numerical.ts";
import { checkGradients, compile, fixedPoint, grad, root } from "./index.ts";

const code = (name: string): unknown => expect.objectContaining({ code: name });

const x = 1.5;
/** The product of 1 / (x + i), and minus its logarithmic derivative. */
const places = [0, 1, 2, 3, 4];
const quotient = places.reduce((t, i) => t / (x + i), 1);
const decline = places.reduce((s, i) => s + 1 / (x + i), 0);

/** Derivatives in closed form; differences of the lambda, run as JavaScript, agree with each. */
const smooth: readonly Known[] = [
  {
    name: "a number of turns that depends on the input has the derivative of that many turns",
    f: (v: number) => {
      let s = 0;
      for (let i = 0; i < Math.floor(v); i++) s += v * i;
      return s;
    },
    at: [3.5],
    slopes: [0 + 1 + 2],
  },
  {
    name: "a number of turns that alone depends on the input is flat",
    f: (v: number) => {
      let s = 0;
      for (let i = 0; i < v; i++) s += i;
      return s;
    },
    at: [3.5],
    slopes: [0],
  },
  {
    name: "a quotient overwrites what it divides",
    f: (v: number) => {
      let t = 1;
      for (let i = 0; i < 5; i++) t = t / (v + i);
      return t;
    },
    at: [x],
    slopes: [-quotient * decline],
  },
  {
    name: "a quotient overwrites what divides",
    // t = 2 / t, three times: t = 2 / v
    f: (v: number) => {
      let t = v;
      for (let i = 0; i < 3; i++) t = 2 / t;
      return t;
    },
    at: [x],
    slopes: [-2 / x ** 2],
  },
  {
    name: "a product overwrites its factor",
    f: (v: number, t: number) => {
      let y = v;
      for (let i = 0; i < 3; i++) y = y * t;
      return y * v;
    },
    at: [2, 3],
    slopes: [2 * 2 * 27],
  },
  {
    name: "two variables overwrite each other",
    // (a, b) becomes (b, a b): the exponents of v are Fibonacci's: 1, 1, 2, 3, 5, 8, 13
    f: (v: number) => {
      let [a, b] = [v, v];
      for (let i = 0; i < 5; i++) [a, b] = [b, a * b];
      return b;
    },
    at: [1.1],
    slopes: [13 * 1.1 ** 12],
  },
  {
    name: "an index is overwritten in the loop that uses it",
    // items 2, 0, 4, 2, 0 of six
    f: (v: readonly number[]) => {
      let k = 0;
      let s = 0;
      for (let i = 0; i < 5; i++) {
        k = (k + 2 + (i % 2) * 2) % 6;
        s += (i + 1) * (v[k] as number) ** 2;
      }
      return s;
    },
    at: [[1, 2, 3, 4, 5, 6]],
    // places: 2, 0, 2, 0, 2
    slopes: [2 * 1 * (2 + 4), 0, 2 * 3 * (1 + 3 + 5), 0, 0, 0],
  },
  {
    name: "an assignment stands in the condition of a loop",
    // y = v^4 when it stops at v = 2
    f: (v: number) => {
      let y = 1;
      // biome-ignore lint/suspicious/noAssignInExpressions: it is what is tested
      while ((y = y * v) < 9) {}
      return y;
    },
    at: [2],
    slopes: [4 * 2 ** 3],
  },
  {
    name: "an assignment stands in the condition, and its value is used in the turns",
    // 2 + 4 + 8 and then 16: v + v² + v³ + v⁴
    f: (v: number) => {
      let y = 1;
      let s = 0;
      // biome-ignore lint/suspicious/noAssignInExpressions: it is what is tested
      while ((y = y * v) < 9) s += y;
      return s + y;
    },
    at: [2],
    slopes: [1 + 4 + 12 + 32],
  },
  {
    name: "a loop is left early",
    f: (v: number) => {
      let s = 0;
      for (let i = 0; i < 100; i++) {
        s = s + v ** i;
        if (s > 6) break;
      }
      return s;
    },
    at: [2],
    slopes: [0 + 1 + 4],
  },
  {
    name: "an array is replaced while older ones are used",
    f: (v: number) => {
      let a = [v, 2 * v, 3 * v, 4 * v, 5 * v, 6 * v];
      const first = a;
      for (let i = 0; i < 2; i++) a = a.map((p, k) => p * (first[k] as number));
      return a.reduce((s, p) => s + p, 0);
    },
    at: [2],
    slopes: [3 * 4 * (1 + 8 + 27 + 64 + 125 + 216)],
  },
  {
    name: "a root of a branch that is not taken",
    f: (v: number) => (v > 0 ? Math.sqrt(v) : 0),
    at: [-1],
    slopes: [0],
  },
  {
    name: "a logarithm before the branch that does not use it",
    f: (v: readonly number[]) => {
      let s = 0;
      for (const each of v) {
        const r = Math.log(each);
        s += each > 0 ? r * each : 0;
      }
      return s;
    },
    at: [[-1, 1, 2, 3, 4]],
    slopes: [0, 1, 1 + Math.log(2), 1 + Math.log(3), 1 + Math.log(4)],
  },
  {
    name: "data that are NaN where they are masked",
    f: (v: readonly number[], w: readonly number[]) =>
      v.reduce((s, each, i) => s + ((w[i] as number) > 0 ? each * (w[i] as number) : 0), 0),
    at: [
      [1, 2, 3, 4, 5, 6],
      [Number.NaN, 1, 2, 3, Number.NaN, 4],
    ],
    slopes: [0, 1, 2, 3, 0, 4],
  },
];

describe("closed forms", () => {
  it.each(smooth)("$name", ({ f, at, slopes: wanted }) => {
    const found = slopesOf(f, at);
    expect(found).toHaveLength(wanted.length);
    for (const [k, slope] of found.entries()) expect(slope).toBeCloseTo(wanted[k] ?? Number.NaN, 9);
    const along = wanted.map((_, k) => Math.cos(1 + 2 * k));
    const [difference = Number.NaN] = differenceAlong(f as Any, at, 0, along);
    const slope = found.reduce((sum, each, k) => sum + each * (along[k] ?? 0), 0);
    expect(Math.abs(slope - difference)).toBeLessThan(1e-6 * Math.max(1, Math.abs(slope)));
    expect(compile(f as (...inputs: never[]) => number)(...(at as never[]))).toBe(f(...at));
  });
});

describe("an iteration that is stopped by a tolerance", () => {
  const iterated = (a: number) => {
    let y = 1;
    while (Math.abs(y - Math.cos(a * y)) > 1e-2) y = Math.cos(a * y);
    return y;
  };
  const solved = (a: number, { fixedPoint: fixed }: { readonly fixedPoint: typeof fixedPoint }) =>
    fixed((y: number) => Math.cos(a * y), 1);
  const asRoot = (a: number, { root: zero }: { readonly root: typeof root }) =>
    zero((y: number) => y - Math.cos(a * y), 1);

  it("has the derivative of its turns, which is not that of the solution; implicit differentiation has it", () => {
    const a = 0.8;
    let y = 1;
    for (let i = 0; i < 300; i++) y = Math.cos(a * y);
    const wanted = (-y * Math.sin(a * y)) / (1 + a * Math.sin(a * y));
    const [truncated = 0] = slopesOf(iterated, [a]);
    expect(truncated).toBeCloseTo(differenceAlong(iterated as Any, [a], 0, [1])[0] ?? Number.NaN, 6);
    expect(Math.abs(truncated - wanted)).toBeGreaterThan(1e-3);
    expect(slopesOf(solved, [a], { scope: { fixedPoint } })[0]).toBeCloseTo(wanted, 11);
    expect(slopesOf(asRoot, [a], { scope: { root } })[0]).toBeCloseTo(wanted, 11);
  });
});

describe("what has no derivative", () => {
  const inner = (n: number, { grad: g }: { readonly grad: typeof grad }) => g((k: number) => k * 2)(n);

  it("is refused by name: whole numbers, truth values", () => {
    expect(() => compile(inner, ["i32"], { scope: { grad } })).toThrow(
      /with respect to k is asked for, and it holds whole/,
    );
    expect(() => (grad as unknown as (f: object) => Any)((on: boolean) => (on ? 1 : 2))(true)).toThrow(/respect to on/);
    expect(compile(inner, ["f64"], { scope: { grad } })(3)).toBe(2);
  });

  it("is refused where elements are assigned or sorted, instead of losing it", () => {
    const assigned = (v: number) => {
      const a = [v, v];
      a[0] = 2 * v;
      return (a[0] as number) + (a[1] as number);
    };
    expect(() => grad(assigned)(1)).toThrow(code("E_LAMBDA"));
    expect(() => grad((v: readonly number[]) => v.toSorted((a, c) => a - c)[0] as number)([3, 1, 2])).toThrow(
      code("E_LAMBDA"),
    );
  });

  it("is refused for a function without a text or a rule, instead of falling back to differences", () => {
    const f = (v: number, { g }: { readonly g: (v: number) => number }) => g(v);
    const bound = Math.sin.bind(null);
    expect(() => grad(f, { scope: { g: bound } })(1)).toThrow(code("E_LAMBDA"));
  });
});

it("what is checked here passes the check of its derivatives, of second order too", () => {
  for (const { f, at } of smooth.slice(2, 9)) expect(checkGradients(f, at as never, { order: 2 }).wrong).toEqual([]);
});
