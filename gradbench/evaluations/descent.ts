import type { Vector } from "../arrays.ts";
import type { Evaluation, Prepare } from "../evaluation.ts";

type Objective = (x: Vector) => number;

/** The gradient of a function, in one of the two modes. */
export interface DescentScope {
  readonly grad: (f: Objective, options: { readonly mode: Mode }) => (x: Vector) => Vector;
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
export const lowest = (f: Objective, start: Vector, { grad, mode }: DescentScope): Vector => {
  const slope = grad(f, { mode });
  const length = (v: Vector): number => Math.sqrt(v.reduce((sum, entry) => sum + entry * entry, 0));
  let x = start;
  let height = f(x);
  let g = slope(x);
  let step = 1e-5;
  let good = 0;
  let done = length(g) <= 1e-5;
  while (!done) {
    if (good === 10) {
      step = 2 * step;
      good = 0;
    } else {
      const next = x.map((v, i) => v - step * (g[i] as number));
      if (length(next.map((v, i) => v - (x[i] as number))) <= 1e-5) done = true;
      else {
        const reached = f(next);
        if (reached < height) {
          x = next;
          height = reached;
          g = slope(x);
          good = good + 1;
          done = length(g) <= 1e-5;
        } else {
          step = step / 2;
          good = 0;
        }
      }
    }
  }
  return x;
};
