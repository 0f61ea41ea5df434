import { fail } from "../../errors.ts";
import { powers } from "../../primitives/index.ts";
import { type Equation, isConstant } from "../../program/index.ts";
import { cellsOf } from "../moments.ts";
import { accumulatorAt, hasNext } from "./accumulators.ts";
import { instruction } from "./code.ts";
import { localNode } from "./elements.ts";
import type { Node } from "./graph.ts";
import { cellAt, cellSize, pairOf, pairsOfPowers, singlePowers } from "./moments.ts";
import { type LoopPlace, valueIn } from "./values.ts";
import { indicesIn, numberType } from "./vectors.ts";

/** What is added to one accumulator: the amounts of one element, each with its order. */
interface Added {
  readonly table: number;
  readonly address: Node;
  readonly terms: readonly { readonly amount: Node; readonly powers: readonly Node[] }[];
}

const addedOf = (place: LoopPlace, equation: Equation, limit4: number): readonly Added[] => {
  const { w } = place;
  const { body, lanes, count } = w;
  const [at, ...amounts] = equation.inputs;
  if (!at) throw fail("E_SHAPE", { what: "moments have a place" });
  const cells = cellsOf(equation.settings);
  const { number, distance, growth } = cellAt(w, valueIn(place, at), cells);
  const values = amounts.flatMap((atom, order) =>
    isConstant(atom, 0)
      ? []
      : [{ order, value: order === 0 ? valueIn(place, atom) : lanes.mul(growth, valueIn(place, atom)) }],
  );
  const past = body.constant("i32", cells);
  return indicesIn(w, number).map((cell, lane) => {
    const there =
      lane === 0 ? cell : body.node("i32", "select", [cell, past, hasNext(place, limit4)], instruction("select"));
    const ofLane = count === 1 ? singlePowers(w, distance) : pairsOfPowers(w, distance, lane);
    return {
      table: accumulatorAt(w, equation),
      address: body.node("i32", "i32.mul", [there, body.constant("i32", cellSize)], instruction("i32.mul")),
      terms: values.map(({ order, value }) => ({
        amount: count === 1 ? value : pairOf(w, value, lane, value, lane),
        powers: ofLane(order),
      })),
    };
  });
};

/** Adds to the moments of the cells of elements, one element after the other. */
export const addedMoments = (place: LoopPlace, equations: readonly Equation[], limit4: number): void => {
  const { body, lanes, count } = place.w;
  const { push, op, settle, local } = body.write;
  const all = equations.map((equation) => addedOf(place, equation, limit4));
  if (all.length === 0) return;
  const type = numberType(place.w);
  const [load, store] = count === 2 ? (["v128.load", "v128.store"] as const) : (["f64.load", "f64.store"] as const);
  for (let lane = 0; lane < count; lane++)
    for (const added of all.flatMap((lanesOf) => lanesOf[lane] ?? [])) {
      settle(added.address);
      for (const { amount, powers: own } of added.terms) for (const each of [amount, ...own]) settle(each);
      for (let j = 0; j < powers / count; j++) {
        const offset = added.table + 8 * count * j;
        const before = local(type);
        push(added.address);
        op(load, offset);
        op("local.set", before);
        const old = localNode(place.w, before, type);
        push(added.address);
        push(
          added.terms.reduce((sum, { amount, powers: own }) => {
            const power = own[j];
            return power ? lanes.madd(amount, power, sum) : sum;
          }, old),
        );
        op(store, offset);
      }
    }
};
