import { describe, expect, it } from "vitest";
import { isJagradError, type JagradError } from "../../errors.ts";
import { argmax, argmin, lambda, mean, min, prod, type Scope, std, sum } from "../../lambda/index.ts";
import { compile } from "../compile.ts";
import { arrayOf, type TypeSpec } from "./index.ts";

type Lambda = (...inputs: readonly unknown[]) => unknown;

const parsed = (text: string): Lambda => Function(`return (${text})`)() as Lambda;

/** Typed arrays as lists of numbers. */
const plain = (value: unknown): unknown => {
  if (ArrayBuffer.isView(value)) return [...(value as Float64Array)];
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, plain(field)]));
};

/** Sums may be added up in another order: a few units in the last place of their terms. */
const rounded = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(rounded);
  if (typeof value === "number")
    return Number.isInteger(value) || !Number.isFinite(value) ? value : expect.closeTo(value, 12);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, rounded(field)]));
};

/** The type of an input of which no size is known before it is called. */
const openType = (value: unknown, path = "n"): TypeSpec => {
  if (typeof value === "boolean") return "bool";
  if (typeof value === "number") return "f64";
  if (Array.isArray(value)) return arrayOf(path, openType(value[0] ?? 0, `${path}_`));
  return Object.fromEntries(
    Object.entries(value as object).map(([name, field]) => [name, openType(field, `${path}_${name}`)]),
  );
};

const x = [1, -2, 3, 4, -5, 6];
const few = [2, 3, 5];
const M = Array.from({ length: 6 }, (_, i) => Array.from({ length: 6 }, (_, j) => Math.sin(7 * i + j)));
const points = [1, 2, 3, 4, 5].map((k) => ({ x: k, y: k * k, at: [k, -k] }));

type Case = readonly [text: string, inputs: readonly unknown[], scope?: Scope];

const named = (cases: readonly Case[]) => cases.map(([text, inputs, scope]) => ({ text, inputs, scope }));

