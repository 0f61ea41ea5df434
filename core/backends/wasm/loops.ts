import { fail } from "../../errors.ts";
import { moments, scatter } from "../../primitives/index.ts";
import type { Atom, Equation } from "../../program/index.ts";
import type { Loop } from "../schedule.ts";
import { accumulatorAt, hasNext, reducerOf, sizeOf, tailAt } from "./accumulators.ts";
import { instruction } from "./code.ts";
import { isRare, spilled, writeCollected } from "./collected.ts";
import type { Dense } from "./dense.ts";
import { doubtsIn, type Watch, watching } from "./doubts.ts";
import { keptTable, localNode, times8 } from "./elements.ts";
import { forElements } from "./for-elements.ts";
import type { Node } from "./graph.ts";
import type { LoopPlace } from "./loop-place.ts";
import { outersIn, sumsOf } from "./outer-products.ts";
import { mayHaveBlocks, partsOf } from "./parts.ts";
import type { LoopOf } from "./steps.ts";
import { stretchesOf } from "./stretches.ts";
import { underWayIn } from "./under-way.ts";
import { valueIn } from "./values.ts";
import { laneOf, numberType, storeName, toWholes } from "./vectors.ts";
import { writeBlock } from "./write-blocks.ts";
import { writeOuters } from "./write-outers.ts";
import type { Writer } from "./writer.ts";

/** True in the lanes that hold an element, false in one past the last. */
const inside = (place: LoopPlace, limit4: number): Node => {
  const { w, loop } = place;
  const { body } = w;
  const i4 = localNode(w, loop.i4);
  return body.node("v128", "inside", [i4, localNode(w, limit4)], ({ push, op }) => {
    push(i4);
    op("i32.const", 4);
    op("i32.add");
    op("local.get", limit4);
    op("i32.ge_u");
    op("i32.const", 4);
    op("i32.shl");
    op("v128.load", tailAt(w));
  });
};

/** Adds values at places of an array, lane by lane. */
const scattered = (place: LoopPlace, equation: Equation, limit4: number): void => {
  const [x, k] = equation.inputs;
  if (!x || !k) throw fail("E_SHAPE", { what: "a scatter needs values and places" });
  const { w } = place;
  const { body } = w;
  const { push, op, settle } = body.write;
  const end = body.constant("i32", sizeOf(equation));
  const table = accumulatorAt(w, equation);
  const value = valueIn(place, x);
  const addresses = toWholes(w, valueIn(place, k)).map((i, lane) => {
    const isIn = body.node("i32", "i32.lt_u", [i, end], instruction("i32.lt_u"));
    const there =
      lane === 0 ? isIn : body.node("i32", "i32.and", [isIn, hasNext(place, limit4)], instruction("i32.and"));
    return times8(w, body.node("i32", "select", [i, end, there], instruction("select")));
  });
  for (const [lane, address] of addresses.entries()) {
    const part = laneOf(w, value, lane);
    settle(address);
    push(address);
    push(address);
    op("f64.load", table);
    push(part);
    op("f64.add");
    op("f64.store", table);
  }
};

/** Looks at doubtful values of an element that have not been looked at before: some that are read after the loop, and those that are read by what may hide a NaN. */
const lookAt = (watch: Watch | undefined, place: LoopPlace, results: readonly Atom[]): void => {
  const { w, doubts } = place;
  if (!watch || !doubts) return;
  const { doubtful, checked, seen } = doubts;
  const read = results.map(w.schedule.origin).filter((atom) => doubtful.has(atom));
  const due = [...new Set([...checked, ...read])].filter((atom) => !seen.has(atom));
  for (const atom of due) seen.add(atom);
  watch.turn([...new Set(due.map((atom) => valueIn(place, atom)))]);
};

interface Total {
  readonly equation: Equation;
  readonly local: number;
}

/**
 * Writes a loop over the elements of an axis that keeps values and adds to accumulators, and one that collects moments.
 * @param isFree - true where the kernel may still give up after the first of them
 */
