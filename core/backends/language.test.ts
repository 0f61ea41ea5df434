import { describe, expect, it } from "vitest";
import { batchOf, columnOf, rowOf, schemaOf } from "../columns/index.ts";
import { isJagradError } from "../errors.ts";
import { asScalar, columnValue, elaborate, lambda, max, mean, min, type Scope, sum } from "../lambda/index.ts";
import { scatter, spreadTo, where } from "../primitives/index.ts";
import { type Atom, builder, constant } from "../program/index.ts";
import { plan } from "../transforms/index.ts";
import { interpreterLane, jsLane, type Lane, runOnce, wasmLane } from "./index.ts";

const events = [
  {
    x: 2,
    y: -1.5,
    n: 3,
    t: true,
    o: { p: 1 },
    l: [3, 1, 2],
    k: [1, 2],
    m: [
      { pt: 30, q: 1, c: [1, 2] },
      { pt: 50, q: -1, c: [] },
      { pt: 30, q: 2, c: [5] },
    ],
  },
  { x: -0, y: 0.25, n: 0, t: false, o: { p: null }, l: [], k: [4, 4], m: [] },
  { x: null, y: 7, n: -1, t: true, o: null, l: [-4], k: [], m: [{ pt: 12.5, q: 0, c: [7, 8, 9] }] },
  {
    x: Number.NaN,
    y: 1e300,
    n: 2,
    t: null,
    o: { p: 2 },
    l: [5, 5, 5, 1],
    k: [-1, 3, 2],
    m: [
      { pt: 5, q: -3, c: [1] },
      { pt: 99, q: 2, c: [2, 3] },
    ],
  },
  { x: 1e-3, y: -0.5, n: 1, t: true, o: { p: -5 }, l: [0.5, -0], k: [0], m: [{ pt: 40, q: 1, c: [] }] },
];

const columns = columnOf(events);
if (columns.kind !== "record") throw new TypeError("events are records");
const batch = batchOf(columns, { name: "test", replayable: true });

/** What a lambda of this text gives each event on a lane: undefined where it is missing, and NaN as it is. */
const onLane = (lane: Lane, f: object, scope: Scope): readonly (number | undefined)[] => {
  const b = builder();
  const axis = b.axis("event", { kind: "events" }, {});
  const value = asScalar(elaborate(b, f, [columnValue(b, schemaOf(columns), [], axis)], scope, { label: "test" }));
  const bins = b.axis("one per event", { kind: "fixed", size: events.length }, {});
  const number = (atom: Atom): Atom =>
    atom.dtype === "bool" ? b.emit(where.primitive, [atom, constant(1), constant(0)]) : atom;
  const index = b.input({ kind: "event" }, "i32", axis);
  const outputs = [value.atom, value.present].map((atom) =>
    b.emit(scatter, [spreadTo(b, number(atom), axis), index], { axis: bins }),
  );
  const { pass, prologue } = plan(b.program(outputs));
  expect(prologue.equations).toEqual([]);
  const [numbers, present] = [new Float64Array(events.length), new Float64Array(events.length)];
  if (pass)
    runOnce(
      lane.prepare(pass),
      { columns: batch.columns, from: 0, to: batch.size, first: 0 },
      new Map(),
      pass.accumulators.map(({ output }) => (output === outputs[0] ? numbers : present)),
    );
  const there = outputs[0] === outputs[1] ? numbers : present;
  return [...numbers].map((x, i) => (there[i] === 1 ? x : undefined));
};

/** Functions like `exp` are arithmetic of its own in WebAssembly, right to a few units in the last place. */
const expectClose = (found: readonly (number | undefined)[], wanted: readonly (number | undefined)[]): void => {
  expect(found.map((x) => x !== undefined)).toEqual(wanted.map((x) => x !== undefined));
  found.forEach((x = 0, i) => {
    const y = wanted[i] ?? 0;
    if (!Object.is(x, y)) expect(Math.abs(x - y)).toBeLessThanOrEqual(1e-13 * Math.abs(y));
  });
};

/** What the same lambda gives as JavaScript, missing and NaN alike undefined. */
const asJavaScript = (f: (ev: unknown, scope: Scope) => unknown, scope: Scope): readonly (number | undefined)[] =>
  events.map((_, i) => {
    const value = f(rowOf(batch, i), scope);
    const number = value === undefined || value === null ? Number.NaN : Number(value) + 0;
    return Number.isNaN(number) ? undefined : number;
  });

