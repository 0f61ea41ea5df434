import { fail } from "../../errors.ts";
import type { Atom } from "../../program/index.ts";
import type { ArrayBuilder } from "../builder.ts";
import type { Dense, Operation } from "../operation.ts";
import { factorInPlace } from "../operations/cholesky-in-place.ts";
import { nestedOf, numbersOf } from "../operations/dense.ts";
import { spectrumOf } from "../operations/eigh-in-place.ts";
import { solveTriangle } from "../operations/triangles.ts";
import { shapeOf } from "../statement.ts";

/** A function to second order at a point between bounds. */
export interface Bowl {
  readonly x: Atom;
  readonly gradient: Atom;
  readonly hessian: Atom;
  readonly lower: Atom;
  readonly upper: Atom;
}

const inputsOf = ({ x, gradient, hessian, lower, upper }: Bowl): readonly Atom[] => [
  x,
  gradient,
  hessian,
  lower,
  upper,
];

/** The places that are not held by a bound: those at one from which the function falls outwards are. */
const freeOf = (inputs: readonly Dense[]): readonly number[] => {
  const [x, gradient, , lower, upper] = inputs.map(numbersOf);
  return Array.from(x ?? [], (_, i) => i).filter((i) => {
    const [at, slope, low, high] = [x?.[i] ?? 0, gradient?.[i] ?? 0, lower?.[i] ?? 0, upper?.[i] ?? 0];
    return !(low >= high || (at <= low && slope > 0) || (at >= high && slope < 0));
  });
};

/** The Hessian among the free places. */
const freeHessian = (hessian: Float64Array, n: number, free: readonly number[]): Float64Array => {
  const part = new Float64Array(free.length ** 2);
  for (const [p, i] of free.entries())
    for (const [q, j] of free.entries())
      part[p * free.length + q] = ((hessian[i * n + j] ?? 0) + (hessian[j * n + i] ?? 0)) / 2;
  return part;
};

/** Divides a vector by a symmetric matrix whose negative eigenvalues are taken to be positive, and small ones larger. */
const dividedUpwards = (part: Float64Array, vector: Float64Array): void => {
  const n = vector.length;
  const spectrum = spectrumOf(part, n);
  if (!spectrum) return;
  const { values, vectors } = spectrum;
  const least = 1e-8 * values.reduce((size, x) => Math.max(size, Math.abs(x)), 0);
  const before = vector.slice();
  vector.fill(0);
  for (const [k, value] of values.entries()) {
    const row = vectors.subarray(k * n, k * n + n);
    const along = row.reduce((sum, x, i) => sum + x * (before[i] ?? 0), 0) / (Math.max(Math.abs(value), least) || 1);
    for (const [i, x] of row.entries()) vector[i] = (vector[i] ?? 0) + along * x;
  }
};

const lower = { lower: true, transposed: false, unit: false };
const upper = { lower: true, transposed: true, unit: false };

export const descentOperation: Operation = {
  name: "descent",
  shapes: ([x]) => [x ? shapeOf(x) : []],
  evaluate: (inputs, [output]) => {
    const [x, gradient, hessian] = inputs.map(numbersOf);
    if (!x || !gradient || !hessian || !output) return;
    const free = freeOf(inputs);
    const n = free.length;
    const step = Float64Array.from(free, (i) => -(gradient[i] ?? 0));
    const part = freeHessian(hessian, x.length, free);
    const factor = part.slice();
    if (factorInPlace(factor, n) < n) {
      if (part.every(Number.isFinite)) dividedUpwards(part, step);
    } else {
      solveTriangle(factor, n, step, 1, lower);
      solveTriangle(factor, n, step, 1, upper);
    }
    const to = numbersOf(output).fill(0);
    for (const [p, i] of free.entries()) to[i] = step[p] ?? 0;
  },
  jvp: () => [],
  vjp: () => [],
};

export const lowestOperation: Operation = {
  name: "lowest",
  shapes: ([x]) => [x ? shapeOf(x) : []],
  evaluate: (inputs, [output]) => {
    const [at, gradient, curvature] = inputs;
    if (!at || !gradient || !curvature || !output) return;
    const x = numbersOf(at);
    const free = freeOf(inputs);
    const pivot = factorInPlace(freeHessian(numbersOf(curvature), x.length, free), free.length);
    if (pivot < free.length)
      throw fail("E_SINGULAR", {
        what: `minimum came to a point that is none: the Hessian is not positive definite, pivot ${free[pivot]}`,
        cure: "start elsewhere, or add to the function what fixes the flat direction",
        state: { at: nestedOf(at), gradient: nestedOf(gradient), hessian: nestedOf(curvature) },
      });
    numbersOf(output).set(x);
  },
  jvp: () => [],
  vjp: () => [],
};

/** Emits the step to the lowest point of a bowl, or down a little way where it is none; zero where a bound holds. */
export const descent = (b: ArrayBuilder, bowl: Bowl): Atom =>
  b.operation(descentOperation, inputsOf(bowl))[0] ?? bowl.x;

/**
 * Lets a point through at which the function curves upwards in every direction that bounds leave.
 * @throws E_SINGULAR when the procedure runs, with the Hessian, for any other
 */
export const lowest = (b: ArrayBuilder, bowl: Bowl): Atom => b.operation(lowestOperation, inputsOf(bowl))[0] ?? bowl.x;
