import { bell, below, perBell } from "./normal.ts";
import { cotangent, edges } from "./spectrum.ts";
import type { Tape, Traced } from "./tape.ts";

export const sigmoid = ({ unary }: Tape, x: Traced): Traced =>
  unary(
    x,
    (x) => 1 / (1 + Math.exp(-x)),
    (_, y) => y * (1 - y),
  );

export const tanh = ({ unary }: Tape, x: Traced): Traced => unary(x, Math.tanh, (_, y) => 1 - y * y);

const normal = ({ unary }: Tape, z: Traced): Traced =>
  unary(
    z,
    (z) => below(z, bell(z)),
    (z) => perBell * bell(z),
  );

/** The objective of a smeared spectrum, all edges for every entry. */
export const densely = (on: Tape, x: Traced, weight: Traced): Traced =>
  Array.from(edges, (edge, k) => {
    const under = on.sum(on.multiply(weight, normal(on, on.subtract(on.number(edge), x))));
    return on.multiply(on.number((cotangent[k - 1] ?? 0) - (cotangent[k] ?? 0)), under);
  }).reduce((sum, term) => on.add(sum, term));

/** Numbers of a computation that is done for some events after the other. */
export const inChunks = (
  events: number,
  size: number,
  each: (first: number, end: number) => readonly number[],
): readonly number[] => {
  const sums: number[] = [];
  for (let first = 0; first < events; first += size)
    each(first, Math.min(events, first + size)).forEach((number, k) => {
      sums[k] = (sums[k] ?? 0) + number;
    });
  return sums;
};