const loops: readonly Case[] = [
  ["(x) => { let s = 1; for (let i = 0; i < x.length; i++) if (x[i] > 0) s += 2 * x[i]; return s; }", [x]],
  ["(x) => { let a = 0, b = 0; for (const v of x) { if (v > 0) a += v; else b -= v; } return a * b; }", [x]],
  ["(x) => { let s = 0; for (let i = 0; i < x.length; i++) { s = s + x[i] - 1; s++; } return s; }", [x]],
  [
    "(x) => { let y = 0; let z = 1; for (let i = 0; i < x.length; i++) { y = y / 2 + x[i]; z = z + y; } return [y, z]; }",
    [x],
  ],
  ["(x) => { let s = 0; for (const v of x) { if (v < 0) continue; if (v > 5) break; s += v; } return s; }", [x]],
  ["(x) => { for (let i = 0; i < x.length; i++) { if (x[i] > 2) return i; } return -1; }", [x]],
  ["(x) => { for (let i = 0; i < x.length; i++) { if (x[i] > 20) return i; } return -1; }", [x]],
  [
    "(x) => { for (let i = 0; i < 3; i++) { for (let j = 0; j < 3; j++) { if (i * j > x) return [i, j]; } } return [-1, -1]; }",
    [1],
  ],
  ["(x) => { let y = 1; for (let i = 0; i < 5; i++) { y = y * x; if (y > 10) return y; } return -y; }", [2.5]],
  [
    "(x) => { const f = (k) => { for (const v of x) { if (v > k) return v; } return 0; }; return f(2) + f(5) + f(50); }",
    [x],
  ],
  [
    "(x) => { let s = 0; for (let i = 0; i < x.length; i++) for (let j = 0; j < i; j++) { if (x[j] > x[i]) continue; s += x[i] * x[j]; } return s; }",
    [x],
  ],
  ["(x) => { let y = x; let k = 0; while ((y = y * x) < 9) { k++; } return { y, k }; }", [1.5]],
  ["(x) => { let k = 0; do { x = x * 2; k++; } while (x < 100); return [x, k]; }", [3]],
  ["(x) => { let k = 0; do { k++; if (k === 2) continue; x = x * 2; } while (x < 100); return [x, k]; }", [3]],
  ["(x) => { let i = 0; while (true) { if (x[i] > 3) break; i++; } return i; }", [x]],
  [
    "(x) => { let i = 0; let s = 0; while (i < x.length) { const v = x[i]; i = i + 1; if (v < 0) continue; s = s + v; } return s; }",
    [x],
  ],
  ["(x, n) => { let s = 0; for (let i = 0; i < n; i++) s += x[i]; return s; }", [x, 4]],
  ["(x, n) => { let s = 0; for (let i = 0; i < n; i++) s += x[i]; return s; }", [x, 3.5]],
  ["(x, n) => { let s = 7; for (let i = 0; i < n; i++) s += x[i]; return s; }", [x, Number.NaN]],
  ["(x, n) => { let s = 7; for (let i = 2; i < n; i++) s += x[i]; return s; }", [x, -3]],
  ["(x, n) => { let s = 0; for (let i = 0; i <= n; i += 2) s = s * 3 + x[i]; return s; }", [x, 4]],
  ["(x) => { let s = 0; for (let i = x.length - 1; i >= 0; i--) s = s * 2 + x[i]; return s; }", [x]],
  ["(x) => { let s = 0; for (let i = x.length; i > 0; i -= 2) s = s * 2 + x[i - 1]; return s; }", [x]],
  ["(x) => { let s = 0; for (let t = 0; t < 1; t += 0.25) s = s + t * x[1]; return s; }", [x]],
  ["(x) => { let [a, b] = [1, 1]; for (let i = 0; i < x; i++) { const t = a + b; a = b; b = t; } return a; }", [10]],
  [
    "(x) => { let m = x[0]; let k = 0; for (let i = 1; i < x.length; i++) { if (x[i] > m) { m = x[i]; k = i; } } return x[k]; }",
    [x],
  ],
  ["(x) => { let best; for (const v of x) { if (best === undefined || v > best) best = v; } return best; }", [x]],
  [
    "(x) => { let p = { a: 0, b: 1 }; for (let i = 0; i < x.length; i++) p = { a: p.a + x[i], b: p.b * 2 }; return p; }",
    [x],
  ],
  [
    "(x) => { let v = { p: [1, 2], q: 0 }; for (let i = 0; i < 10; i++) v = { p: v.p.map((t) => t * x), q: v.q + v.p[0] }; return v; }",
    [1.1],
  ],
  [
    "(x) => { let v = x.map((u) => u); for (let i = 0; i < 10; i++) v = v.map((u, k) => u + v[(k + 1) % v.length]); return v; }",
    [x],
  ],
  [
    "(M) => { let all = M[0].map(() => 0); for (const row of M) all = all.map((a, j) => a + row[j]); return all; }",
    [M],
  ],
  [
    "(M) => { let all = M[0].map((v) => v); for (const row of M) all = all.map((a, j) => a + row[j] - 1); return all; }",
    [M],
  ],
  [
    "(x) => { let all = [0, 1]; for (const v of x) { if (v > 0) all = all.map((s, j) => s + v * j); } return all; }",
    [x],
  ],
  [
    "(x) => { let A = x.map((v) => x); for (const v of x) A = A.map((r, i) => r.map((s, j) => s + v * x[i] * j)); return A; }",
    [x],
  ],
  ["(x) => x.reduce((all, v) => all.map((s, j) => (v > 0 ? s + v * j : s)), x)", [x]],
  ["(x) => { let [a, b] = [1, 2]; for (const v of x) [a, b] = [b, a + v]; return a - b; }", [x]],
  ["(x) => { let f = false; for (const v of x) { f = f || v > 5; } return f; }", [x]],
  ["(x) => { let s = 0; for (const [i, v] of x.entries()) s += i * v; return s; }", [x]],
  [
    "(x) => { let s = 0; for (let i = 0; i < 3; i++) { const [a, b] = [x[i], x[i + 1]]; s += a > b ? a : b; } return s; }",
    [x],
  ],
  ["(x) => { let s = 0; x.forEach((v, i) => { s += v * i; }); return s; }", [x]],
  ["(x) => { let run = 0; const y = x.map((v) => { run = run * 0.5 + v; return run; }); return [y, run]; }", [x]],
  ["(x) => { let run = 0; return x.map((v) => { if (v < 0) return 0; run = run * 0.5 + v; return run; }); }", [x]],
];

