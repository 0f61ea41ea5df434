import { vjp } from "../core/algorithms/index.ts";
import * as primitives from "../core/primitives/index.ts";

type Numbers = (...x: readonly number[]) => number;

const calls: Readonly<Record<number, (f: Numbers, x: readonly number[]) => unknown>> = {
  1: (f, [x = 0]) => vjp((x: number, { f }: { f: Numbers }) => f(x), [x], { f }).pullback(1),
  2: (f, [x = 0, y = 0]) => vjp((x: number, y: number, { f }: { f: Numbers }) => f(x, y), [x, y], { f }).pullback(1),
  3: (f, [x = 0, y = 0, z = 0]) =>
    vjp((x: number, y: number, z: number, { f }: { f: Numbers }) => f(x, y, z), [x, y, z], { f }).pullback(1),
};

/** The partial derivatives of every elementwise primitive that has some, at a point of its domain, by name. */
export const partialsOfAll = (): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    Object.values(primitives).flatMap((value) => {
      const primitive = primitives.primitiveOf(value);
      if (!primitive || primitive.partials.every((partial) => partial === undefined)) return [];
      const point = primitive.domain.map((range) => (range.kind === "real" ? 0.4 * range.min + 0.6 * range.max : 1));
      return [[primitive.name, calls[point.length]?.(value as unknown as Numbers, point)]];
    }),
  );
