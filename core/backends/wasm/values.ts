import { fail } from "../../errors.ts";
import { at, digitize, one, polynomial, position, size, take, weigh, where } from "../../primitives/index.ts";
import {
  type Atom,
  type Axis,
  axisSetting,
  type DType,
  type Equation,
  type InputSource,
  type Primitive,
  type Var,
} from "../../program/index.ts";
import { itemOf } from "../passes/index.ts";
import { isInlined } from "../schedule.ts";
import { instruction } from "./code.ts";
import { digitized } from "./digitized.ts";
import { type Doubts, noteDoubts, plainProduct } from "./doubts.ts";
import {
  addWhole,
  type Elements,
  firstRow,
  halved,
  indices,
  inOrder,
  isSideBySide,
  keptTable,
  localNode,
  outer,
  type Place,
  rangeUnder,
  rowsOf,
  tableNames,
  times8,
  wholeAt,
} from "./elements.ts";
import type { Node } from "./graph.ts";
import { longValue } from "./long-wholes.ts";
import { polynomialAt } from "./moments.ts";
import { gathered, laneOf, loadName, numberType, toNumbers, toWholes, typeOf, widened } from "./vectors.ts";
import type { Writer } from "./writer.ts";

/** A loop over the elements of an axis, at a level of the schedule. */
export interface LoopPlace extends Place {
  readonly axis: Axis;
  readonly level: number;
  /** What is computed of the elements at hand already. */
  readonly values: Map<Atom, Node>;
  readonly doubts?: Doubts | undefined;
}

/** What is kept for the elements of an axis, at some of them. */
export const keptAt = (place: Place, table: number, { which }: Elements, isTruth: boolean): Node => {
  const { w, loop } = place;
  if (which !== "loop") return gathered(w, which, table, isTruth);
  return w.body.node(
    typeOf(w, isTruth),
    `kept ${table}`,
    [localNode(w, loop.i8)],
    instruction(loadName(w, isTruth), table),
  );
};

/** A column at some elements. */
const columnAt = (place: Place, index: number, elements: Elements): Node => {
  const { w, loop } = place;
  const base = w.base("leaf", index);
  const { axis, which } = rowsOf(place, elements);
  const stored = w.leaves.items[index]?.stored ?? "f64";
  if (stored !== "f64") {
    const start = isSideBySide(axis) ? addWhole(w, base, halved(w, firstRow(w, axis))) : base;
    const fours = which === "loop" ? [localNode(w, loop.i4)] : which.map((i8) => halved(w, i8));
    return widened(
      w,
      stored,
      fours.map((i4) => addWhole(w, i4, start)),
    );
  }
  const start = isSideBySide(axis) ? addWhole(w, base, firstRow(w, axis)) : base;
  if (which === "loop")
    return w.body.node(
      numberType(w),
      "column",
      [addWhole(w, localNode(w, loop.i8), start)],
      instruction(w.count === 2 ? "v128.load" : "f64.load"),
    );
  return gathered(
    w,
    which.map((i8) => addWhole(w, i8, start)),
    0,
    false,
  );
};

const scalarAt = (w: Writer, { id, dtype }: Var): Node => {
  const { body, lanes, count } = w;
  const address = w.given(id, 1);
  const zero = body.constant("i32", 0);
  const value = body.node(
    numberType(w),
    `scalar ${address}`,
    [zero],
    instruction(count === 2 ? "v128.load64_splat" : "f64.load", address),
    true,
  );
  return dtype === "bool" ? lanes.ne(value, lanes.k(0)) : value;
};

const inputAt = (place: Place, variable: Var, source: InputSource | undefined, elements: Elements): Node => {
  const { w } = place;
  const { lanes } = w;
  const { axis } = variable;
  if (source?.kind === "code") return lanes.k(wordCode(w, source.slot, source.word));
  if (source?.kind !== "column" && source?.kind !== "validity" && source?.kind !== "event") {
    if (axis) throw fail("E_SHAPE", { what: "an array is read one number after the other" });
    return scalarAt(w, variable);
  }
  if (!axis) throw fail("E_SHAPE", { what: "a column lives on an axis" });
  const kind = source.kind === "column" ? (variable.dtype === "string" ? "words" : "leaf") : source.kind;
  const slot = source.kind === "event" ? "" : source.slot;
  const index = w.leaves.index({ kind, slot, stored: "f64", words: [] });
  const value = columnAt(place, index, outer(place, elements, axis));
  return kind === "validity" || variable.dtype === "bool" ? lanes.ne(value, lanes.k(0)) : value;
};

