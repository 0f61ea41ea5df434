import { expect, it } from "vitest";
import type { Lanes, Lowering } from "../lanes.ts";
import { fused, plainLanes } from "../plain-lanes.ts";
import * as lowered from "./index.ts";
import { powKnown } from "./pow-known.ts";

const cases: readonly (readonly [name: string, f: Lowering, inputs: readonly number[], value: number])[] = [
  ["exp", lowered.exp, [0], 1],
  ["exp", lowered.exp, [-745], 5e-324],
  ["exp", lowered.exp, [-746], 0],
  ["exp", lowered.exp, [-753.4], 0],
  ["exp", lowered.exp, [-753.5], 0],
  ["exp", lowered.exp, [Number.NEGATIVE_INFINITY], 0],
  ["exp", lowered.exp, [709.79], Number.POSITIVE_INFINITY],
  ["exp", lowered.exp, [Number.POSITIVE_INFINITY], Number.POSITIVE_INFINITY],
  ["expm1", lowered.expm1, [-40], -1],
  ["log", lowered.log, [1], 0],
  ["log", lowered.log, [5e-324], -744.4400719213812],
  ["log2", lowered.log2, [8], 3],
  ["log2", lowered.log2, [5e-324], -1074],
  ["log10", lowered.log10, [1000], 3],
  ["cbrt", lowered.cbrt, [27], 3],
  ["cbrt", lowered.cbrt, [-0.125], -0.5],
  ["cos", lowered.cos, [0], 1],
  ["sin", lowered.sin, [Math.PI], 1.2246467991473532e-16],
  ["cos", lowered.cos, [Math.PI / 2], 6.123233995736766e-17],
  ["acos", lowered.acos, [-1], Math.PI],
  ["asin", lowered.asin, [1], Math.PI / 2],
  ["atan", lowered.atan, [Number.POSITIVE_INFINITY], Math.PI / 2],
  ["atan2", lowered.atan2, [0, -1], Math.PI],
  ["atan2", lowered.atan2, [-0, -0], -Math.PI],
  ["atan2", lowered.atan2, [3, 3], Math.PI / 4],
  ["cosh", lowered.cosh, [0], 1],
  ["hypot", lowered.hypot, [3, 4], 5],
  ["hypot", lowered.hypot, [0, 0], 0],
  ["pow", lowered.pow, [2, 10], 1024],
  ["pow", lowered.pow, [3, 33], 5559060566555523],
  ["pow", lowered.pow, [-2, 3], -8],
  ["pow", lowered.pow, [2, -1074], 5e-324],
  ["pow", lowered.pow, [2, -1087], 0],
  ["pow", lowered.pow, [2, -1e6], 0],
  ["pow", lowered.pow, [2, 1023], 2 ** 1023],
  ["pow", lowered.pow, [2, 1024], Number.POSITIVE_INFINITY],
  ["normalCdf", lowered.normalCdf, [0], 0.5],
  ["normalCdf", lowered.normalCdf, [Number.POSITIVE_INFINITY], 1],
  ["normalCdf", lowered.normalCdf, [Number.NEGATIVE_INFINITY], 0],
  ["erfc", lowered.erfc, [0], 1],
  ["sigmoid", lowered.sigmoid, [0], 0.5],
  ["mod", lowered.mod, [-7, 3], -1],
  ["lgamma", lowered.lgamma, [1], 0],
  ["lgamma", lowered.lgamma, [2], 0],
  ["lgamma", lowered.lgamma, [0], Number.POSITIVE_INFINITY],
  ["lgamma", lowered.lgamma, [-3], Number.POSITIVE_INFINITY],
  ["lgamma", lowered.lgamma, [Number.POSITIVE_INFINITY], Number.POSITIVE_INFINITY],
  ["lgamma", lowered.lgamma, [1.7e308], Number.POSITIVE_INFINITY],
  ["lgamma", lowered.lgamma, [Number.NaN], Number.NaN],
  ["digamma", lowered.digamma, [0], Number.NEGATIVE_INFINITY],
  ["digamma", lowered.digamma, [-2], Number.NaN],
  ["digamma", lowered.digamma, [Number.POSITIVE_INFINITY], Number.POSITIVE_INFINITY],
  ["digamma", lowered.digamma, [Number.NaN], Number.NaN],
];

it.each(cases)("$0 of $2 is $3, however products are added", (_name, f, inputs, value) => {
  for (const lanes of [plainLanes(), plainLanes(fused)]) expect(f(lanes, ...inputs)).toBe(value);
});

it.each([-7, -5, -3, -2, -1, 0, 1, 2, 3, 4, 5, 6, 7, 8, 0.5])("a known power of %d is that of JavaScript", (n) => {
  for (const x of [0, -0, 1, -1, 3, -3, 1e-200, -1e200, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NaN])
    expect(powKnown(plainLanes(), x, n)).toBe(x ** n);
});

it("powers that are not short are left to logarithms", () => {
  for (const n of [9, -8, 1.5, Number.NaN, Number.POSITIVE_INFINITY])
    expect(powKnown(plainLanes(), 2, n)).toBeUndefined();
});

/** What is computed, as a text: equal texts are equal operations. */
const written = new Proxy({} as Lanes<string>, {
  get: (_, name) =>
    name === "let" ? (x: string) => x : (...inputs: readonly unknown[]) => `${String(name)}(${inputs.join(", ")})`,
});

it("the distribution function of a normal variable and its density share their Gaussian", () => {
  const [, gaussian = "nothing"] =
    /^mul\((.*), k\(0\.3989422804014327\)\)$/.exec(lowered.normalPdf(written, "x")) ?? [];
  expect(gaussian).toMatch(/^mul\(scale2\(/);
  expect(lowered.normalCdf(written, "x")).toContain(gaussian);
});