const withoutNaN = (values: readonly (number | undefined)[]): readonly (number | undefined)[] =>
  values.map((x) => (Number.isNaN(x) ? undefined : x));

const cube = (x: number) => x * x * x;
const power = { cube };
const ninth = lambda((x: number, { cube }: typeof power) => cube(cube(x)), power);
const scope = { cut: 1, weights: [0.5, 2], box: { low: -1, high: 2 }, yes: true, cube, ninth, sum, max, min, mean };

const sameAsJavaScript: Readonly<Record<string, readonly string[]>> = {
  "a search in a loop through elements that are counted": [
    "(ev) => ev.m.reduce((s, x, i) => s + (ev.l.filter((x) => x > 0).filter((_x, k) => k > 0)[i] ?? 0), 0)",
    "(ev) => ev.l.filter((x) => x > 0).filter((_x, k) => k > 0).concat(ev.k.filter((_x, k) => k > 0)).reduce((s, x) => s + x, 0)",
  ],
  arithmetic: [
    "(ev) => ev.x + ev.y",
    "(ev) => ev.x - ev.y * 2",
    "(ev) => ev.y / ev.x",
    "(ev) => ev.n % 2",
    "(ev) => ev.y % -2",
    "(ev) => ev.n ** 2",
    "(ev) => (-8) ** ev.n",
    "(ev) => -ev.x",
    "(ev) => +ev.t + ev.n",
    "(ev) => ev.t * ev.y",
    "(ev) => 0.1 + 0.2 + ev.n",
    "(ev) => 5e-324 * ev.n",
    "(ev) => 1e400 * ev.n",
    "(ev) => ev.n * -0",
    "(ev) => 1 / (ev.n * -0)",
  ],
  comparison: [
    "(ev) => ev.x > ev.y",
    "(ev) => ev.x >= 2",
    "(ev) => ev.x < 0",
    "(ev) => ev.y <= 0.25",
    "(ev) => ev.n === 0",
    "(ev) => ev.n !== 0",
    "(ev) => ev.x == 2",
    "(ev) => ev.x != 2",
    "(ev) => !(ev.x <= 2)",
    "(ev) => !(ev.x > 2)",
    "(ev) => ev.t === true",
    "(ev) => ev.x == null",
    "(ev) => ev.x != null",
    "(ev) => ev.o.p == null",
    "(ev) => null == ev.t",
  ],
  logic: [
    "(ev) => (ev.t && ev.n > 0 ? 1 : 0)",
    "(ev) => ev.t || ev.n > 0",
    "(ev) => !ev.t",
    "(ev) => ev.n && ev.y",
    "(ev) => ev.n || ev.y",
    "(ev) => ev.x ? 1 : 2",
    "(ev) => ev.y > 0 && ev.x > 0 ? ev.y : -ev.y",
    "(ev) => !!ev.x",
    "(ev) => (ev.t ? ev.n > 1 : ev.y < 0)",
  ],
  "what is missing": [
    "(ev) => ev.x ?? 7",
    "(ev) => ev.o?.p ?? 7",
    "(ev) => ev.o.p ?? ev.x ?? -1",
    "(ev) => ev.m[0].pt",
    "(ev) => ev.m[5].pt",
    "(ev) => ev.m[1].pt ?? 0",
    "(ev) => ev.m?.[0]?.pt",
    "(ev) => ev.l[0]",
    "(ev) => ev.l[9] ?? 3",
    "(ev) => ev.m[1].pt > 20",
    "(ev) => !(ev.m[1].pt > 20)",
    "(ev) => ev.l[1] + 1",
    "(ev) => ev.t ?? true",
    "(ev) => (ev.n > 1 ? null : 3)",
    "(ev) => (ev.n > 1 ? undefined : ev.x)",
    "(ev) => Number.isNaN(ev.y / 0 - ev.y / 0)",
    "(ev) => Number.isFinite(ev.x)",
  ],
  Math: [
    "abs",
    "ceil",
    "floor",
    "round",
    "trunc",
    "sign",
    "sqrt",
    "cbrt",
    "exp",
    "expm1",
    "log1p",
    "sin",
    "cos",
    "tan",
    "atan",
    "sinh",
    "cosh",
    "tanh",
    "asinh",
  ]
    .map((name) => `(ev) => Math.${name}(ev.n)`)
    .concat([
      "(ev) => Math.max(ev.x, ev.y)",
      "(ev) => Math.min(ev.n, 1, ev.y)",
      "(ev) => Math.max()",
      "(ev) => Math.min(ev.n)",
      "(ev) => Math.hypot(ev.n, ev.y)",
      "(ev) => Math.hypot(3 * ev.n, 4 * ev.n)",
      "(ev) => Math.atan2(ev.y, ev.n)",
      "(ev) => Math.pow(ev.n, 3)",
      "(ev) => Math.round(-0.5 * ev.n)",
      "(ev) => Math.PI * Math.E + Math.SQRT2 * ev.n",
      "(ev) => Math.max(...[ev.n, 1, 2])",
      '(ev) => Math["max"](ev.n, 1)',
      "(ev) => (0, Math.sqrt)(ev.l.length)",
    ]),
  "an index": [
    "(ev) => ev.l.at(0)",
    "(ev) => ev.l.at(-1)",
    "(ev) => ev.l.at(-3)",
    "(ev) => ev.l.at(-9) ?? 5",
    "(ev) => ev.m.at(-1).pt",
    "(ev) => ev.l[1 + 1]",
    "(ev) => ev.l[-1]",
    "(ev) => ev.k[ev.l.length - 1]",
  ],
  lists: [
    "(ev) => ev.l.length",
    "(ev) => ev.l.map((x) => 2 * x).at(-1)",
    "(ev) => ev.m.filter((m) => m.pt > 20).length",
    "(ev) => ev.m.filter((m) => m.pt > 20 && m.q > 0).map((m) => m.pt).at(-1)",
    "(ev) => ev.l.some((x) => x > 2)",
    "(ev) => ev.l.every((x) => x > 0)",
    "(ev) => ev.l.find((x) => x > 1)",
    "(ev) => ev.l.filter((x) => x > 1)[1]",
    "(ev) => ev.l.map((x, i) => x * i)[2]",
    "(ev) => ev.l.filter((x, i) => i !== 1).map((x, i) => 10 * i + x)[1]",
    "(ev) => ev.l.filter((x) => x > ev.y).length",
    "(ev) => ev.m.filter((m) => m.c.length > 1).length",
    "(ev) => ev.m.map((m) => m.c.reduce((s, x) => s + x, 0)).reduce((s, x) => s + x, 0)",
    "(ev) => ev.m.some((m) => m.c.some((c) => c === 5))",
    "(ev) => ev.m.filter((m) => m.c.every((c) => c < 5)).length",
  ],
  slices: [
    "(ev) => ev.l.slice().length",
    "(ev) => ev.l.slice(1)[0]",
    "(ev) => ev.l.slice(1, 2).length",
    "(ev) => ev.l.slice(-2)[0]",
    "(ev) => ev.l.slice(-9).length",
    "(ev) => ev.l.slice(0, -1).length",
    "(ev) => ev.l.slice(-2, -1)[0]",
    "(ev) => ev.l.slice(3, 1).length",
    "(ev) => ev.l.slice(0, 2).reduce((s, x) => s + x, 0)",
    "(ev) => ev.l.filter((x) => x > 0).slice(1).length",
    "(ev) => ev.m.slice(1).map((m) => m.pt)[0]",
  ],
  orders: [
    "(ev) => ev.l.toSorted((a, b) => a - b)[0]",
    "(ev) => ev.l.toSorted((a, b) => b - a)[1]",
    "(ev) => ev.m.toSorted((a, b) => b.pt - a.pt).map((m) => m.q)[0]",
    "(ev) => ev.m.toSorted((a, b) => a.pt - b.pt).map((m) => m.q)[1]",
    "(ev) => ev.m.toSorted((a, b) => b.pt - a.pt).map((m) => m.q)[2]",
    "(ev) => ev.m.toSorted((p, q) => Math.abs(p.q) - Math.abs(q.q)).map((m) => m.pt)[0]",
    "(ev) => ev.m.filter((m) => m.pt > 10).toSorted((a, b) => b.q - a.q).map((m) => m.pt)[0]",
    "(ev) => ev.m.toSorted((a, b) => b.pt - a.pt).slice(0, 2).reduce((s, m) => s + m.pt, 0)",
    "(ev) => ev.l.toSorted((a, b) => b - a).length",
    "(ev) => ev.l.map((x) => x * x).toSorted((a, b) => a - b).at(-1)",
  ],
  reductions: [
    "(ev) => ev.l.reduce((s, x) => s + x, 0)",
    "(ev) => ev.l.reduce((s, x) => x + s, 10)",
    "(ev) => ev.l.reduce((s, x) => s - x, 0)",
    "(ev) => ev.l.reduce((s, x, i) => s + i * x, 0)",
    "(ev) => ev.l.reduce((s, x) => (x > 1 ? s + x : s), 0)",
    "(ev) => ev.l.reduce((s, x) => (x > 1 ? s : s + 1), 0)",
    "(ev) => ev.l.reduce((s, x) => s + x + 1, 0)",
    "(ev) => ev.l.reduce((s, x) => Math.max(s, x), -Infinity)",
    "(ev) => ev.l.reduce((s, x) => Math.min(x, s), 2)",
    "(ev) => ev.m.reduce((s, m) => s + m.pt * ev.n, 0)",
    "(ev) => ev.m.filter((m) => m.q > 0).reduce((s, m) => s + m.pt, 0)",
  ],
  "functions of the scope": [
    "(ev, { cut }) => ev.n > cut",
    "(ev, { weights }) => weights[1] * ev.n",
    "(ev, { box: { low, high } }) => ev.n > low && ev.n < high",
    "(ev, s) => s.cube(ev.n)",
    "(ev, { ninth }) => ninth(ev.y)",
    "(ev, { sum }) => sum(ev.l)",
    "(ev, { max }) => max(ev.l)",
    "(ev, { min }) => min(ev.l)",
    "(ev, { mean }) => mean(ev.l)",
    "(ev, { mean }) => mean(ev.l) ?? 3",
    "(ev, { sum }) => sum(ev.m.map((m) => m.pt))",
    "(ev, { sum, cut }) => sum(ev.m.filter((m) => m.q > cut).map((m) => m.pt))",
    "(ev, { yes }) => (yes ? ev.n : ev.y)",
    "(ev, { nothing = 4 }) => nothing + ev.n",
    "(ev, { weights }) => weights.map((w) => w * ev.n).reduce((s, x) => s + x, 0)",
    "(ev, { weights }) => weights.some((w) => w > ev.n)",
    "(ev, { weights }) => weights.length",
  ].filter((text) => !text.includes("mean(ev.l) ?? 3")),
  statements: [
    "(ev) => { const a = ev.n; const b = a + 1; return a * b; }",
    "(ev) => { let a = ev.n; if (a > 0) { a = a + 1; } else { a -= 2; } return a; }",
    "(ev) => { let a = 1; if (ev.t) a = 2; if (ev.n > 0) a *= 10; return a; }",
    "(ev) => { if (ev.n > 1) return 1; if (ev.n > 0) { return 2; } return 3; }",
    "(ev) => { if (ev.n > 1) { if (ev.y > 0) return 1; } else return 2; return 3; }",
    "(ev) => { if (ev.n > 1) return ev.y; }",
    "(ev) => { let s = 0; for (let i = 0; i < 4; i++) s += i * ev.n; return s; }",
    "(ev) => { let s = 0; for (let i = 0; i < 3; i++) { const v = ev.l[i]; if (v > 1) s += v; } return s; }",
    "(ev) => { for (let i = 0; i < 3; i++) { if (ev.l[i] > 2) return i; } return -1; }",
    "(ev) => { let p = 1; for (let i = ev.m.length * 0 + 3; i > 0; i -= 1) p = p * ev.n; return p; }".replace(
      "ev.m.length * 0 + 3",
      "3",
    ),
    "(ev) => { const { n, o: { p = 9 }, l: [first = -7] } = ev; return n + p + first; }",
    "(ev) => { const [a, , c] = ev.l; return (a ?? 0) + (c ?? 0); }",
    "(ev) => { const f = (x, k = 2) => x * k; return f(ev.n) + f(ev.n, 5); }",
    "(ev) => { const sorted = ev.l.toSorted((a, b) => a - b); const k = 1; return sorted[k]; }",
    "(ev) => { var a; a = ev.n; a++; return a; }",
    "(ev) => { let a = 0, b = 1; a += 2, b += a; return a * b; }",
    "({ n, y }) => n * y",
    "({ l: [a], n = 4 }) => a + n",
    "(ev) => ((a, b) => a - b)(ev.n, ev.y)",
    "(ev) => [ev.n, ev.y][1]",
    "(ev) => ({ a: ev.n, ...{ b: ev.y, a: 3 } }).a",
    "(ev) => ({ ...ev, n: 5 }).n + ev.n",
    "(ev) => (ev.n > 1 ? { a: 1 } : { a: 2 }).a",
  ],
};

