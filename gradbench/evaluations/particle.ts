import { compile, grad, valueAndGrad } from "jagrad/algorithms";
import { lambda } from "jagrad/core";
import type { Vector } from "../arrays.ts";
import type { Evaluation } from "../evaluation.ts";
import { number, record } from "../fields.ts";
import { type DescentScope, inModes, lowest, type Mode } from "./descent.ts";

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

const scopeOf = (outer: Mode, inner: Mode) => ({
  lowest: lambda(lowest, { valueAndGrad: valueAndGrad as unknown as DescentScope["valueAndGrad"], mode: outer }),
  landing: lambda(landing, { grad: grad as unknown as FlightScope["grad"], mode: inner }),
});

/** The move of the charge that makes the particle land at the origin. */
const steered = (w: number, { lowest, landing }: ReturnType<typeof scopeOf>): number =>
  lowest((moved) => landing(moved), [w])[0] as number;

const read = record({ w: number });

export const particle: Evaluation = inModes((outer, inner) => (input) => {
  const { w } = read(input, "");
  const f = compile(steered, ["f64"], { scope: scopeOf(outer, inner) });
  return () => f(w);
});