/** The place of a word among those that are asked for of its column. */
const wordCode = (w: Writer, slot: string, word: string): number =>
  w.pass.program.inputs
    .flatMap(({ source }) => (source.kind === "code" && source.slot === slot ? [source.word] : []))
    .indexOf(word);

/** A value at some elements of an axis: read from memory, or computed if they are those of the loop at hand. */
export const valueAt = (place: LoopPlace, atom: Atom, elements: Elements): Node => {
  const { w } = place;
  const { schedule, lanes } = w;
  const from = schedule.origin(atom);
  if (from.kind === "const") return typeof from.value === "boolean" ? lanes.truth(from.value) : lanes.k(from.value);
  const equation = schedule.definition(from);
  if (!equation) return inputAt(place, from, schedule.source(from), elements);
  const home = schedule.home(from);
  if (!home) return scalarAt(w, from);
  if (isInlined(equation) && elements.which === "loop" && home === place.axis && schedule.levelOf(from) === place.level)
    return computed(place, equation);
  return keptAt(place, keptTable(w, from, home), outer(place, elements, home), from.dtype === "bool");
};

/** The value at the elements of the loop at hand. */
export const valueIn = (place: LoopPlace, atom: Atom): Node => {
  const known = place.values.get(atom) ?? place.values.get(place.w.schedule.origin(atom));
  const value = known ?? valueAt(place, atom, { axis: place.axis, which: "loop" });
  place.values.set(atom, value);
  return value;
};

const needed = ({ settings, primitive }: Equation, name: string): Axis => {
  const axis = axisSetting(settings, name);
  if (axis) return axis;
  throw fail("E_SHAPE", { what: `${primitive.name} needs an axis` });
};

const isTruth = (dtype: DType): boolean => dtype === "bool";

/** Element number `k` of an array: NaN past its ends. */
const ofArray = (place: LoopPlace, x: Atom, axis: Axis, k: Node): Node => {
  const { w } = place;
  const { body, schedule } = w;
  const from = schedule.origin(x);
  if (from.kind === "const" || axis.extent.kind !== "fixed") throw fail("E_SHAPE", { what: "an array is handed in" });
  const { size: n } = axis.extent;
  const table = w.given(from.id, n);
  const end = body.constant("i32", n);
  const addresses = toWholes(w, k).map((i) => {
    const inside = body.node("i32", "i32.lt_u", [i, end], instruction("i32.lt_u"));
    return times8(w, body.node("i32", "select", [i, end, inside], instruction("select")));
  });
  return gathered(w, addresses, table, false);
};

/** Element number `k` of a list; 0 or false past its ends. */
const itemAt = (place: LoopPlace, equation: Equation): Node => {
  const [x, k] = equation.inputs;
  if (!x || !k) throw fail("E_SHAPE", { what: "an item needs a list and an index" });
  const { w } = place;
  const { body, lanes } = w;
  const axis = needed(equation, "axis");
  const number = valueIn(place, k);
  if (axis.extent.kind === "fixed") return ofArray(place, x, axis, number);
  const owners = indices(place, outer(place, { axis: place.axis, which: "loop" }, needed(equation, "owner")));
  const found = toWholes(w, number).map((i, lane) => {
    const [start, end] = rangeUnder(place, axis, needed(equation, "owner"), owners[lane] ?? i);
    const length = body.node("i32", "i32.sub", [end, start], instruction("i32.sub"));
    const there = body.node("i32", "i32.lt_u", [i, length], instruction("i32.lt_u"));
    const element = times8(w, addWhole(w, start, i));
    const zero = body.constant("i32", 0);
    return { there, i8: body.node("i32", "select", [element, zero, there], instruction("select")) };
  });
  const there = toNumbers(
    w,
    found.map((each) => each.there),
  );
  const value = valueAt(place, x, { axis, which: found.map(({ i8 }) => i8) });
  const none = isTruth(x.dtype) ? lanes.truth(false) : lanes.k(0);
  return lanes.select(lanes.ne(there, lanes.k(0)), value, none);
};

