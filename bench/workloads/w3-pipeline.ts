import { type Choice, type List, parameter, softplus } from "jagrad/core";
import { sum } from "jagrad/ops/diff";
import { streamOf } from "./columns.ts";
import type { Pipeline } from "./lanes.ts";
import { inputs, type Labelled, layersOf, nodes } from "./w3-events.ts";

/** One event of W3. */
type Row = Readonly<Record<"x0" | "x1" | "x2" | "x3" | "x4" | "x5" | "x6" | "x7" | "y", number>>;

/** Weights as a lambda sees them: of numbers that are all there. */
type Vector = List<number>;

const column = <T>(matrix: readonly T[], j: number, rows: number): T[] =>
  matrix.filter((_, k) => k % nodes === j).slice(0, rows);

/** The loss of W3; each weight is a parameter of its own, and a matrix an array of the weights into each node. */
export const w3Pipeline = ({ columns, weights }: Labelled, events: number): Pipeline => {
  const named = Object.entries(layersOf(weights)).map(([name, values]) => [
    name,
    Array.from(values as Float64Array, (value, k) => parameter(`${name}[${k}]`, value)),
  ]);
  const { w1, b1, w2, b2, w3, b3 }: Readonly<Record<string, readonly Choice[]>> = Object.fromEntries(named);
  const into = (matrix: readonly Choice[] = [], rows: number) =>
    Array.from({ length: nodes }, (_, j) => column(matrix, j, rows));
  // The types say what a lambda sees of the scope: numbers, where the scope has parameters.
  const scope = { w1: into(w1, inputs), b1, w2: into(w2, nodes), b2, w3, b3: b3?.[0], softplus } as unknown as {
    readonly w1: List<Vector>;
    readonly b1: Vector;
    readonly w2: List<Vector>;
    readonly b2: Vector;
    readonly w3: Vector;
    readonly b3: number;
    readonly softplus: (x: number) => number;
  };
  const stream = streamOf<Row>(columns, events).pipe(
    sum((ev, { w1, b1, w2, b2, w3, b3, softplus }) => {
      const x = [ev.x0, ev.x1, ev.x2, ev.x3, ev.x4, ev.x5, ev.x6, ev.x7];
      const h1 = b1.map((b, k) => Math.tanh(x.reduce((s, v, i) => s + v * w1.at(k).at(i), b)));
      const h2 = b2.map((b, k) => Math.tanh(h1.reduce((s, v, i) => s + v * w2.at(k).at(i), b)));
      const z = h2.reduce((s, v, i) => s + v * w3.at(i), b3);
      return softplus(z) - z * ev.y;
    }, scope),
  );
  const all = [w1, b1, w2, b2, w3, b3].flatMap((layer = []) => layer);
  return { stream, parameters: Object.fromEntries(all.map((weight) => [weight.name, weight])) };
};
