import { expect } from "vitest";
import type { Atom } from "../../program/index.ts";
import { type ArrayBuilder, arrayBuilder } from "../builder.ts";
import { prepare } from "../run/index.ts";
import { derivativesOf, type Subject } from "./derivative-check.ts";
import { type Matrix, rowsOf } from "./plain-matrices.ts";

/** Fails unless values and derivatives, forward and in reverse and of the second order, are those of the plain function. */
export const expectDerivatives = (subject: Subject, inputs: readonly (readonly number[])[], reach = 0.04): void => {
  const { values, first, second } = derivativesOf(subject, inputs, reach);
  const expected = subject.plain(inputs);
  expect(values).toHaveLength(expected.length);
  for (const [k, x] of expected.entries()) expect(values[k]).toBeCloseTo(x, 12);
  const scale = Math.max(1, Math.abs(first.forward), Math.abs(second.ff));
  expect(first.forward / scale).toBeCloseTo(first.differences / scale, 10);
  expect(first.reverse / scale).toBeCloseTo(first.forward / scale, 12);
  expect(second.ff / scale).toBeCloseTo(second.differences / scale, 7);
  for (const mode of ["fr", "rf", "rr"] as const) expect(second[mode] / scale).toBeCloseTo(second.ff / scale, 11);
};

/** A function of one square matrix. */
export const unary = (
  n: number,
  emit: (b: ArrayBuilder, x: Atom) => readonly Atom[],
  plain: (m: Matrix) => Matrix,
): Subject => ({
  shapes: [[n, n]],
  emit: (b, [x]) => (x ? emit(b, x) : []),
  plain: ([x = []]) => plain(rowsOf(x, n)).flat(),
});
const flatOf = (m: Matrix): Float64Array => Float64Array.from(m.flat());

/** Runs what is emitted on matrices. */
export const outcome = (
  matrices: readonly Matrix[],
  emit: (b: ArrayBuilder, inputs: readonly Atom[]) => readonly Atom[],
) => {
  const b = arrayBuilder();
  const block = b.block([], () =>
    emit(
      b,
      matrices.map((m) => b.data(flatOf(m), [m.length, m[0]?.length ?? 0])),
    ),
  );
  return prepare(block)
    .run([])
    .map((value) => (typeof value === "object" ? [...value.values] : Number(value)));
};

export const thrown = (work: () => unknown): unknown => {
  try {
    work();
  } catch (error) {
    return error;
  }
  return undefined;
};
