import { type TransformOptions, transformSync } from "esbuild";
import { describe, expect, it } from "vitest";
import { columnOf, schemaOf } from "../columns/index.ts";
import { isJagradError, type JagradError } from "../errors.ts";
import { builder, showProgram } from "../program/index.ts";
import { asScalar, columnValue, elaborate, type Scope } from "./index.ts";

const event = { x: 1, met: 20, jets: [{ pt: 40, eta: 0 }] };

/** The program of a lambda of this very text, as text. */
const programOf = (text: string, scope: Scope = {}): string => {
  const b = builder();
  const events = b.axis("event", { kind: "events" }, {});
  const f: object = Function(`return (${text})`)();
  const value = asScalar(
    elaborate(b, f, [columnValue(b, schemaOf(columnOf([event])), [], events)], scope, { label: "filter" }),
  );
  return showProgram(b.program([value.atom, value.present]));
};

const refusal = (text: string, scope?: Scope): JagradError => {
  try {
    programOf(text, scope);
  } catch (error) {
    if (isJagradError(error)) return error;
    throw error;
  }
  throw new TypeError(`this lambda was understood: ${text}`);
};

const double = (x: number) => 2 * x;
const scope = { cut: 30, double };

/** A text as people write it, and what a tool makes of it. */
const understood: Readonly<Record<string, readonly (readonly [written: string, arrives: string])[]>> = {
  tsc: [
    [
      "(e, p) => e.met > p.cut && e.jets.filter(j => j.pt > 30).length >= 2",
      "(e, p) => e.met > p.cut && e.jets.filter((j) => j.pt > 30).length >= 2",
    ],
    ["(ev) => ev.jets[0].pt * 4", "(ev) => ev.jets[0].pt * 4 /* Col.B */"],
    ["(ev, { cut }) => ev.met > cut", "function (ev, { cut }) {\n    return ev.met > cut;\n}"],
  ],
  "type stripping by Node": [
    ["(ev, { cut }) => ev.met > cut", "(ev           , { cut }                          )          => ev.met > cut"],
  ],
  vitest: [
    ["(ev) => ev.x * 1_000 + 0x10", "(ev) => ev.x * 1e3 + 16"],
    ["(ev) => ev.jets.some(j => j.pt > 30)", "(ev) => ev.jets.some((j) => j.pt > 30)"],
  ],
  "tsx with names kept": [
    ["(ev) => { const h = (x) => 2 * x; return h(ev.x); }", 'ev=>{const h=__name(x=>2*x,"h");return h(ev.x)}'],
    [
      "(ev, { double }) => double(ev.x)",
      '/* @__PURE__ */ (ev,{double:d})=>/* @__PURE__ */ __name((x)=>d(x),"k")(ev.x)',
    ],
  ],
  "esbuild for ES2015": [["(ev) => ev.x ** 2 + 1", "(ev) => __pow(ev.x, 2) + 1"]],
  "a minifier": [
    ["(ev) => ev.jets.some((j) => j.pt > 30)", "e=>e.jets.some(e=>e.pt>30)"],
    [
      "(ev) => ev.jets.map((j) => ev.jets.filter((k) => k.pt > j.pt).length)[0]",
      "e=>e.jets.map(t=>e.jets.filter(e=>e.pt>t.pt).length)[0]",
    ],
    ["(ev) => true", "e=>!0"],
    ["(ev) => false", "e=>!1"],
    ["(ev) => ev.x / Infinity", "e=>e.x/(1/0)"],
    ["(ev) => { if (ev.x > 1) return 2; return 3; }", "e=>{if(e.x>1)return 2;return 3}"],
    ["(ev) => { if (ev.x > 1) return 2; return 3; }", "e=>e.x>1?2:3"],
    ["(ev, { cut }) => ev.met > cut", "(e,{cut:t})=>e.met>t"],
  ],
};

describe("a lambda that a tool has rewritten", () => {
  it.each(Object.entries(understood).flatMap(([tool, pairs]) => pairs.map((pair) => [tool, ...pair] as const)))(
    "means the same after %s: %s",
    (_tool, written, arrives) => {
      expect(programOf(arrives, scope)).toBe(programOf(written, scope));
    },
  );
});

const esbuild: readonly (readonly [string, TransformOptions])[] = [
  ["white space removed", { minifyWhitespace: true }],
  ["minified", { minify: true }],
  ["names kept", { keepNames: true }],
  ["ES2015", { target: "es2015" }],
];

const written = [
  "(e, p) => e.met > p.cut && e.jets.filter(j => j.pt > 30).length >= 2",
  "(ev) => { const half = (x) => x / 2; return half(ev.met) ** 2; }",
  "(ev) => { let s = 0; for (let i = 0; i < 3; i++) { s += ev.x * i; } return s; }",
  "(ev) => { const { x, met: m = 3 } = ev; if (x > 1) { return m; } else { return -m; } }",
  "function (ev, { double }) { return double(ev.jets.map((jet) => jet.pt).reduce((s, x) => s + x, 0)); }",
  "(ev) => Math.max(ev.met, 10) > 20 ? true : false",
];

/** The function in the text that esbuild makes of a module that exports it, helpers seen through as at run time. */
const rewritten = (text: string, options: TransformOptions): string => {
  const { code } = transformSync(`globalThis.taken(${text});`, options);
  let taken = "";
  const names = ["taken", "__name", "__pow"];
  const helpers = {
    taken: (f: object) => {
      taken = String(f);
    },
  };
  Function("globalThis", ...names.slice(1), code)(helpers);
  return taken;
};

describe("esbuild", () => {
  it.each(esbuild.flatMap(([name, options]) => written.map((text) => [name, text, options] as const)))(
    "leaves the meaning, %s: %s",
    (_name, text, options) => {
      expect(programOf(rewritten(text, options), scope)).toBe(programOf(text, scope));
    },
  );
});

describe("a lambda that a tool has spoilt", () => {
  it.each([
    ["vitest", "(ev) => (0, __vite_ssr_import_2__.mass)(ev.x)", /imported name/],
    ["vitest", "(ev) => __vite_ssr_import_0__.cut < ev.x", /imported name/],
    ["istanbul", "(ev) => ev.x > cov_2hb7.s[0]", /counters of a coverage tool/],
    ["istanbul", "(ev) => ev.x > __coverage__", /counters of a coverage tool/],
  ])("is refused in the name of %s: %s", (_tool, text, message) => {
    const error = refusal(text);
    expect(error.code).toBe("E_FREE");
    expect(error.message).toMatch(message);
    expect(error.where).toMatch(/\^/);
  });

  it.each([
    ["(ev)=>{cov_2hb7().f[0]++;cov_2hb7().s[0]++;return ev.x>1;}"],
    ["(ev)=>(cov_2hb7().s[0]++,ev.x>1)"],
    ["(ev)=>ev.x>1?(cov_2hb7().b[0][0]++,1):(cov_2hb7().b[0][1]++,2)"],
  ])("is refused in the name of istanbul: %s", (text) => {
    expect(refusal(text).message).toMatch(/coverage/);
  });

  it.each([
    ["(ev)=>{cov_2hb7().f[0]++;cov_2hb7().s[0]++;return ev.x>1;}"],
    ["(ev)=>(cov_2hb7().s[0]++,ev.x>1)"],
    ["(ev) => __spreadValues({}, ev).x"],
  ])("is refused at its place: %s", (text) => {
    const error = refusal(text);
    expect(["E_LAMBDA", "E_FREE"]).toContain(error.code);
    expect(error.where).toMatch(/\^/);
  });
});