const arrays: readonly Case[] = [
  ["(x) => x.map((v, i) => v * i)", [x]],
  ["(x) => x.map((v) => v * v).reduce((s, v) => s + v, 0)", [x]],
  ["(x) => x.reduce((s, v) => { const w = v * v; return s + w; }, 0)", [x]],
  ["(x) => x.reduce((s, v) => (v > 0 ? s + v : s - 2 * v), 5)", [x]],
  ["(x) => x.reduce((s, v) => ({ n: s.n + 1, t: s.t + v }), { n: 0, t: 0 })", [x]],
  ["(x) => x.reduce((a, b) => Math.max(a, b))", [x]],
  ["(x) => x.reduce((s, v) => s + v, 0)", [[]]],
  ["(x) => Math.max(...x) + Math.min(...x)", [x]],
  ["(x) => [Math.max(...x), x.length]", [[]]],
  ["(x) => Math.max(3, ...x.map((v) => v * v), ...[4, x[1]]) - Math.min(...[])", [x]],
  ["(x) => x.map(Math.abs).map(Math.sqrt)", [x]],
  ["(A, B) => A.map((row) => B[0].map((_, j) => row.reduce((s, v, k) => s + v * B[k][j], 0)))", [M, M]],
  [
    "(A) => { let s = 0; for (let i = 0; i < A.length; i++) for (let j = i; j < A[i].length; j++) s += A[i][j]; return s; }",
    [M],
  ],
  ["(A) => A.map((row) => row.slice(0, 3))", [M]],
  ["(A) => A[1][2] + A[0].length + A.length", [M]],
  ["(A) => A.map((row) => row.map((v) => v * 2)).map((row) => Math.max(...row))", [M]],
  ["(x) => [x.slice(-2), x.slice(1, -1), x.slice(4, 9)]", [x]],
  ["(x, k) => x.slice(k)", [x, 2]],
  ["(x) => x.slice(1).map((v, i) => v - x[i])", [x]],
  ["(x) => [x.at(-1), x.at(1), x.at(-2)]", [x]],
  ["(x, k) => [x[k] + 1, x.at(-k)]", [x, 2]],
  ["(x) => x[1.5] ?? 7", [x]],
  ["(x) => [...x, 9]", [x]],
  ["(x) => [...x.slice(0, 2), ...x.slice(3)]", [x]],
  ["(x) => x.concat([1, 2]).map((v) => v + 1)", [x]],
  ["(x) => x.some((v) => v > 5) && x.every((v) => v > -10)", [x]],
  ["(x) => [x.findIndex((v) => v > 2), x.indexOf(4), x.indexOf(9), x.includes(-5) ? 1 : 0]", [x]],
  ["(x) => x.find((v) => v > 2)", [x]],
  ["(x) => x.toReversed()", [x]],
  ["(x) => Array.from({ length: x.length - 1 }, (_, i) => [x[i], x[i + 1]])", [x]],
  ["(x) => Array.from({ length: x.length }, (_, i) => Array.from({ length: 2 * x.length }, (_, j) => x[i] * j))", [x]],
  ["(x) => Array.from(x, (v) => v + 1)", [x]],
  ["(x) => Array.from({ length: 9 }, (_, i) => x.slice(0, i))", [x]],
  ["(x) => Array(6).fill(0).map((_, i) => x[i] * 2)", [x]],
  ["(x) => new Array(x.length).fill(1).map((v, i) => v * x[i])", [x]],
  ["(x) => [0, 1, 2].map((k) => x[k])", [x]],
  ["(x) => { const [a, b, ...rest] = x; return a + b + rest.length + rest[0]; }", [x]],
  [
    "(x) => { const t = [1, 2, 3, 4, 5, 6]; let s = 0; for (let i = 0; i < x.length; i++) s += t[i] * x[i]; return s; }",
    [x],
  ],
  [
    "(x) => { const t = [x[1], x[2], 3]; let s = 0; for (let i = 0; i < x.length; i++) s += t[i % 3] * x[i]; return s; }",
    [x],
  ],
  ["({ a, b: { c } }) => a + c[1]", [{ a: 1, b: { c: x } }]],
  ["(p) => p.map(({ x, y, at: [u, v] }) => x * y + u - v)", [points]],
  ["(p) => p.map((q) => ({ ...q, r: Math.hypot(q.x, q.y) }))", [points]],
  ["(p) => p[2].at[1] + p[3].x", [points]],
  ["(x) => x.map((v) => v * v)", [few]],
  ["(x, { w }) => x.map((v, i) => v * w[i])", [x], { w: [1, 2, 3, 4, 5, 6] }],
  [
    "(x, { w }) => w[1][2] + w[4][0] * x",
    [2],
    {
      w: [
        [1, 2, 3],
        [4, 5, 6],
        [7, 8, 9],
        [1, 2, 3],
        [4, 5, 6],
      ],
    },
  ],
  [
    "(x, { points }) => { let s = x; for (const { y, at } of points) s = s / 2 + y * at[0]; return s; }",
    [2],
    { points },
  ],
  ["(x, { o }) => x.map((v, i) => v * o.points[i % 5].at[1] + o.points.length)", [x], { o: { points } }],
  [
    "(x, { odd }) => odd[1].a + odd[5].b[1] * x",
    [2],
    { odd: [1, 2, 3, 4, 5, 6].map((a) => ({ a, b: Array(a).fill(a) })) },
  ],
  ["(x, { table }) => x.map((v, i) => table[i % 2] * v)", [x], { table: [3, 4] }],
  [
    "(x, { argmax, argmin }) => [argmax(x), argmin(x, (v) => Math.abs(v - 3.4)), argmax([3, x[1], 9])]",
    [x],
    { argmax, argmin },
  ],
  ["(x, { argmax }) => [argmax(x), argmax(x, (v, i) => (i === 1 ? NaN : i === 3 ? NaN : v))]", [x], { argmax }],
  [
    "(x, { sum, mean, prod, std, min }) => [sum(x), mean(x), prod(x), std(x), min(x)]",
    [x],
    { sum, mean, prod, std, min },
  ],
];

