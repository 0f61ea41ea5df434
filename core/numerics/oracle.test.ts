import { expect, it } from "vitest";
import {
  digamma,
  erf,
  erfc,
  erfcx,
  inverseMills,
  lgamma,
  logNormalCdf,
  logSigmoid,
  normalCdf,
  normalPdf,
  polygamma,
  sigmoid,
  softplus,
  trigamma,
} from "./index.ts";
import { held } from "./reference/held.ts";
import { tables } from "./reference/oracle-points.ts";

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
  ["lgamma", lgamma, 3.5, 0],
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

it("has at least 60 points for each subject and a subject for each table", () => {
  const named = new Set([...SUBJECTS, ...held].map(([name]) => name));
  expect([...tables.keys()].sort()).toEqual([...named].sort());
  for (const [name, points] of tables) expect(points.length, name).toBeGreaterThanOrEqual(60);
});

it.each(SUBJECTS)("%s agrees with mpmath within its bound", (name, f, bound, floor) => {
  let worst = 0;
  let at = "";
  for (const [x, y] of tables.get(name) ?? []) {
    const e = error(f(Number(x)), Number(y), floor);
    expect(e, `${name} at ${x}`).not.toBeNaN();
    if (e > worst) [worst, at] = [e, x];
  }
  expect(worst, `${name} is off by ${worst.toFixed(2)} ulp at ${at}`).toBeLessThanOrEqual(bound);
});
