import { expect, it } from "vitest";
import { primitives } from "../primitives/index.ts";
import type { ElementwisePrimitive } from "../program/index.ts";
import { jsLanes, textOf } from "./js-lanes.ts";
import { register } from "./slots.ts";

/** The lines and the text of a primitive of inputs a, b, c. */
const written = (name: string): readonly string[] => {
  const primitive = primitives.get(name);
  if (!primitive) throw new TypeError(`there is no ${name}`);
  const lines: string[] = [];
  const texts = {
    lines,
    functions: register<ElementwisePrimitive["evaluate"]>(),
    fresh: (x: string) => x + lines.length,
  };
  const text = textOf(texts, primitive, ["a", "b", "c"].slice(0, primitive.domain.length));
  return [...lines, text];
};

it.each([
  ["add", "(a + b)"],
  ["where", "(a ? b : c)"],
  ["weigh", "(((a === 0) || (b === 0)) ? 0 : (a * b))"],
  ["floor", "Math.floor(a)"],
  ["round", "Math.round(a)"],
  ["exp", "Math.exp(a)"],
  ["toNumber", "Number(a)"],
  ["mod", "f0(a, b)"],
  ["normalCdf", "f0(a)"],
  ["polygamma", "f0(a, b)"],
])("%s is written as %s", (name, text) => {
  expect(written(name)).toEqual([text]);
});

it("names what is used more than once", () => {
  expect(written("triweightPdf")).toMatchInlineSnapshot(`
    [
      "const y0 = (1 - ((a * a) / 9));",
      "((Math.abs(a) < 3) ? (0.3645833333333333 * ((y0 * y0) * y0)) : 0)",
    ]
  `);
});

it("writes numbers so that they can stand after any operator", () => {
  const lanes = jsLanes({ lines: [], functions: register(), fresh: String });
  expect([0.5, -1, -0, Infinity, -Infinity, Number.NaN].map((x) => lanes.sub("a", lanes.k(x)))).toEqual([
    "(a - 0.5)",
    "(a - (-1))",
    "(a - (-0))",
    "(a - Infinity)",
    "(a - (-Infinity))",
    "(a - NaN)",
  ]);
});
