import { expect, it } from "vitest";
import { eager } from "./eager.ts";

it("puts functions in parentheses, also inside each other", () => {
  expect(eager("const f = (a) => (b) => a + b;\nlist.map(async (x) => x);")).toBe(
    "const f = ((a) => ((b) => a + b));\nlist.map((async (x) => x));",
  );
  expect(eager("const f = function g(x) { return x; };")).toBe("const f = (function g(x) { return x; });");
});

it("leaves methods, accessors and declarations, but not what is inside them", () => {
  expect(eager("const o = { f() { return (x) => x; }, get g() { return 1; }, h: (x) => x };")).toBe(
    "const o = { f() { return ((x) => x); }, get g() { return 1; }, h: ((x) => x) };",
  );
  expect(eager("class A { f(x) { return x; } }\nfunction f() {}")).toBe(
    "class A { f(x) { return x; } }\nfunction f() {}",
  );
});

it("leaves a module without functions as it is", () => {
  expect(eager('export * from "./a.js";\n')).toBe('export * from "./a.js";\n');
});

it("takes apart what a pattern of a parameter holds", () => {
  expect(eager("const f = ({ a, b = () => 1 }) => b(a);")).toBe("const f = (({ a, b = (() => 1) }) => b(a));");
});
