import { expect, it } from "vitest";
import { eager } from "./eager.ts";

/** The places of all characters. */
const anywhere = (text: string): ReadonlySet<number> => new Set(Array.from(text, (_, k) => k));

const marked = (text: string): string => eager(text, anywhere(text));

it("puts functions in parentheses, also inside each other", () => {
  expect(marked("const f = (a) => (b) => a + b;\nlist.map(async (x) => x);")).toBe(
    "const f = ((a) => ((b) => a + b));\nlist.map((async (x) => x));",
  );
  expect(marked("const f = function g(x) { return x; };")).toBe("const f = (function g(x) { return x; });");
});

it("leaves methods, accessors and declarations, but not what is inside them", () => {
  expect(marked("const o = { f() { return (x) => x; }, get g() { return 1; }, h: (x) => x };")).toBe(
    "const o = { f() { return ((x) => x); }, get g() { return 1; }, h: ((x) => x) };",
  );
  expect(marked("class A { f(x) { return x; } }\nfunction f() {}")).toBe(
    "class A { f(x) { return x; } }\nfunction f() {}",
  );
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