const rows = Object.entries(sameAsJavaScript).flatMap(([what, texts]) => texts.map((text) => [what, text] as const));

describe("a lambda gives each event what it gives as JavaScript", () => {
  it.each(rows)("%s: %s", (_what, text) => {
    const f = Function(`return (${text})`)();
    const wanted = asJavaScript(f, scope);
    const interpreted = onLane(interpreterLane, f, scope);
    expect(withoutNaN(interpreted)).toEqual(wanted);
    expect(onLane(jsLane, f, scope)).toEqual(interpreted);
    expectClose(onLane(wasmLane, f, scope), interpreted);
  });
});

describe("a lambda gives each event what it gives as JavaScript, in the corners of the language", () => {
  const corners: readonly string[] = [
    "(ev) => { const t = ev.l.reduce((a, x) => ({ n: a.n + 1, s: a.s + x }), { n: 0, s: 0 }); return t.s / t.n; }",
    "(ev) => ev.l.reduce((a, x) => ({ top: Math.max(a.top, x), low: Math.min(a.low, x) }), { top: -99, low: 99 }).top",
    "(ev) => ev.l[ev.k[0]]",
    "(ev) => ev.l.at(ev.n < 2 ? -1 : 0)",
    "(ev) => ev.l[ev.n / 2]",
    "(ev) => { const a = ev.n; { const a = 5; } return a; }",
    "(ev) => { let a = 1; if (ev.n > 1) { let a = 7; a += 1; } return a; }",
    "(ev) => { let a = 1; if (ev.n > 1) { a = 7; { let a = 3; a += 1; } a += 1; } return a; }",
    "(ev) => { const i = ev.n; for (let i = 0; i < 3; i++) {} return i; }",
    "(ev) => { let s = 0; for (let i = 0; i < 3; i++) { const i2 = i * 2; s += i2; } return s + ev.n; }",
    "(ev) => { const f = (a) => { const b = a + 1; return b; }; const b = ev.n; return f(b) + b; }",
    "(ev) => { let s = 0; for (const x of ev.l) s += x; return s; }",
    "(ev) => { let s = 5, n = 0; for (const x of ev.l) { if (x > 1) { s += x; n++; } else s -= 1; } return s * 100 + n; }",
    "(ev) => { let top = -Infinity; for (const { pt } of ev.m) top = Math.max(top, pt); return top; }",
    "(ev) => { let s = 0; for (const m of ev.m) for (const c of m.c) s += c * m.pt; return s; }",
    "(ev) => { let s = 0; for (const m of ev.m) { const e = m.pt * 2; s += e; } const e = ev.n; return s + e; }",
    "(ev) => { let s = 0; for (const x of [ev.n, ev.y, 3]) s += x; return s; }",
    "(ev) => { let s = 0; for (const x of ev.l.filter((x) => x > 1)) s += x; for (const x of ev.k) s += 10 * x; return s; }",
    "(ev) => ev.m.flatMap((m) => m.c).reduce((s, x) => s + x, 0)",
    "(ev) => ev.m.flatMap((m) => m.c.filter((c) => c > 1)).length",
    "(ev) => ev.l.includes(5)",
    "(ev) => ev.k.includes(ev.n)",
    "(ev) => ev.x === undefined",
    "(ev) => { for (let i = 0; i < 1000; i++) { if (i > ev.n * 300) return i; } return -1; }",
    "(ev) => { let s = 0; for (let i = 0; i < 1000; i++) { if (i > ev.n * 300) break; if (i === 7) continue; s += i; } return s; }",
    "(ev) => (ev.x !== undefined ? ev.x : 5)",
  ];

  it.each(corners)("%s", (text) => {
    const f = Function(`return (${text})`)();
    const wanted = asJavaScript(f, scope);
    expect(withoutNaN(onLane(interpreterLane, f, scope))).toEqual(wanted);
    expect(withoutNaN(onLane(jsLane, f, scope))).toEqual(wanted);
    expectClose(withoutNaN(onLane(wasmLane, f, scope)), wanted);
  });

  it("Number.isNaN of what is missing is true, unlike JavaScript's", () => {
    const f = (ev: { x?: number }): boolean => Number.isNaN(ev.x);
    const plain = asJavaScript(f as (ev: unknown) => unknown, scope);
    const wanted = events.map(({ x }, k) => (x === undefined || x === null ? 1 : plain[k]));
    expect(wanted).not.toEqual(plain);
    for (const lane of [interpreterLane, jsLane, wasmLane]) expect(withoutNaN(onLane(lane, f, scope))).toEqual(wanted);
  });
});

