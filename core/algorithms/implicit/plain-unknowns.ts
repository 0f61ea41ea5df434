import { fail } from "../../errors.ts";
import type { PlainBox } from "./plain-searches.ts";

const isNested = (value: unknown): value is object => typeof value === "object" && value !== null;

/** The numbers of a nested value, in order. */
export const numbersIn = (value: unknown, name: string): readonly number[] => {
  if (isNested(value)) return Object.values(value).flatMap((part: unknown) => numbersIn(part, name));
  if (typeof value === "number") return [value];
  throw fail("E_TYPE", {
    what: `${name} starts from numbers, found ${value === undefined ? "nothing" : typeof value}`,
    cure: "a number, an array of numbers, or an object of these",
  });
};

/** A nested value of the same structure, of other numbers. */
export const withNumbers = (value: unknown, numbers: readonly number[]): unknown => {
  let next = 0;
  const made = (part: unknown): unknown => {
    if (!isNested(part)) return numbers[next++];
    if (Array.isArray(part) || ArrayBuffer.isView(part)) return Array.from(part as ArrayLike<unknown>, made);
    return Object.fromEntries(Object.entries(part).map(([name, item]) => [name, made(item)]));
  };
  return made(value);
};

/** One side of bounds, for each number of the start. */
const sideOf = (start: unknown, bounds: unknown, side: 0 | 1): readonly number[] => {
  const none = side === 0 ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  const list = Array.isArray(bounds) ? (bounds as readonly unknown[]) : [];
  if (!isNested(start)) return [(list[side] as number | null | undefined) ?? none];
  const isPair = !list.some(isNested);
  const partOf = (name: string): unknown =>
    Array.isArray(bounds) ? (isPair ? bounds : list[Number(name)]) : Reflect.get(bounds ?? {}, name);
  return Object.entries(start).flatMap(([name, part]) => sideOf(part, partOf(name), side));
};

export const plainBox = (start: unknown, bounds: unknown): PlainBox => ({
  lower: sideOf(start, bounds, 0),
  upper: sideOf(start, bounds, 1),
});
