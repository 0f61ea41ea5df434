import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import {
  digamma,
  erf,
  erfc,
  erfcx,
  fused,
  inverseMills,
  type Lowering,
  lgamma,
  logNormalCdf,
  logSigmoid,
  lowered,
  normalCdf,
  normalPdf,
  plainLanes,
  polygamma,
  sigmoid,
  softplus,
  trigamma,
} from "./index.ts";

type Point = readonly [x: number, y: number];

const FIXTURE = readFileSync(new URL("./oracle.fixture.txt", import.meta.url), "utf8");

const POINTS: ReadonlyMap<string, readonly Point[]> = new Map(
  FIXTURE.split("\n\n")
    .slice(1)
    .map((section) => {
      const [name = "", ...pairs] = section.split(/\s+/).filter((word) => word !== "");
      return [name, pairs.map((pair): Point => [Number(pair.split(":")[0]), Number(pair.split(":")[1])])];
    }),
);

/** The distance from |y| to the next double above. */
function ulp(y: number): number {
  return 2 ** Math.max(Math.floor(Math.log2(Math.max(Math.abs(y), 2 ** -1022))) - 52, -1074);
}

/** An error in ulp of the true value, or of `floor` where the true value is smaller, as it is next to its zeros. */
function error(got: number, y: number, floor: number): number {
  return got === y ? 0 : Math.abs(got - y) / ulp(Math.max(Math.abs(y), floor));
}

function order(n: number): (x: number) => number {
  return (x) => polygamma(n, x);
}

/**
 * Bounds in ulp: half an ulp for each rounded factor of the result, one ulp for each `Math` function, and half an ulp
 * for the rounding of the tabulated value. A power y^s has s - 1 roundings, and s times the one of y.
 *
 * The floor of a function with zeros is the size of the terms that cancel there.
 */
const SUBJECTS: readonly (readonly [name: string, f: (x: number) => number, bound: number, floor: number])[] = [
  ["erf", erf, 2, 0],
  ["erfc", erfc, 3.5, 0],
  ["erfcx", erfcx, 3, 0],
  ["normalPdf", normalPdf, 3, 0],
  ["normalCdf", normalCdf, 4, 0],
  ["logNormalCdf", logNormalCdf, 4, 0],
  ["inverseMills", inverseMills, 4, 0],
  ["sigmoid", sigmoid, 3, 0],
  ["softplus", softplus, 2, 0],
  ["logSigmoid", logSigmoid, 2, 0],
  ["lgamma", lgamma, 7, 0],
  ["lgammaNegative", lgamma, 5, 1],
  ["digamma", digamma, 6, 0],
  ["digammaNegative", digamma, 4, 8],
  ["trigamma", trigamma, 4, 0],
  ["trigammaNegative", trigamma, 4, 0],
  ["polygamma2", order(2), 5, 0],
  ["polygamma3", order(3), 5, 0],
  ["polygamma4", order(4), 6, 0],
  ["polygamma5", order(5), 7, 0],
  ["polygamma8", order(8), 10, 0],
  ["polygamma20", order(20), 22, 0],
  ["polygamma60", order(60), 62, 0],
  ["polygamma2Negative", order(2), 5, 16],
  ["polygamma3Negative", order(3), 5, 0],
  ["polygamma8Negative", order(8), 10, 40320 * 2 ** 9],
];

/**
 * Functions in terms of lanes, with the table that they are held to and the arguments before those of the table. Bounds
 * as above, where sums and products of polynomials count as one rounding.
 */
const LOWERED: readonly (readonly [name: string, f: Lowering, bound: number, before: readonly number[]])[] = [
  ["exp", lowered.exp, 1.5, []],
  ["expm1", lowered.expm1, 2, []],
  ["log", lowered.log, 1, []],
  ["log1p", lowered.log1p, 1, []],
  ["log2", lowered.log2, 2, []],
  ["log10", lowered.log10, 2, []],
  ["cbrt", lowered.cbrt, 1, []],
  ["sin", lowered.sin, 2, []],
  ["cos", lowered.cos, 2, []],
  ["tan", lowered.tan, 3, []],
  ["asin", lowered.asin, 2.5, []],
  ["acos", lowered.acos, 1.5, []],
  ["atan", lowered.atan, 2.5, []],
  ["sinh", lowered.sinh, 2, []],
  ["cosh", lowered.cosh, 1.5, []],
  ["tanh", lowered.tanh, 2, []],
  ["asinh", lowered.asinh, 2, []],
  ["acosh", lowered.acosh, 2.5, []],
  ["atanh", lowered.atanh, 2, []],
  ["atan2Of2.5", lowered.atan2, 2.5, [2.5]],
  ["hypotOf3", lowered.hypot, 1.5, [3]],
  ["powOf1.7", lowered.pow, 1.5, [1.7]],
  ["powOf1e-310", lowered.pow, 1.5, [1e-310]],
  ["powOf1.001", lowered.pow, 1.5, [1.001]],
  ["erf", lowered.erf, 2, []],
  ["erfc", lowered.erfc, 4, []],
  ["normalPdf", lowered.normalPdf, 2.5, []],
  ["normalCdf", lowered.normalCdf, 4, []],
  ["logNormalCdf", lowered.logNormalCdf, 4, []],
  ["inverseMills", lowered.inverseMills, 4, []],
  ["sigmoid", lowered.sigmoid, 2.5, []],
  ["softplus", lowered.softplus, 2, []],
  ["lgammaOfPositive", lowered.lgamma, 3.5, []],
  ["digammaOfPositive", lowered.digamma, 3.5, []],
];

it("has at least 60 points for each subject and a subject for each table", () => {
  const named = new Set([...SUBJECTS, ...LOWERED].map(([name]) => name));
  expect([...POINTS.keys()].sort()).toEqual([...named].sort());
  for (const [name, points] of POINTS) expect(points.length, name).toBeGreaterThanOrEqual(60);
});

it.each(LOWERED)("%s in terms of lanes agrees with mpmath within its bound", (name, f, bound, before) => {
  const errors = [plainLanes(), plainLanes(fused)].flatMap((lanes) =>
    (POINTS.get(name) ?? []).map(([x, y]) => [error(Number(f(lanes, ...before, x)), y, 0), x] as const),
  );
  const [worst = NaN, at] = errors.reduce((a, b) => (a[0] >= b[0] ? a : b));
  expect(worst, `${name} is off by ${worst.toFixed(2)} ulp at ${at}`).toBeLessThanOrEqual(bound);
});

it.each(SUBJECTS)("%s agrees with mpmath within its bound", (name, f, bound, floor) => {
  let worst = 0;
  let at = NaN;
  for (const [x, y] of POINTS.get(name) ?? []) {
    const e = error(f(x), y, floor);
    if (!(e <= worst)) [worst, at] = [e, x];
  }
  expect(worst, `${name} is off by ${worst.toFixed(2)} ulp at ${at}`).toBeLessThanOrEqual(bound);
});
