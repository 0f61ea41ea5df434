import { emit } from "../lambda/index.ts";
import { add, and, digitize, gt, lt, mul, where } from "../primitives/index.ts";
import { type Atom, type Builder, constant } from "../program/index.ts";
import { type Sink, shapeOfSink } from "./sink.ts";

const whole = (n: number): Atom => constant(n, "i32");

/** How far apart neighbours along each axis lie in row-major order. */
const stridesOf = (shape: readonly number[]): readonly number[] =>
  shape.map((_, k) => shape.slice(k + 1).reduce((product, n) => product * n, 1));

/**
 * The bin of an entry, from its place on each axis with 0 for the underflow: that place in a histogram; in a grid 0
 * outside, and then its bins in row-major order.
 */
export const binOf = (b: Builder, sink: Sink, places: readonly Atom[]): Atom => {
  const [first = whole(0)] = places;
  if (sink.kind !== "grid") return first;
  const shape = shapeOfSink(sink);
  const strides = stridesOf(shape);
  const within = places.flatMap((place, k) => [
    emit(b, gt, place, whole(0)),
    emit(b, lt, place, whole((shape[k] ?? 0) + 1)),
  ]);
  const steps = places.map((place, k) => emit(b, mul, place, whole(strides[k] ?? 1)));
  const start = whole(1 - strides.reduce((sum, stride) => sum + stride, 0));
  const bin = steps.reduce((sum, step) => emit(b, add, sum, step), start);
  return emit(
    b,
    where,
    within.reduce((all, each) => emit(b, and, all, each)),
    bin,
    whole(0),
  );
};

/** The bin of an entry that is observed at some numbers, one per axis, without noise. */
export const exactBin = (
  b: Builder,
  sink: Sink,
  observed: readonly Atom[],
  edges: readonly Atom[],
  settings: { readonly silent: boolean },
): Atom =>
  binOf(
    b,
    sink,
    edges.flatMap((each, k) => observed.slice(k, k + 1).map((x) => b.emit(digitize, [x, each], settings))),
  );