/** What was computed for the item in the row of an element. */
const ofItem = (place: LoopPlace, { inputs: [x], output }: Equation): Node => {
  const { w } = place;
  const from = x && w.schedule.origin(x);
  const home = from?.kind === "var" ? w.schedule.home(from) : undefined;
  if (from?.kind !== "var" || !home || !output.axis) throw fail("E_SHAPE", { what: "an item is of a list" });
  const rows = rowsOf(place, outer(place, { axis: place.axis, which: "loop" }, output.axis));
  const first = firstRow(w, home);
  const which = indices(place, rows).map((i8) => w.body.node("i32", "i32.sub", [i8, first], instruction("i32.sub")));
  return keptAt(place, keptTable(w, from, home), { axis: home, which }, isTruth(output.dtype));
};

/** The value of the element that an element of a sorted axis stands for. */
const itemInOrder = (place: LoopPlace, equation: Equation): Node => {
  const [x] = equation.inputs;
  if (!x) throw fail("E_SHAPE", { what: "an order is one of items" });
  const here = outer(place, { axis: place.axis, which: "loop" }, needed(equation, "axis"));
  return valueAt(place, x, inOrder(place, here));
};

const positionOf = (place: LoopPlace, equation: Equation): Node => {
  const { w, loop } = place;
  const axis = needed(equation, "axis");
  const here = outer(place, { axis: place.axis, which: "loop" }, axis);
  if (axis.extent.kind === "range") {
    w.wanted.add(`${tableNames.numbers} ${axis.id}`);
    const table = w.layout.wholes(tableNames.numbers, axis);
    const numbers =
      here.which === "loop"
        ? Array.from({ length: w.count }, (_, lane) => wholeAt(w, localNode(w, loop.i4), table + 4 * lane))
        : here.which.map((i8) => wholeAt(w, halved(w, i8), table));
    return toNumbers(w, numbers);
  }
  const owner = needed(equation, "owner");
  const owners = indices(place, outer(place, here, owner));
  return toNumbers(
    w,
    indices(place, here).map((i8, lane) => {
      const [start] = rangeUnder(place, axis, owner, owners[lane] ?? i8);
      const i = w.body.node("i32", "eighth", [i8], [...instruction("i32.const", 3), ...instruction("i32.shr_u")]);
      return w.body.node("i32", "i32.sub", [i, start], instruction("i32.sub"));
    }),
  );
};

/** How many items the list of an element has. */
const sizeOf = (place: LoopPlace, equation: Equation): Node => {
  const { w } = place;
  const axis = needed(equation, "axis");
  if (axis.extent.kind !== "column") throw fail("E_SHAPE", { what: `${axis.name} is not a list` });
  const { parent, base } = axis.onto;
  const owner = base ?? parent ?? place.axis;
  const rows = rowsOf(place, outer(place, { axis: place.axis, which: "loop" }, owner));
  const list = w.base("list", w.lists.index(axis.extent.slot));
  const first = isSideBySide(rows.axis) ? firstRow(w, rows.axis) : undefined;
  return toNumbers(
    w,
    indices(place, rows).map((i8) => {
      const address = addWhole(w, list, halved(w, first ? addWhole(w, i8, first) : i8));
      const [start, end] = [wholeAt(w, address, 0), wholeAt(w, address, 4)];
      return w.body.node("i32", "i32.sub", [end, start], instruction("i32.sub"));
    }),
  );
};

type Value = (place: LoopPlace, equation: Equation) => Node;

/** How each primitive is computed that is not elementwise. */
const values: ReadonlyMap<Primitive, Value> = new Map<Primitive, Value>([
  [one, ({ w }) => w.lanes.k(1)],
  [size, sizeOf],
  [position, positionOf],
  [at, itemAt],
  [take, itemInOrder],
  [itemOf, ofItem],
  [
    polynomial,
    (place, { inputs: [array, x], settings }) => {
      const from = array && place.w.schedule.origin(array);
      if (!x || from?.kind !== "var") throw fail("E_SHAPE", { what: "coefficients are an array" });
      return polynomialAt(place.w, from, valueIn(place, x), settings);
    },
  ],
  [
    digitize,
    (place, { inputs: [x, edges] }) => {
      const from = edges && place.w.schedule.origin(edges);
      if (!x || from?.kind !== "var") throw fail("E_SHAPE", { what: "edges are an array" });
      return digitized(place.w, valueIn(place, x), from);
    },
  ],
]);