const functions: readonly Case[] = [
  ["(a, b) => { const f = (u, v) => u * v; return f(a, b) + f(b, b); }", [2, 3]],
  ["(x) => { const o = { f: (t) => t * 2, k: 3 }; return o.f(x) + o.k; }", [4]],
  ["(x, y) => (x > 0 ? Math.sqrt(x) : y ? 1 : 0)", [-1, true]],
  ["(x, y) => (x > 0 && y) || x < -3", [-1, true]],
  ["(x) => { switch (x) { case 1: return 10; case 2: return 20; default: return 30; } }", [2]],
  ["(x) => { if (x > 0) { if (x > 10) return 1; return Math.exp(x); } return Math.sin(x); }", [3]],
  ["(x, k) => { const y = k > 3 ? x.map((v) => v * 2) : x; return y; }", [x, 2]],
  ["(x) => { let y; if (x > 0) y = [1, x]; else y = [x, 1]; return y; }", [3]],
  [
    "(x, { twice }) => twice(x) + 1",
    [3],
    { twice: lambda((x: number, { k }: { readonly k: number }) => k * x, { k: 2 }) },
  ],
  [
    "(A) => { const det = (R) => R.length === 1 ? R[0][0] : R.reduce((s, r, i) => s + (i % 2 ? -1 : 1) * r[0] * det(Array.from({ length: R.length - 1 }, (_, k) => R[k < i ? k : k + 1].slice(1))), 0); return det(A); }",
    [M.slice(0, 3).map((row) => row.slice(0, 3))],
  ],
  [
    "(x, { power }) => power(x, 5, { power })",
    [2],
    {
      power: (x: number, n: number, s: { readonly power: Lambda }) =>
        n === 0 ? 1 : x * (s.power(x, n - 1, s) as number),
    },
  ],
];

const kinds: readonly (readonly [string, readonly Case[]])[] = [
  ["loops", loops],
  ["arrays", arrays],
  ["functions", functions],
];

for (const [kind, cases] of kinds)
  describe(`${kind} in lambdas of arrays`, () => {
    it.each(named(cases))("mean what they mean in JavaScript: $text", ({ text, inputs, scope }) => {
      const f = parsed(text);
      const expected = rounded(plain(f(...inputs, scope)));
      const run = compile(f, undefined, scope ? { scope } : {}) as Lambda;
      expect(plain(run(...inputs))).toEqual(expected);
    });
  });

