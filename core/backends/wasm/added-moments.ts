import { fail } from "../../errors.ts";
import { powers } from "../../primitives/index.ts";
import { type Atom, type Equation, isConstant, keyOfAtom } from "../../program/index.ts";
import { cellsOf } from "../moments.ts";
import { accumulatorAt, hasNext } from "./accumulators.ts";
import { instruction } from "./code.ts";
import { localNode } from "./elements.ts";
import type { Node } from "./graph.ts";
import type { LoopPlace } from "./loop-place.ts";
import { cellAt, cellSize, pairOf, pairsOfPowers, singlePowers } from "./moments.ts";
import { valueIn } from "./values.ts";
import { indicesIn, numberType } from "./vectors.ts";
import type { Writer } from "./writer.ts";

/** What is added to one accumulator: the amounts of one element, each with its order. */
interface Added {
  readonly table: number;
  readonly address: Node;
  readonly terms: readonly { readonly amount: Node; readonly powers: readonly Node[] }[];
}

/** Where an element adds, lane by lane, and what multiplies its amounts. */
interface Landing {
  readonly growth: Node;
  readonly lanes: readonly { readonly address: Node; readonly powers: (order: number) => readonly Node[] }[];
}

const once = <T>(make: (order: number) => T): ((order: number) => T) => {
  const made: T[] = [];
  return (order) => {
    made[order] ??= make(order);
    return made[order];
  };
};

const landingOf = (place: LoopPlace, at: Atom, cells: number, limit4: number): Landing => {
  const { w } = place;
  const { body, count } = w;
  const { number, distance, growth } = cellAt(w, valueIn(place, at), cells);
  const [past, size] = [body.constant("i32", cells), body.constant("i32", cellSize)];
  const lanes = indicesIn(w, number).map((cell, lane) => {
    const there =
      lane === 0 ? cell : body.node("i32", "select", [cell, past, hasNext(place, limit4)], instruction("select"));
    return {
      address: body.node("i32", "i32.mul", [there, size], instruction("i32.mul")),
      powers: once(count === 1 ? singlePowers(w, distance) : pairsOfPowers(w, distance, lane)),
    };
  });
  return { growth, lanes };
};

const addedOf = (place: LoopPlace, { growth, lanes: places }: Landing, equation: Equation): readonly Added[] => {
  const { w } = place;
  const { lanes, count } = w;
  const values = equation.inputs.slice(1).flatMap((atom, order) => {
    if (isConstant(atom, 0)) return [];
    const value = valueIn(place, atom);
    return [{ order, value: order === 0 ? value : lanes.mul(growth, value) }];
  });
  return places.map(({ address, powers }, lane) => ({
    table: accumulatorAt(w, equation),
    address,
    terms: values.map(({ order, value }) => ({
      amount: count === 1 ? value : pairOf(w, value, lane, value, lane),
      powers: powers(order),
    })),
  }));
};

/** The same numbers are added to several accumulators: where they land is found once. */
const landings = (place: LoopPlace, limit4: number): ((equation: Equation) => Landing) => {
  const found = new Map<string, Landing>();
  return ({ inputs: [at], settings }) => {
    if (!at) throw fail("E_SHAPE", { what: "moments have a place" });
    const cells = cellsOf(settings);
    const key = `${keyOfAtom(at)} ${cells}`;
    const known = found.get(key) ?? landingOf(place, at, cells, limit4);
    found.set(key, known);
    return known;
  };
};

/** Adds amounts to accumulators, lane by lane. */
const addAll = (w: Writer, all: readonly (readonly Added[])[]): void => {
  const { body, lanes, count } = w;
  const { push, op, settle, local } = body.write;
  const type = numberType(w);
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
        const old = localNode(w, before, type);
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

/** Adds to the moments of the cells of elements, one element after the other. */
export const addedMoments = (place: LoopPlace, equations: readonly Equation[], limit4: number): void => {
  const landing = landings(place, limit4);
  addAll(
    place.w,
    equations.map((equation) => addedOf(place, landing(equation), equation)),
  );
};

/** Adds as `addedMoments` does, where one of the elements at hand lies in an inner cell. */
export const addedInside = (place: LoopPlace, equation: Equation, limit4: number): void => {
  const { w } = place;
  const [at] = equation.inputs;
  if (!at) throw fail("E_SHAPE", { what: "moments have a place" });
  const { push, op, settle } = w.body.write;
  const { isInside } = cellAt(w, valueIn(place, at), cellsOf(equation.settings));
  settle(isInside);
  push(isInside);
  if (w.count === 2) op("v128.any_true");
  op("if");
  w.body.scope(() => addedMoments(place, [equation], limit4));
  op("end");
};