/** The primitives that are not elementwise and that can be computed. */
export const known: ReadonlySet<Primitive> = new Set(values.keys());

const elementwise: Value = (place, equation) => {
  const { primitive, inputs, output } = equation;
  if (primitive.kind !== "elementwise") throw fail("E_SHAPE", { what: `${primitive.name} has no instructions` });
  const { w } = place;
  /** A truth value where a number is meant is 0 or 1. */
  const isNumber = (k: number): boolean =>
    primitive.domain[k]?.kind !== "bool" && (primitive !== where.primitive || output.dtype !== "bool");
  const nodes = inputs.map((input, k) => {
    const value = valueIn(place, input);
    return isTruth(input.dtype) && isNumber(k) ? w.lanes.select(value, w.lanes.k(1), w.lanes.k(0)) : value;
  });
  const ofLong = longValue(equation);
  if (ofLong) return ofLong(w, ...nodes);
  const [c, d] = nodes;
  if (place.doubts && primitive === weigh.primitive && c && d) return plainProduct(w, c, d);
  if (primitive.lower) return primitive.lower(w.lanes, ...nodes);
  const truths = inputs.map(({ dtype }, k) => isTruth(dtype) && !isNumber(k));
  return calling(
    place,
    w.called.index({
      f: primitive.evaluate,
      inputs: truths.map((isOne) => (isOne ? "truth" : "number")),
      isTruth: isTruth(output.dtype),
    }),
    nodes,
    truths,
    isTruth(output.dtype),
  );
};

/** A truth value in a lane, as a whole number. */
const truthIn = ({ body, count }: Writer, x: Node, lane: number): Node =>
  count === 1
    ? x
    : body.node(
        "i32",
        `truth ${lane}`,
        [x],
        [...instruction("i32x4.extract_lane", 2 * lane), ...instruction("i32.const", 1), ...instruction("i32.and")],
      );

/** Calls a JavaScript function for each lane; not for a lane past the last element. */
const calling = (
  place: LoopPlace,
  index: number,
  inputs: readonly Node[],
  truths: readonly boolean[],
  gives: boolean,
): Node => {
  const { w } = place;
  const { body, count, lanes } = w;
  const inLane = (lane: number): readonly Node[] =>
    inputs.map((x, k) => (truths[k] ? truthIn(w, x, lane) : laneOf(w, x, lane)));
  const [first, second] = [inLane(0), count === 2 ? inLane(1) : []];
  if (count === 1) {
    const result = body.node("f64", `call ${index}`, first, instruction("call", index));
    return gives ? lanes.ne(result, lanes.k(0)) : result;
  }
  const here = localNode(w, place.loop.i4);
  const limit = w.countOf(place.axis);
  const value = body.node("v128", `call ${index}`, [...first, ...second, here], ({ push, op, settle, local }) => {
    for (const input of [...first, ...second]) settle(input);
    const found = local("v128");
    for (const input of first) push(input);
    op("call", index);
    op("f64x2.splat");
    op("local.set", found);
    op("local.get", place.loop.i4);
    op("i32.const", 4);
    op("i32.add");
    op("local.get", limit);
    op("i32.const", 2);
    op("i32.shl");
    op("i32.lt_u");
    op("if");
    op("local.get", found);
    for (const input of second) push(input);
    op("call", index);
    op("f64x2.replace_lane", 1);
    op("local.set", found);
    op("end");
    op("local.get", found);
  });
  return gives ? lanes.ne(value, lanes.k(0)) : value;
};

const computed: Value = (place, equation) => {
  const value = (values.get(equation.primitive) ?? elementwise)(place, equation);
  if (place.doubts) noteDoubts(place.doubts, equation, place.w.schedule.origin);
  return value;
};
