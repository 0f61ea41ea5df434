import { powers } from "../../primitives/index.ts";
import type { Settings, Var } from "../../program/index.ts";
import { cellsOf } from "../moments.ts";
import { instruction } from "./code.ts";
import type { Node } from "./graph.ts";
import { gathered, indicesIn } from "./vectors.ts";
import type { Writer } from "./writer.ts";

/** Bytes of the moments of one cell. */
export const cellSize = 8 * powers;

/** The cell of a place, whether it is one of the inner ones, the distance from its centre, and 1 where that grows with the place or 0 outside. */
interface Cell {
  readonly isInside: Node;
  readonly number: Node;
  readonly distance: Node;
  readonly growth: Node;
}

/** The cell of a place among `cells`; for NaN the number after all of them. */
export const cellAt = ({ lanes }: Writer, place: Node, cells: number): Cell => {
  const { k, add, sub, select } = lanes;
  const below = lanes.floor(place);
  const isInside = lanes.and(lanes.ge(place, k(0)), lanes.lt(place, k(cells - 2)));
  const number = lanes.atMost(lanes.atLeast(add(below, k(1)), k(0)), k(cells - 1));
  return {
    isInside,
    number: select(lanes.ne(place, place), k(cells), number),
    distance: select(isInside, sub(sub(place, below), k(0.5)), k(0)),
    growth: select(isInside, k(1), k(0)),
  };
};

/** The bytes of one of four doubles. */
const bytesOf = (k: number): readonly number[] => Array.from({ length: 8 }, (_, byte) => 8 * k + byte);

const paired = (lane: number, other: number): readonly number[] =>
  instruction("i8x16.shuffle", ...bytesOf(lane), ...bytesOf(2 + other));

const pairs = [paired(0, 0), paired(0, 1), paired(1, 0), paired(1, 1)];

/** Two doubles of vectors `x` and `y` as one vector. */
export const pairOf = ({ body }: Writer, x: Node, lane: number, y: Node, other: number): Node =>
  body.node("v128", `pair ${lane} ${other}`, [x, y], pairs[2 * lane + other] ?? paired(lane, other));

const twoConstants = ({ body }: Writer, x: number, y: number): Node => {
  const [a, b] = [body.constant("f64", x), body.constant("f64", y)];
  return body.node("v128", `constants ${x} ${y}`, [a, b], ({ push, op }) => {
    push(a);
    op("f64x2.splat");
    push(b);
    op("f64x2.replace_lane", 1);
  });
};

/** The factor that the derivative of an order of the power `k` has. */
const factorOf = (k: number, order: number): number => (order === 0 ? 1 : (k - order + 1) * factorOf(k, order - 1));

/** What multiplies amounts, by their order: derivatives of the powers of a distance, as many at once as a vector holds. */
type Powers = (order: number) => readonly Node[];

/** The powers of a distance, two side by side; an odd order is made of those that begin with an odd power. */
export const pairsOfPowers = (w: Writer, distance: Node, lane: number): Powers => {
  const { k, mul } = w.lanes;
  const d = pairOf(w, distance, lane, distance, lane);
  const first = pairOf(w, k(1), 0, distance, lane);
  const even = [first];
  for (let j = 1; j < powers / 2; j++) even.push(mul(even[j - 1] ?? first, mul(d, d)));
  const odd = even.map((_, j) => (j === 0 ? twoConstants(w, 0, 1) : mul(even[j - 1] ?? first, d)));
  return (order) =>
    even.map((_, j) => {
      const from = order % 2 === 0 ? even : odd;
      const power = from[Math.max(0, j - Math.floor(order / 2))] ?? first;
      return order === 0 ? power : mul(twoConstants(w, factorOf(2 * j, order), factorOf(2 * j + 1, order)), power);
    });
};

export const singlePowers = ({ lanes: { k, mul } }: Writer, d: Node): Powers => {
  const all = [k(1), d];
  for (let j = 2; j < powers; j++) all.push(mul(all[j - 1] ?? d, d));
  return (order) =>
    order === 0 ? all : all.map((_, j) => mul(k(factorOf(j, order)), all[Math.max(0, j - order)] ?? d));
};

/** The derivative of some order of a polynomial, at a place, of which each cell has its own coefficients in an array. */
export const polynomialAt = (w: Writer, { id }: Var, at: Node, settings: Settings): Node => {
  const { body, lanes } = w;
  const cells = cellsOf(settings);
  const order = Number(settings.order);
  const { number, distance, growth } = cellAt(w, at, cells);
  const table = w.given(id, cells * powers);
  const size = body.constant("i32", cellSize);
  const isNowhere = lanes.ne(at, at);
  const addresses = indicesIn(w, lanes.select(isNowhere, lanes.k(0), number)).map((cell) =>
    body.node("i32", "i32.mul", [cell, size], instruction("i32.mul")),
  );
  let sum = lanes.k(0);
  for (let j = powers - 1; j >= order; j--) {
    const coefficient = gathered(w, addresses, table + 8 * j, false);
    sum = lanes.madd(sum, distance, lanes.mul(lanes.k(factorOf(j, order)), coefficient));
  }
  return lanes.select(isNowhere, lanes.k(0), order === 0 ? sum : lanes.mul(sum, growth));
};
