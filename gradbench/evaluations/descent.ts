import type { Vector } from "../arrays.ts";
import type { Evaluation, Prepare } from "../evaluation.ts";

type Objective = (x: Vector) => number;

/** The value and the gradient of a function, in one of the two modes. */
export interface DescentScope {
  readonly valueAndGrad: (
    f: Objective,
    options: { readonly mode: Mode },
  ) => (x: Vector) => { readonly value: number; readonly gradient: Vector };
  readonly mode: Mode;
}

export type Mode = "forward" | "reverse";

/** The modes as names of functions abbreviate them. */
const modes = { f: "forward", r: "reverse" } as const;

/** Functions of an outer and an inner mode: `ff`, `fr`, `rf` and `rr`. */
export const inModes = (of: (outer: Mode, inner: Mode) => Prepare): Evaluation =>
  Object.fromEntries(
    Object.entries(modes).flatMap(([o, outer]) =>
      Object.entries(modes).map(([i, inner]) => [o + i, of(outer, inner)] as const),
    ),
  );

/** Where steps along the gradient end: steps double in length after ten that were good, and halve after one that was not. */
export const lowest = (f: Objective, start: Vector, { valueAndGrad, mode }: DescentScope): Vector => {
  const both = valueAndGrad(f, { mode });
  const length = (v: Vector): number => Math.sqrt(v.reduce((sum, entry) => sum + entry * entry, 0));
  let x = start;
  let height = Infinity;
  let slope: Vector = start.map(() => 0);
  let next = start;
  let step = 1e-5;
  let good = -1;
  let done = false;
  while (!done) {
    const { value, gradient } = both(next);
    if (value < height) {
      x = next;
      height = value;
      slope = gradient;
      good = good + 1;
      if (good === 10) {
        step = 2 * step;
        good = 0;
      }
    } else {
      step = step / 2;
      good = 0;
    }
    next = x.map((v, i) => v - step * (slope[i] as number));
    done = length(slope) <= 1e-5 || length(next.map((v, i) => v - (x[i] as number))) <= 1e-5;
  }
  return x;
};
