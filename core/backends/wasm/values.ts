import { fail } from "../../errors.ts";
import { at, digitize, one, polynomial, position, size, take, weigh, where } from "../../primitives/index.ts";
import { type Atom, type Axis, axisSetting, type DType, type Equation, type Primitive } from "../../program/index.ts";
import { itemOf } from "../passes/index.ts";
import { isInlined } from "../schedule.ts";
import { calling } from "./calling.ts";
import { instruction } from "./code.ts";
import { digitized } from "./digitized.ts";
import { noteDoubts, plainProduct } from "./doubts.ts";
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
  rangeUnder,
  rowsOf,
  tableNames,
  times8,
  wholeAt,
} from "./elements.ts";
import type { Node } from "./graph.ts";
import { inputAt, scalarAt } from "./loaded.ts";
import { longValue } from "./long-wholes.ts";
import { keptAt, type LoopPlace } from "./loop-place.ts";
import { polynomialAt } from "./moments.ts";
import { gathered, toNumbers, toWholes } from "./vectors.ts";

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

const computed: Value = (place, equation) => {
  const value = (values.get(equation.primitive) ?? elementwise)(place, equation);
  if (place.doubts) noteDoubts(place.doubts, equation, place.w.schedule.origin);
  return value;
};
