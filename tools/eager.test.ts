import { expect, it } from "vitest";
import { eager } from "./eager.ts";

/** The places of all characters. */
const anywhere = (text: string): ReadonlySet<number> => new Set(Array.from(text, (_, k) => k));

const marked = (text: string): string => eager(text, anywhere(text));

it("puts functions in parentheses, also inside each other", () => {
  expect(marked("const f = (a) => (b) => a + b;\nlist.map(async (x) => x);")).toBe(
    "const f = ((a) => ((b) => a + b));\nlist.map((async function(x) { return x; }));",
  );
  expect(marked("const f = function g(x) { return x; };")).toBe("const f = (function g(x) { return x; });");
});

it("leaves accessors and what classes declare, but not what is inside them", () => {
  expect(marked("const o = { get g() { return (x) => x; }, async f() {}, h: (x) => x };")).toBe(
    "const o = { get g() { return ((x) => x); }, async f() {}, h: ((x) => x) };",
  );
  expect(marked("class A { f(x) { return x; } }")).toBe("class A { f(x) { return x; } }");
});

it("makes members of methods, unless they know who they belong to", () => {
  const text = "const o = { f(x) { return x; }, g() { return this.f; } };";
  const changed = marked(text);
  expect(changed).toBe("const o = { f: (function(x) { return x; }), g() { return this.f; } };");
  expect(eager(text, new Set([text.indexOf("f(x)")]))).toBe(changed);
});

it("makes variables of declarations that nothing before them mentions", () => {
  expect(marked("export function f(x) { return x; }\nfunction g() {}")).toBe(
    "export var f = (function (x) { return x; });\nvar g = (function () {});",
  );
  expect(marked("// calls f\nfunction f() {}")).toBe("// calls f\nvar f = (function () {});");
  expect(marked("const y = f(1);\nfunction f(x) { return x; }")).toBe("const y = f(1);\nfunction f(x) { return x; }");
  expect(marked("{ function f() {} }")).toBe("{ function f() {} }");
});

it("makes function expressions of async arrow functions, which engines compile at once only so", () => {
  expect(marked("const f = async (x) => x;\nconst g = async (x, y = () => 1) => { await x; };")).toBe(
    "const f = (async function(x) { return x; });\nconst g = (async function(x, y = (() => 1))  { await x; });",
  );
  expect(marked("const f = async (x) => ({ x });")).toBe("const f = (async function(x) { return ({ x }); });");
  expect(marked("const f = async (x) => (y) => x;")).toBe("const f = (async function(x) { return ((y) => x); });");
  expect(marked("function f() { return async () => this; }")).toContain("async () => this");
  expect(marked("const f = async () => [...arguments];")).toBe("const f = async () => [...arguments];");
});

it("leaves a module without functions as it is", () => {
  expect(marked('export * from "./a.js";\n')).toBe('export * from "./a.js";\n');
});

it("takes apart what a pattern of a parameter holds", () => {
  expect(marked("const f = ({ a, b = () => 1 }) => b(a);")).toBe("const f = (({ a, b = (() => 1) }) => b(a));");
});

it("leaves functions that begin elsewhere", () => {
  const text = "const f = (a) => a;\nconst g = (a) => -a;";
  expect(eager(text, new Set([text.lastIndexOf("(")]))).toBe("const f = (a) => a;\nconst g = ((a) => -a);");
  expect(eager(text, new Set())).toBe(text);
});
