import { expect, it } from "vitest";
import { lgamma, normalCdf, sigmoid } from "../primitives/index.ts";
import { numbersOf } from "./checks/nested.ts";
import {
  checkGradients,
  checkpoint,
  cholesky,
  compile,
  contract,
  customJvp,
  eigh,
  jacobian,
  minimum,
  plainly,
  root,
  solveLinear,
  vjp,
} from "./index.ts";

type Vector = readonly number[];

/** The functions that the algorithms below use; each is a function of a vector. */
const tools = {
  root,
  minimum,
  solveLinear,
  contract,
  cholesky,
  eigh,
  checkpoint,
  jacobian,
  vjp,
  lgamma,
  normalCdf,
  sigmoid,
  squares: customJvp(
    (x: Vector) => x.map((v) => v * v),
    ([x], [dx]) => x.map((v, i) => 2 * v * (dx[i] ?? 0)),
  ),
};
type Tools = typeof tools;

const algorithms: Readonly<Record<string, (a: Vector, tools: Tools) => number | Vector>> = {
  "solutions of equations, item by item": (a, { root }) => a.map((v, i) => root((x) => x ** 3 + x - v * (i + 1), 1)),
  "a solution that starts from the one before": (a, { root }) => {
    let s = 1;
    for (const v of a) s = root((x) => x + 0.3 * Math.sin(x) - s * v, s);
    return s;
  },
  "a minimum of a sum": (a, { minimum }) =>
    minimum((x: number) => a.reduce((s, v, i) => s + (x - v) ** 2 * (i + 1) + 0.1 * Math.cosh(x), 0), 0.1),
  "linear systems one after the other": (a, { solveLinear }) => {
    let x: Vector = [1, 2];
    for (const v of a) {
      const rows = [
        [3 + v, 0.5],
        [v * (x[0] ?? 0), 2],
      ];
      x = solveLinear(rows, x);
    }
    return x;
  },
  "products of matrices in a loop with a test": (a, { contract }) => {
    let x = a;
    let k = 0;
    while (k < 3) {
      const rows = a.map((u) => a.map((v) => Math.sin(u * v)));
      x = contract("ij,j->i", rows, x) as unknown as Vector;
      k = k + 1;
    }
    return x;
  },
  "a factorisation in one branch": (a, { cholesky }) => {
    const edge = (v: number) => {
      const lower = cholesky([
        [2 + v, v],
        [v, 3],
      ]);
      return lower[1]?.[1] ?? 0;
    };
    return a.reduce((s, v) => s + (v > 0.8 ? edge(v) : v * v), 0);
  },
  "eigenvalues of a matrix of functions": (a, { eigh }) => {
    const { values } = eigh(a.map((u, i) => a.map((v, j) => (i === j ? i + 1 : 0.1 * u * v))));
    return values.reduce((s, v, i) => s + Math.sin(v) * i, 0);
  },
  "what is computed again, in a loop with a test": (a, { checkpoint }) => {
    let s = 0.2;
    let k = 0;
    while (s < 3 && k < 20) {
      const step = checkpoint((u: number, w: number) => {
        let t = u;
        for (let i = 0; i < 5; i++) t = Math.sin(t * w) + 0.5;
        return t;
      });
      s = s + step(s, a[2] ?? 0);
      k = k + 1;
    }
    return s * (a[0] ?? 0);
  },
  "an own rule in a loop": (a, { squares }) => {
    let x = a;
    for (let i = 0; i < 4; i++) x = squares(x).map((v) => Math.tanh(v + 0.1));
    return x;
  },
  "an own rule in one branch": (a, { squares }) => a.reduce((t, v, i) => t + (v > 0.8 ? (squares(a)[i] ?? 0) : v), 0),
  "a Jacobian of what is around it": (a, { jacobian }) => {
    const rows = jacobian((x: Vector) => x.map((v, i) => Math.sin(v * (a[i] ?? 0)) * (x[(i + 1) % 6] ?? 0)))(a);
    return rows.reduce((s, row, i) => s + row.reduce((t, v, k) => t + v * (i + k), 0), 0);
  },
  "a pullback in each turn": (a, { vjp }) => {
    let s = 0.5;
    for (let i = 0; i < 3; i++) {
      const { value, pullback } = vjp((x: number) => Math.sin(x * (a[i] ?? 0)), [s]);
      s = value + pullback(s)[0];
    }
    return s;
  },
  "special functions": (a, { lgamma, normalCdf, sigmoid }) =>
    a.reduce((t, v) => t + lgamma(v + 1) * normalCdf(v) * sigmoid(v * 3), 0),
  "the item at a place that is looked for": (a) => {
    let best = 0;
    for (let i = 1; i < a.length; i++) if ((a[i] ?? 0) > (a[best] ?? 0)) best = i;
    return (a[best] ?? 0) * (a[0] ?? 0) + best;
  },
};

const at = [0.3, 0.7, 1.1, 0.9, 1.6, 0.45];

it.each(Object.entries(algorithms))("%s", (_name, f) => {
  const { wrong, maxRelativeError } = checkGradients(f, [at], { scope: tools, order: 2 });
  expect(wrong).toEqual([]);
  expect(maxRelativeError).toBeLessThan(1e-9);
  const found = numbersOf(compile(f, undefined, { scope: tools })(at));
  const wanted = numbersOf(plainly(() => f(at, tools)));
  expect(found).toHaveLength(wanted.length);
  // as JavaScript, derivatives inside are differences
  for (const [k, value] of found.entries()) expect(value).toBeCloseTo(wanted[k] ?? Number.NaN, 8);
});
