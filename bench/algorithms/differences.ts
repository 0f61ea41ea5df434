import type { Numbers } from "../workloads/contest.ts";
import { directions } from "./along.ts";

type Vector = readonly number[];

/** Richardson's extrapolation of central differences, from steps h, h/2, h/4. */
const slope = (f: (step: number) => number, h: number): number => {
  const [a, b, c] = [h, h / 2, h / 4].map((step) => (f(step) - f(-step)) / (2 * step)) as [number, number, number];
  const [ab, bc] = [(4 * b - a) / 3, (4 * c - b) / 3];
  return (16 * bc - ab) / 15;
};

/** A number and its second derivative along the first direction, by differences. */
export const curvature = (f: (x: Vector) => number, x: Vector, step: number): Numbers => {
  const [along] = directions(x.length);
  const value = f(x);
  const at = (h: number): number => f(x.map((v, i) => v + h * (along[i] ?? 0)));
  const [a, b, c] = [step, step / 2, step / 4].map((h) => (at(h) - 2 * value + at(-h)) / (h * h)) as [
    number,
    number,
    number,
  ];
  return [value, (16 * ((4 * c - b) / 3) - (4 * b - a) / 3) / 15];
};

/** A number and its derivatives along the two directions in the space of its parameters, by differences. */
export const byDifferences = (f: (x: Vector) => number, x: Vector, step: number): Numbers => [
  f(x),
  ...directions(x.length).map((along) => slope((h) => f(x.map((v, i) => v + h * (along[i] ?? 0))), step)),
];

/** The numbers of a nested value, one after another. */
export const flat = (value: unknown): Vector => {
  if (typeof value === "number") return [value];
  if (ArrayBuffer.isView(value)) return Array.from(value as Float64Array);
  return Object.values(value as object).flatMap(flat);
};

/** A nested value with its numbers replaced by others, one after another. */
export const refilled = <T>(value: T, numbers: Vector): T => {
  let next = 0;
  const filled = (part: unknown): unknown => {
    if (typeof part === "number") return numbers[next++];
    if (Array.isArray(part)) return part.map(filled);
    return Object.fromEntries(Object.entries(part as object).map(([name, member]) => [name, filled(member)]));
  };
  return filled(value) as T;
};