describe("lambdas of arrays whose sizes are open", () => {
  // what is written out needs its length
  const open = [...loops, ...arrays, ...functions].filter(([text]) => !/det|rest/.test(text));

  it.each(named(open))("mean what they mean in JavaScript: $text", ({ text, inputs, scope }) => {
    const f = parsed(text);
    const expected = rounded(plain(f(...inputs, scope)));
    const types = inputs.map((input, k) => openType(input, `n${k}`));
    const run = compile(f, types, scope ? { scope } : {}) as Lambda;
    expect(plain(run(...inputs))).toEqual(expected);
  });
});

const refusal = (text: string, types: readonly TypeSpec[], scope?: Scope): JagradError => {
  try {
    compile(parsed(text), types, scope ? { scope } : {});
  } catch (error) {
    if (isJagradError(error)) return error;
    throw error;
  }
  throw new Error(`${text} was not refused`);
};

describe("what lambdas of arrays may not say", () => {
  it.each<[string, string, RegExp, RegExp]>([
    ["(x) => { x[0] = 1; return x; }", "E_LAMBDA", /only variables of the lambda can be assigned/, /x\.map/],
    ["(x) => { x.push(1); return x; }", "E_LAMBDA", /push changes an array/, /x\.map/],
    ["(x) => x.sort()", "E_LAMBDA", /sort changes an array/, /x\.map/],
    ["(x) => x.filter((v) => v > 0)", "E_LAMBDA", /length of what filter gives/, /x\.reduce/],
    [
      "(x) => { let a = [1]; for (const v of x) a = [...a, v]; return a; }",
      "E_SHAPE",
      /\[a number\].*in another/,
      /keep the length/,
    ],
    ["(x) => { let a = x; for (const v of x) a = a.slice(1); return a; }", "E_SHAPE", /length/, /length/],
    ["(x) => Array.from({ length: x.length }, (_, i) => x.slice(0, i))", "E_SHAPE", /length/, /one length/],
    ["(x, k) => (k > 3 ? x.slice(1) : x)", "E_SHAPE", /in one case and number\[n\] in another/, /keep the length/],
    [
      "(x, k) => (k > 3 ? [...x, 1] : x)",
      "E_SHAPE",
      /is number\[n \+ 1\] in one case and number\[n\] in another/,
      /keep the length/,
    ],
    ["(x) => (x[0] > 0 ? x : 1)", "E_TYPE", /in one case and a number in another/, /same kind/],
    ["(x) => { let f = (v) => v; if (x[0] > 0) f = (v) => -v; return f(x[1]); }", "E_TYPE", /in one case/, /same kind/],
    [
      "(x) => { const f = (n) => (n < x[0] ? f(n + 1) : n); return f(0); }",
      "E_LAMBDA",
      /calls itself without end/,
      /constant/,
    ],
    ["(x, { f }) => f(x[0], { f })", "E_LAMBDA", /calls itself without end/, /constant/],
    [
      "(x) => { const fib = (n) => (n < 2 ? x[n] : fib(n - 1) + fib(n - 2)); return fib(40); }",
      "E_LIMIT",
      /calls itself more than/,
      /loop/,
    ],
    ["(x) => y", "E_FREE", /y is not an argument/, /scope/],
    ["(x) => x.map(3)", "E_TYPE", /a function is needed/, /./],
    ["(x) => x + 1", "E_TYPE", /a number is needed here, found an array/, /a member|an item/],
  ])("%s", (text, code, what, cure) => {
    const f = (n: number, s: { readonly f: Lambda }): unknown => (n > 0 ? s.f(n - 1, s) : n);
    const error = refusal(text, text.includes("{ f }") ? ["f64[n]"] : ["f64[n]", "f64"], { f });
    expect(error.code).toBe(code);
    expect(error.message).toMatch(what);
    expect(error.cure ?? "-").toMatch(cure);
    expect(error.where).toContain("^");
  });

  it("hands in a function that is not there", () => {
    expect(refusal("(x) => { const a = 1; return sin(x[a]); }", ["f64[n]"]).code).toBe("E_FREE");
  });
});