describe("a lambda is what it is on plain objects, or is refused", () => {
  const onObjects = (f: (ev: unknown, scope: Scope) => unknown): readonly (number | undefined)[] =>
    events.map((ev) => {
      const value = f(ev, scope);
      const number = value === undefined || value === null ? Number.NaN : Number(value) + 0;
      return Number.isNaN(number) ? undefined : number;
    });

  const orRefused = (f: object, lane: Lane): readonly (number | undefined)[] | undefined => {
    try {
      return withoutNaN(onLane(lane, f, scope));
    } catch (error) {
      if (isJagradError(error)) return undefined;
      throw error;
    }
  };

  const same = (text: string): void => {
    const f = Function(`return (${text})`)();
    const found = orRefused(f, interpreterLane);
    if (found) expect(found).toEqual(onObjects(f));
    expect(orRefused(f, jsLane)).toEqual(found);
    expect(orRefused(f, wasmLane)).toEqual(found);
  };

  it.each([
    "(ev) => ev.o === null",
    "(ev) => (ev.t == 1 ? 1 : 0)",
    "(ev) => ev.k.slice(-1)[0]",
    "(ev) => ev.k.length && ev.k[0]",
    "(ev) => (ev.l ? 1 : 0) + (ev.l.length ? 1 : 0)",
    "(ev) => Math.max(...[1, 2, ev.n])",
    "(ev) => [ev.n, ev.y].map((x, i) => x * i).reduce((s, x) => s + x, 0)",
    "(ev) => [ev.n, ev.y].some((x) => x > 1)",
    "(ev) => [ev.n, ev.y].at(-1)",
    "(ev) => [ev.n, ev.y].length",
    "(ev) => { const [p, q = 3] = [ev.n]; return p + q; }",
    "(ev) => { let a = ev.n; const b = a; a += 1; return b; }",
    "(ev) => { let a = 0; for (let i = 0; i < 3; i++) { if (i === 1) continue; a += i; } return a; }",
    "(ev) => { let a = 0; do { a += 1; } while (a < 3); return a; }",
    "(ev) => { switch (ev.n) { case 1: return 5; default: return 6; } }",
    "(ev) => ev.n + (ev.n > 1, 5)",
    "(ev) => Number(true) + Number(ev.n)",
    "(ev) => -(-ev.n) - -ev.n",
    "(ev) => ev.n ** -1",
    "(ev) => 2 ** ev.n ** 2",
    "(ev) => ev.n % 0",
    "(ev) => 1 / 0 - ev.n",
    "(ev) => 0 / 0",
    "(ev) => Math.sign(ev.y) * Math.trunc(ev.y * 3) + Math.cbrt(ev.n)",
    "(ev) => Math.round(2.5) + Math.round(-2.5) + Math.round(ev.y)",
    "(ev) => Math.min(ev.n, Number.NaN)",
    "(ev) => Math.hypot(ev.n, NaN)",
    "(ev) => ev.n < ev.y === true",
    "(ev) => ev.n > 0 === ev.y > 0",
    "(ev) => 3 > ev.n > -1",
    "(ev) => ev.m.map((m) => ev.l.at(0) * m.pt).at(1)",
    "(ev) => ev.m.map((m, i) => ev.l[i] ?? 0).reduce((s, x) => s + x, 0)",
    "(ev) => ev.m.map((m) => m.c.toSorted((a, b) => b - a)[0] ?? -1).reduce((s, x) => s + x, 0)",
    "(ev) => ev.m.map((m) => m.c.at(-1) ?? 0).reduce((s, x) => s + x, 0)",
    "(ev) => ev.m.map((m) => m.c.length)[0]",
    "(ev) => ev.m.map((m) => m.c.map((c) => c * m.q).reduce((s, x) => s + x, 0)).at(-1)",
    "(ev) => ev.m.filter((m) => m.c.length > 0).toSorted((a, b) => a.q - b.q).map((m) => m.pt)[0]",
    "(ev) => ev.l.toSorted((a, b) => a - b).map((x, i) => x * i).reduce((s, x) => s + x, 0)",
    "(ev) => ev.l.filter((x) => x > 0).toSorted((a, b) => b - a).slice(0, 2).map((x) => x * x).reduce((s, x) => s + x, 0)",
    "(ev) => ev.l.toSorted((a, b) => a - b).some((x, i) => x > 4 && i > 1)",
    "(ev) => ev.l.toSorted((a, b) => b - a).at(-1)",
    "(ev) => ev.l.slice(1).map((x, i) => x + 10 * i).at(-1)",
    "(ev) => ev.l.filter((x, i) => i % 2 === 0).filter((x, i) => i > 0)[0]",
    "(ev) => ev.l.filter((x) => x > ev.l.reduce((s, y) => s + y, 0) / ev.l.length).length",
    "(ev) => ev.l.map((x) => x / ev.l.reduce((s, y) => Math.max(s, y), -99)).reduce((s, x) => s + x, 0)",
    "(ev) => ev.l.reduce((s, x) => s + x, ev.l.reduce((s, x) => s + x, 0))",
    "(ev) => ev.l.filter((x) => x > 1).length > ev.k.filter((x) => x > 1).length",
    "(ev) => ev.l.map((x) => (x > 1 ? x : ev.k.length)).reduce((s, x) => s + x, 0)",
    "(ev) => ev.m.filter((m) => m.pt > 20).flatMap((m) => m.c).map((c, i) => c * i).reduce((s, x) => s + x, 0)",
    "(ev) => { let best = 0; for (const m of ev.m) { best = m.pt > best ? m.pt : best; } return best; }",
    "(ev) => { let n = 0; for (const m of ev.m) { if (m.c.some((c) => c > 2)) n++; } return n; }",
    "(ev) => { let s = 0; for (const x of ev.l.toSorted((a, b) => a - b)) s += x; return s; }",
    "(ev) => { let s = 0, t = 1; for (const x of ev.l) { s += x; t = s; } return t; }",
    "(ev) => { let p = 1; for (const x of ev.l) p *= x; return p; }",
    "(ev) => { let last = -1; for (const x of ev.l) last = x; return last; }",
    "(ev) => { let i = 0; for (const x of ev.l) { i++; if (i > 2) break; } return i; }",
    "(ev) => { const s = { n: 0 }; for (const x of ev.l) s.n += x; return s.n; }",
    "(ev) => { let s = 0; for (const [i, x] of ev.l.entries()) s += i * x; return s; }",
    "(ev) => { let s = 0; ev.l.forEach((x) => { s += x; }); return s; }",
    "(ev) => { let s = 0; const add = (x) => { s += x; return s; }; add(1); add(ev.n); return s; }",
    "(ev) => { let a = 1; const f = () => a; a = ev.n; return f(); }",
  ])("%s", same);

  it.each([
    "(ev) => (ev.m[1] ? 1 : 0)",
    "(ev) => !!ev.m[1]",
    "(ev) => ev.m[1] === undefined",
    "(ev) => ev.m[1] !== undefined",
    "(ev) => ev.m[1] == null",
    "(ev) => (ev.m[1] ?? ev.m[0] ?? { pt: 3 }).pt",
    "(ev) => (ev.o ? 1 : 0)",
    "(ev) => (ev.m.find((m) => m.q > 1) ? 1 : 0)",
    "(ev) => (ev.m.find((m) => m.q > 1) ?? { pt: 7 }).pt",
    "(ev) => ev.m.map((m) => m.pt).toSorted((a, b) => b - a).filter((x) => x < 45)[0]",
    "(ev) => ev.l.toSorted((a, b) => a - b).slice(1).toSorted((a, b) => b - a)[0]",
    "(ev) => ev.l.toSorted((a, b) => a - b).find((x) => x > 1)",
    "(ev) => ev.m.flatMap((m) => m.c.map((c) => c * m.pt)).toSorted((a, b) => b - a)[0]",
    "(ev) => ev.m.flatMap((m) => m.c)[2]",
    "(ev) => ev.m.flatMap((m) => m.c).at(-1)",
    "(ev) => ev.m.flatMap((m) => m.c).slice(-2).length",
    "(ev) => ev.m.flatMap((m) => m.c).slice(1).length",
    "(ev) => ev.m.flatMap((m) => m.c).slice(0, 2).length",
    "(ev) => ev.m.flatMap((m) => m.c).map((c, i) => i).reduce((s, x) => s + x, 0)",
    "(ev) => (ev.t === 1 ? 1 : 0)",
    "(ev) => (ev.t !== 0 ? 1 : 0)",
    "(ev) => ev.l.map((x, i, all) => x / all.length).at(0)",
    "(ev) => ev.l.reduce((s, x, i, all) => s + x * all.length, 0)",
    "(ev) => ev.l.filter((x, i, all) => i < all.length - 1).length",
    "(ev) => ev.k.at()",
  ])("%s", same);
});

