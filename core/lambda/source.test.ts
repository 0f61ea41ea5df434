import { describe, expect, it } from "vitest";
import { caret, parseLambda, refuse } from "./source.ts";

const methods = {
  shorthand(ev: { readonly x: number }) {
    return ev.x;
  },
  get getter() {
    return 1;
  },
};

describe("parseLambda", () => {
  it.each<[string, object]>([
    ["an arrow", (ev: number) => ev],
    [
      "an arrow with a body",
      (ev: number) => {
        return ev;
      },
    ],
    ["a function expression", (ev: number) => ev],
    [
      "a function with a name",
      function named(ev: number) {
        return ev;
      },
    ],
    ["text in parentheses", Function("return ((ev) => ev)")()],
    ["text after a comment", Function("return /* first */ (ev) => ev")()],
  ])("reads %s", (_what, f) => {
    const { params } = parseLambda(f);
    expect(params).toMatchObject([{ type: "Identifier", name: "ev" }]);
  });

  it("reads a function once", () => {
    const f = (x: number) => x;
    expect(parseLambda(f)).toBe(parseLambda(f));
  });

  it.each<[string, unknown, RegExp]>([
    ["an async arrow", async (ev: number) => ev, /async functions and generators have no value per event/],
    [
      "an async function",
      async function f(ev: number) {
        return ev;
      },
      /async functions and generators/,
    ],
    [
      "a generator",
      function* f(ev: number) {
        yield ev;
      },
      /async functions and generators/,
    ],
    [
      "an async generator",
      async function* f(ev: number) {
        yield ev;
      },
      /async functions and generators/,
    ],
    ["a native function", Math.sqrt, /native or bound/],
    ["a bound function", ((x: number) => x).bind(undefined), /native or bound/],
    ["a proxy of a function", new Proxy((x: number) => x, {}), /native or bound/],
    [
      "a class",
      class A {
        x = 1;
      },
      /found ClassExpression/,
    ],
    ["a method", methods.shorthand, /found CallExpression/],
    ["a getter", Object.getOwnPropertyDescriptor(methods, "getter")?.get, /found Identifier/],
    ["a number", 3, /a function is needed, found number/],
    ["nothing", undefined, /a function is needed, found undefined/],
  ])("refuses %s", (_what, f, message) => {
    expect(() => parseLambda(f)).toThrow(expect.objectContaining({ code: "E_LAMBDA" }));
    expect(() => parseLambda(f)).toThrow(message);
  });

  it("says how to write it instead", () => {
    expect(() => parseLambda(methods.shorthand)).toThrow(/try: write the lambda as an arrow function/);
  });
});

describe("caret", () => {
  it.each([
    ["a + b", 4, 5, "a + b\n    ^"],
    ["a + bc", 4, 6, "a + bc\n    ^^"],
    ["a\nbc + d\ne", 2, 4, "bc + d\n^^"],
    ["a\nbc(\n)", 2, 7, "bc(\n^^^"],
    ["", 0, 1, "\n^"],
  ])("of %j at %i to %i", (text, start, end, shown) => {
    expect(caret(text, start, end)).toBe(shown);
  });
});

describe("refuse", () => {
  it("puts code, place and cure together", () => {
    expect(refuse("E_TYPE", "a + b", { start: 4, end: 5 }, "b is a list", "b.length").message).toBe(
      "E_TYPE: b is a list\n  a + b\n      ^\n  try: b.length",
    );
  });
});
