import { compile, valueAndGrad } from "jagrad/algorithms";
import { lambda } from "jagrad/core";
import type { Vector } from "../arrays.ts";
import type { Evaluation } from "../evaluation.ts";
import { record, vectorOf } from "../fields.ts";
import { type DescentScope, inModes, lowest, type Mode } from "./descent.ts";

type Lowest = (f: (x: Vector) => number, start: Vector) => Vector;

/** Where the highest value over the second point is lowest over the first, and where that highest value is. */
export const saddlePoint = (
  start: Vector,
  { outer, inner }: { readonly outer: Lowest; readonly inner: Lowest },
): Vector => {
  const square = (v: Vector): number => v.reduce((sum, entry) => sum + entry * entry, 0);
  const height = (p: Vector, q: Vector): number => square(p) - square(q);
  const highest = (p: Vector): Vector => inner((q) => -height(p, q), start);
  const p = outer((point) => height(point, highest(point)), start);
  const q = highest(p);
  return [p[0] as number, p[1] as number, q[0] as number, q[1] as number];
};

const descent = (mode: Mode): Lowest =>
  lambda(lowest, { valueAndGrad: valueAndGrad as unknown as DescentScope["valueAndGrad"], mode });

const read = record({ start: vectorOf(2) });

export const saddle: Evaluation = inModes((outer, inner) => (input) => {
  const start = Float64Array.from(read(input, "").start);
  const f = compile(saddlePoint, ["f64[2]"], { scope: { outer: descent(outer), inner: descent(inner) } });
  return () => f(start);
});
