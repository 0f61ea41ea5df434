import type { Vector } from "../arrays.ts";
import type { Mode } from "./descent.ts";

type Potential = (x: readonly [number, number]) => number;

export interface FlightScope {
  readonly grad: (
    f: Potential,
    options: { readonly mode: Mode },
  ) => (x: readonly [number, number]) => readonly [number, number];
  readonly mode: Mode;
}

/** The square of where a particle lands that flies past two charges, of which one is moved by `w`. */
export const landing = ([w]: Vector, { grad, mode }: FlightScope): number => {
  const step = 0.1;
  const potential: Potential = ([x, y]) => {
    const near = (cy: number): number => 1 / Math.sqrt((x - 10) ** 2 + (y - cy) ** 2);
    return near(0) + near(10 - (w as number));
  };
  const slope = grad(potential, { mode });
  let [x, y, vx, vy] = [0, 8, 0.75, 0];
  while (y + step * vy > 0) {
    const [gx, gy] = slope([x, y]);
    x = x + step * vx;
    y = y + step * vy;
    vx = vx - step * gx;
    vy = vy - step * gy;
  }
  const end = x - (y / vy) * vx;
  return end * end;
};
