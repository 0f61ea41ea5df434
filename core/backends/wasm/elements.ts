import { fail } from "../../errors.ts";
import { type Atom, type Axis, keyOfAtom } from "../../program/index.ts";
import { instruction } from "./code.ts";
import type { Node } from "./graph.ts";
import { firstEvent, type Writer } from "./writer.ts";

/** The names of the tables of an axis. */
export const tableNames = {
  /** Eight times the element of another axis that an element belongs to. */
  of: (outer: Axis): string => `of ${outer.id} for`,
  /** Eight times the row in the columns of a list. */
  rows: "rows of",
  /** Where the elements under each element of the parent begin. */
  starts: "starts of",
  /** The numbers of a range. */
  numbers: "numbers of",
  /** Eight times the elements that a sorted axis puts in order. */
  order: "order of",
} as const;

/**
 * Elements of an axis: those that a loop is at, or others, one for each lane, by eight times their number.
 */
export interface Elements {
  readonly axis: Axis;
  readonly which: "loop" | readonly Node[];
}

/** A local variable as a value; a loop changes `loop` variables. */
export const localNode = ({ body }: Writer, local: number, type: Node["type"] = "i32"): Node =>
  body.node(type, `local ${local}`, [], instruction("local.get", local), false);

/** The locals of the loop at hand: four and eight times the number of its element. */
export interface LoopLocals {
  readonly i4: number;
  readonly i8: number;
}

export interface Place {
  readonly w: Writer;
  readonly loop: LoopLocals;
}

const i32 = ({ body }: Writer, name: "i32.add" | "i32.shr_u" | "i32.shl" | "i32.sub", x: Node, y: Node): Node =>
  body.node("i32", name, [x, y], instruction(name));

export const addWhole = (w: Writer, x: Node, y: Node): Node => i32(w, "i32.add", x, y);

export const plus = (w: Writer, x: Node, n: number): Node =>
  n === 0 ? x : i32(w, "i32.add", x, w.body.constant("i32", n));

export const halved = (w: Writer, x: Node): Node => i32(w, "i32.shr_u", x, w.body.constant("i32", 1));

export const times8 = (w: Writer, x: Node): Node => i32(w, "i32.shl", x, w.body.constant("i32", 3));

export const times4 = (w: Writer, x: Node): Node => i32(w, "i32.shl", x, w.body.constant("i32", 2));

/** A whole number in memory. */
export const wholeAt = ({ body }: Writer, address: Node, offset: number): Node =>
  body.node("i32", `whole ${offset}`, [address], instruction("i32.load", offset));

const laneNumbers = ({ count }: Writer): readonly number[] => (count === 2 ? [0, 1] : [0]);

/** Eight times the number of each element. */
export const indices = ({ w, loop }: Place, { which }: Elements): readonly Node[] =>
  which === "loop" ? laneNumbers(w).map((lane) => plus(w, localNode(w, loop.i8), 8 * lane)) : which;

/** The elements of an axis around. */
export const outer = (place: Place, elements: Elements, axis: Axis): Elements => {
  if (elements.axis === axis) return elements;
  const { w, loop } = place;
  const name = tableNames.of(axis);
  w.wanted.add(`${name} ${elements.axis.id}`);
  const table = w.layout.wholes(name, elements.axis);
  const { which } = elements;
  const found =
    which === "loop"
      ? laneNumbers(w).map((lane) => wholeAt(w, localNode(w, loop.i4), table + 4 * lane))
      : which.map((i8) => wholeAt(w, halved(w, i8), table));
  return { axis, which: found };
};

/** True for an axis whose elements lie side by side in their columns, from a row on. */
export const isSideBySide = ({ extent, onto }: Axis): boolean =>
  extent.kind === "events" ||
  (extent.kind === "column" && onto.base === undefined && onto.parent?.extent.kind === "events");

/** Eight times the row of the first element of such an axis. */
export const firstRow = (w: Writer, axis: Axis): Node => {
  const { body } = w;
  const first = body.node("i32", "first event", [], instruction("local.get", firstEvent), true);
  if (axis.extent.kind === "events") return times8(w, first);
  if (axis.extent.kind !== "column") throw fail("E_SHAPE", { what: `${axis.name} has no rows` });
  const list = w.base("list", w.lists.index(axis.extent.slot));
  return times8(w, wholeAt(w, addWhole(w, list, times4(w, first)), 0));
};

/** Eight times the rows of elements in the columns of their axis, less `firstRow` where they lie side by side. */
export const rowsOf = (place: Place, { axis, which }: Elements): Elements => {
  if (isSideBySide(axis)) return { axis, which };
  if (axis.extent.kind === "where" && axis.onto.parent)
    return rowsOf(place, outer(place, { axis, which }, axis.onto.parent));
  const { w, loop } = place;
  w.wanted.add(`${tableNames.rows} ${axis.id}`);
  const table = w.layout.wholes(tableNames.rows, axis);
  const found =
    which === "loop"
      ? laneNumbers(w).map((lane) => wholeAt(w, localNode(w, loop.i4), table + 4 * lane))
      : which.map((i8) => wholeAt(w, halved(w, i8), table));
  return { axis, which: found };
};

/** The elements that elements of a sorted axis stand for. */
export const inOrder = ({ w, loop }: Place, { axis, which }: Elements): Elements => {
  const { of } = axis.onto;
  if (!of) throw fail("E_SHAPE", { what: `${axis.name} is in no order` });
  const table = w.layout.wholes(tableNames.order, axis);
  const found =
    which === "loop"
      ? laneNumbers(w).map((lane) => wholeAt(w, localNode(w, loop.i4), table + 4 * lane))
      : which.map((i8) => wholeAt(w, halved(w, i8), table));
  return { axis: of, which: found };
};

/** Where the elements of an axis begin under one element of an axis around it, and under the next: plain numbers. */
export const rangeUnder = (place: Place, axis: Axis, owner: Axis, i8: Node): readonly [Node, Node] => {
  const { w } = place;
  const path: Axis[] = [];
  for (let a: Axis | undefined = axis; a && a !== owner; a = a.onto.parent) path.unshift(a);
  const start = (from: Node): Node => {
    let at4 = from;
    let found = from;
    for (const each of path) {
      w.wanted.add(`${tableNames.starts} ${each.id}`);
      found = wholeAt(w, at4, w.layout.wholes(tableNames.starts, each));
      at4 = times4(w, found);
    }
    return found;
  };
  const here = halved(w, i8);
  return [start(here), start(plus(w, here, 4))];
};

/** Where a value of the elements of an axis is kept. */
export const keptTable = ({ layout }: Writer, atom: Atom, axis: Axis): number =>
  layout.numbers(atom.kind === "var" ? `value ${atom.id} of` : `constant ${keyOfAtom(atom)} of`, axis);