export const writeLoop = (w: Writer, { axis, kept, sums }: Loop, level: number, isFree: boolean): void => {
  const { body, lanes, count, schedule } = w;
  const { op, push, settle, local } = body.write;
  const of: LoopOf = { schedule, axis, level };
  const [i4, i8, limit4] = [local("i32"), local("i32"), local("i32")];
  const mayDoubt = isFree && !sums.some(({ primitive }) => primitive === scatter);
  const doubts = mayDoubt ? doubtsIn(w, axis, level) : undefined;
  const outers = outersIn(of, sums);
  const inOuters = new Set(outers.flatMap(sumsOf));
  const here = sums.filter((equation) => !inOuters.has(equation));
  const totals = here.filter(reducerOf).map((equation): Total => ({ equation, local: local(numberType(w)) }));
  for (const total of totals) {
    push(lanes.k(Number(reducerOf(total.equation)?.start ?? 0)));
    op("local.set", total.local);
  }
  const collected = sums.filter(({ primitive }) => primitive === moments);
  const often = here.filter((equation) => !isRare(equation));
  const collectedOf = spilled(w, axis, collected);
  const results = [...collectedOf.map(({ atom }) => atom), ...kept, ...often.flatMap(({ inputs }) => inputs)];
  const origins = results.map(schedule.origin);
  const underWay = underWayIn(w, axis, (atom) => {
    const amounts = collectedOf.flatMap((each) => (schedule.origin(each.atom) === atom ? [each.table] : []));
    return [...new Set([...(kept.includes(atom) ? [keptTable(w, atom, axis)] : []), ...amounts])];
  });
  const elements = { axis, loop: { i4, i8 } };
  const dense: Dense = { w, axis, underWay, doubts };
  const placeNow = (): LoopPlace => underWay.readBy({ w, ...elements, level, values: new Map(), doubts });

  /** Writes a loop that leaves values in memory. */
  const leave = (left: readonly Atom[]): void => {
    if (left.length === 0) return;
    const watch = doubts && watching(w);
    const tables = left.map((atom) => [atom, underWay.tablesFor(atom)] as const);
    forElements(w, elements, limit4, () => {
      const place = placeNow();
      for (const atom of left) settle(valueIn(place, atom));
      for (const [atom, own] of tables)
        for (const table of own) {
          op("local.get", i8);
          push(valueIn(place, atom));
          op(storeName(w, atom.dtype === "bool"), table);
        }
      lookAt(
        watch,
        place,
        origins.filter((atom) => left.includes(atom)),
      );
    });
    watch?.end(limit4);
    underWay.add(tables);
  };
  /** Writes short loops for results, all but the last one. */
  const approach = (all: readonly Atom[]): void => {
    for (const { left, done } of stretchesOf(of, all, underWay.has)) {
      leave(left);
      underWay.remove(done);
    }
  };
  const tabled = outers.flatMap(({ rows, columns }) => [...rows, ...columns]);
  const parts = tabled.length > 0 || mayHaveBlocks(w.pass.program, axis) ? partsOf(of, origins, tabled) : [];
  for (const { left, blocks, done } of parts) {
    approach(left);
    leave(left.filter((atom) => !underWay.has(atom)));
    for (const block of blocks) writeBlock(dense, block);
    underWay.remove(done);
  }
  approach(origins);
  const watch = doubts && watching(w);
  forElements(w, elements, limit4, () => {
    const place = placeNow();
    const amounts = new Map(
      collectedOf.flatMap(({ atom, table }) => (underWay.has(atom) ? [] : [[table, valueIn(place, atom)] as const])),
    );
    for (const amount of amounts.values()) settle(amount);
    for (const [table, amount] of amounts) {
      op("local.get", i8);
      push(amount);
      op(storeName(w, false), table);
    }
    const values = kept.flatMap((atom) => (underWay.has(atom) ? [] : [[atom, valueIn(place, atom)] as const]));
    for (const [, value] of values) settle(value);
    for (const [atom, value] of values) {
      op("local.get", i8);
      push(value);
      op(storeName(w, atom.dtype === "bool"), keptTable(w, atom, axis));
    }
    for (const { equation, local: total } of totals) {
      const [x] = equation.inputs;
      const reducer = reducerOf(equation);
      if (!x || !reducer?.step.lower) throw fail("E_SHAPE", { what: `${equation.primitive.name} cannot be added up` });
      const value = valueIn(place, x);
      const start = lanes.k(Number(reducer.start));
      const own = count === 1 ? value : lanes.select(inside(place, limit4), value, start);
      push(reducer.step.lower(lanes, localNode(w, total, numberType(w)), own));
      op("local.set", total);
    }
    for (const equation of sums) if (equation.primitive === scatter) scattered(place, equation, limit4);
    lookAt(watch, place, results);
  });
  watch?.end(limit4);
  const addOuters = writeOuters(dense, outers);
  writeCollected(w, { ...elements, level }, limit4, collected, collectedOf);
  for (const total of totals) addTotal(w, total);
  addOuters();
};

/** Joins the lanes of a total, left to right, to its accumulator. */
const addTotal = (w: Writer, { equation, local }: Total): void => {
  const { body, scalars, count } = w;
  const lower = reducerOf(equation)?.step.lower;
  if (!lower) return;
  const table = accumulatorAt(w, equation);
  const { push, op } = body.write;
  body.scope(() => {
    const zero = body.constant("i32", 0);
    const before = body.node("f64", `before ${table}`, [zero], instruction("f64.load", table), false);
    const total = localNode(w, local, numberType(w));
    const parts = Array.from({ length: count }, (_, lane) => laneOf(w, total, lane));
    const [first, ...rest] = parts;
    if (!first) return;
    const all = lower(
      scalars,
      before,
      rest.reduce((sum, part) => lower(scalars, sum, part), first),
    );
    op("i32.const", 0);
    push(all);
    op("f64.store", table);
  });
};