describe("where JavaScript is no oracle, a lambda", () => {
  it.each<[string, string, readonly (number | undefined)[]]>([
    [
      "reads past the end of a filtered list",
      "(ev) => ev.m.filter((m) => m.pt > 45)[0].pt",
      [50, undefined, undefined, 99, undefined],
    ],
    [
      "reads a member of what find does not find",
      "(ev) => ev.m.find((m) => m.q < 0).pt",
      [50, undefined, undefined, 5, undefined],
    ],
    ["reads before the beginning", "(ev) => ev.m[ev.n - 1].q", [2, undefined, undefined, 2, 1]],
    ["replaces the first of no numbers", "(ev) => ev.l.map((x) => 2 * x)[0] ?? 5", [6, 5, -8, 10, 1]],
    ["reads past the end of a slice", "(ev) => ev.m.slice(1)[0].pt", [50, undefined, undefined, 99, undefined]],
    [
      "reads past the end of a sorted list",
      "(ev) => ev.m.toSorted((a, b) => b.pt - a.pt)[1].q",
      [1, undefined, undefined, -3, undefined],
    ],
    [
      "is missing where a null is in the sum",
      "(ev, { sum }) => sum([ev.x, 1].map((x) => x)[0] > 1 ? ev.l : ev.l)",
      [6, 0, -4, 16, 0.5],
    ],
    ["finds a mean of nothing missing", "(ev, { mean }) => mean(ev.l) ?? 3", [2, 3, -4, 4, 0.25]],
    ["finds an extremum of nothing missing", "(ev, { max }) => max(ev.l) ?? 3", [3, 3, -4, 5, 0.5]],
    ["never finds two missing values equal", "(ev) => ev.m[7].pt === ev.m[8].pt", [0, 0, 0, 0, 0]],
    ["is missing in arithmetic, also to the power of 0", "(ev) => ev.x ** 0", [1, 1, undefined, 1, 1]],
    ["is false where a part of a condition is missing", "(ev) => ev.t && ev.n > 0", [1, 0, 0, 0, 1]],
    ["is not larger because it is not at most", "(ev) => !(ev.x <= 1e9)", [0, 0, 1, 1, 0]],
  ])("%s", (_what, text, wanted) => {
    const f = Function(`return (${text})`)();
    expect(onLane(interpreterLane, f, scope)).toEqual(wanted);
    expect(onLane(jsLane, f, scope)).toEqual(wanted);
    expectClose(onLane(wasmLane, f, scope), wanted);
  });
});

describe("NaN in a sort", () => {
  it.each([
    ["ascending", "(ev) => ev.l.map((x) => Math.sqrt(x)).toSorted((a, b) => a - b)[0]"],
    ["descending", "(ev) => ev.l.map((x) => Math.sqrt(x)).toSorted((a, b) => b - a)[0]"],
  ])("stands last, %s", (order, text) => {
    const f = Function(`return (${text.replace("Math.sqrt(x)", "Math.sqrt(x - 1)")})`)();
    const wanted = events.map(({ l }) => {
      const roots = l
        .map((x) => Math.sqrt(x - 1))
        .filter((x) => !Number.isNaN(x))
        .sort((a, b) => a - b);
      return order === "ascending" ? roots.at(0) : roots.at(-1);
    });
    expect(withoutNaN(onLane(interpreterLane, f, scope))).toEqual(wanted);
    expect(withoutNaN(onLane(jsLane, f, scope))).toEqual(wanted);
    expectClose(withoutNaN(onLane(wasmLane, f, scope)), wanted);
  });
});
