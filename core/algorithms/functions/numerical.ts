import { fail } from "../../errors.ts";
import { extrapolated } from "../extrapolated.ts";
import type { DerivativeOptions } from "./gradient.ts";
import type { Selection } from "./selection.ts";

/** A function that runs as JavaScript. */
export type Plain = (...inputs: readonly unknown[]) => unknown;

const isNested = (value: unknown): value is object => typeof value === "object" && value !== null;

/** The numbers of a nested value, in order. */
export const numbersIn = (value: unknown): readonly number[] =>
  isNested(value) ? Object.values(value).flatMap((part: unknown) => numbersIn(part)) : [Number(value)];

/** A nested value with its numbers replaced, in order; arrays of a type keep it. */
export const withNumbers = (value: unknown, next: () => unknown): unknown => {
  if (!isNested(value)) return next();
  if (ArrayBuffer.isView(value)) return Array.from(value as Float64Array, next);
  if (Array.isArray(value)) return value.map((part: unknown) => withNumbers(part, next));
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, withNumbers(part, next)]));
};

const levels = 4;
const firstStep = 2e-2;

/** Hands out some numbers, one at a call. */
export const iterated = (numbers: readonly unknown[]): (() => unknown) => {
  const each = numbers[Symbol.iterator]();
  return () => each.next().value;
};

const stepped = (
  inputs: readonly unknown[],
  place: number,
  along: readonly number[],
  step: number,
): readonly unknown[] =>
  inputs.map((input, k) =>
    k === place ? withNumbers(input, iterated(numbersIn(input).map((x, i) => x + step * (along[i] ?? 0)))) : input,
  );

const sizeOf = (numbers: readonly number[]): number => Math.max(1, ...numbers.map(Math.abs));

/** The derivative of all numbers of a function's value along a direction of one of its inputs. */
export const differenceAlong = (
  f: Plain,
  inputs: readonly unknown[],
  place: number,
  along: readonly number[],
): readonly number[] => {
  const scale = sizeOf(numbersIn(inputs[place])) / sizeOf(along);
  return extrapolated((step) => numbersIn(f(...stepped(inputs, place, along, step))), firstStep * scale, levels);
};

const placesIn = (selection: Selection | undefined): readonly number[] =>
  (typeof selection === "object" ? selection : [selection ?? 0]).map((each) => {
    if (typeof each === "number") return each;
    throw fail("E_PARAMETER", {
      what: "a function that runs as JavaScript has no names of its arguments",
      cure: "select by place: wrt: 0",
    });
  });

const units = (count: number): readonly (readonly number[])[] =>
  Array.from({ length: count }, (_, i) => Array.from({ length: count }, (__, j) => (i === j ? 1 : 0)));

/** The gradient by differences, with the structure of the argument. */
export const numericalGradient = (f: Plain, inputs: readonly unknown[], { wrt }: DerivativeOptions): unknown => {
  const slopes = placesIn(wrt).map((place) => {
    const count = numbersIn(inputs[place]).length;
    const found = units(count).map((unit) => differenceAlong(f, inputs, place, unit)[0] ?? Number.NaN);
    return withNumbers(inputs[place], iterated(found));
  });
  return slopes[0];
};

/** The Jacobian by differences: the value's structure, with that of the argument in the place of each number. */
export const numericalJacobian = (f: Plain, inputs: readonly unknown[], { wrt }: DerivativeOptions): unknown => {
  const [place = 0] = placesIn(wrt);
  const value = f(...inputs);
  const columns = units(numbersIn(inputs[place]).length).map((unit) => differenceAlong(f, inputs, place, unit));
  const rows = numbersIn(value).map((_, j) =>
    withNumbers(inputs[place], iterated(columns.map((column) => column[j] ?? Number.NaN))),
  );
  return withNumbers(value, iterated(rows));
};
