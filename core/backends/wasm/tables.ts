import { fail } from "../../errors.ts";
import { type Atom, type Axis, chainOf } from "../../program/index.ts";
import { instruction } from "./code.ts";
import { forEach, held } from "./each.ts";
import {
  addWhole,
  type Elements,
  firstRow,
  halved,
  isSideBySide,
  keptTable,
  localNode,
  outer,
  type Place,
  plus,
  rangeUnder,
  rowsOf,
  tableNames,
  times4,
  times8,
  wholeAt,
} from "./elements.ts";
import type { Node } from "./graph.ts";
import { answers } from "./instance.ts";
import { addRun, type Noted } from "./runs.ts";
import { noteElement, sortBetween } from "./sorted.ts";
import { eventCount, type Writer } from "./writer.ts";

const wants = ({ wanted }: Writer, name: string, axis: Axis): boolean => wanted.has(`${name} ${axis.id}`);

const noLoop = { i4: -1, i8: -1 };

/** Stores a whole number in a table. */
const put = ({ body }: Writer, table: number, i4: Node, value: Node): void => {
  const { push, op } = body.write;
  push(i4);
  push(value);
  op("i32.store", table);
};

/** Leaves the kernel if an axis would have more elements than there is room for. */
const checkRoom = (w: Writer, axis: Axis, count: Node): void => {
  const { push, op, raw } = w.body.write;
  push(count);
  op("i32.const", w.layout.capacity(axis));
  op("i32.gt_s");
  op("if");
  raw(w.giveUp(answers.full));
  op("end");
};

/** The tables of an axis that is made element by element. */
interface Making {
  readonly count: number;
  /** Notes where the elements of a parent begin. */
  readonly begin: (parent: number) => void;
  /** Adds an element of a parent. */
  readonly add: (parent: number, more: () => void) => void;
  /** Adds as many elements of a parent as there are whole numbers from one local to another. */
  readonly addAll: (parent: number, start: number, end: number, more?: readonly Noted[]) => void;
}

const making = (w: Writer, axis: Axis, count: number): Making => {
  const { parent } = axis.onto;
  const { op } = w.body.write;
  if (!parent) throw fail("E_SHAPE", { what: `the axis ${axis.name} has no axis around it` });
  const starts = wants(w, tableNames.starts, axis) ? w.layout.wholes(tableNames.starts, axis) : undefined;
  const name = tableNames.of(parent);
  const parents = wants(w, name, axis) ? w.layout.wholes(name, axis) : undefined;
  return {
    count,
    begin: (p) => {
      if (starts !== undefined) put(w, starts, times4(w, localNode(w, p)), localNode(w, count));
    },
    add: (p, more) => {
      if (parents !== undefined) put(w, parents, times4(w, localNode(w, count)), times8(w, localNode(w, p)));
      more();
      op("local.get", count);
      op("i32.const", 1);
      op("i32.add");
      op("local.set", count);
    },
    addAll: (p, start, end, more = []) => {
      const own = parents === undefined ? [] : [{ table: parents, first: times8(w, localNode(w, p)), step: 0 }];
      addRun(w, count, start, end, [...own, ...more]);
    },
  };
};

/** A whole number kept for an element. */
const keptWhole = (w: Writer, atom: Atom, axis: Axis, p: number): Node => {
  const i8 = times8(w, localNode(w, p));
  return w.body.node(
    "i32",
    "kept whole",
    [w.body.node("f64", `kept ${keptTable(w, atom, axis)}`, [i8], instruction("f64.load", keptTable(w, atom, axis)))],
    instruction("i32.trunc_sat_f64_s"),
  );
};

/** The row after the one that an outer loop is at. */
const rowAfter = (w: Writer, parent: Axis, after: Axis, here: Elements): Node => {
  const place: Place = { w, loop: noLoop };
  const rows = rowsOf(place, parent === after ? here : outer(place, here, after));
  const [row] = rows.which === "loop" ? [] : rows.which;
  if (!row) throw fail("E_SHAPE", { what: `${after.name} has no rows` });
  const whole = isSideBySide(rows.axis) ? addWhole(w, row, firstRow(w, rows.axis)) : row;
  return plus(
    w,
    w.body.node("i32", "eighth", [whole], [...instruction("i32.const", 3), ...instruction("i32.shr_u")]),
    1,
  );
};

const listRange = (w: Writer, axis: Axis, p: number): readonly [Node, Node] => {
  const { parent, base } = axis.onto;
  if (!parent || axis.extent.kind !== "column") throw fail("E_SHAPE", { what: `${axis.name} is not a list` });
  const place: Place = { w, loop: noLoop };
  const here = { axis: parent, which: [times8(w, localNode(w, p))] };
  const rows = rowsOf(place, outer(place, here, base ?? parent));
  const [row] = rows.which === "loop" ? [] : rows.which;
  if (!row) throw fail("E_SHAPE", { what: `${axis.name} has no rows` });
  const list = w.base("list", w.lists.index(axis.extent.slot));
  const whole = isSideBySide(rows.axis) ? addWhole(w, row, firstRow(w, rows.axis)) : row;
  const address = addWhole(w, list, halved(w, whole));
  return [
    axis.extent.after ? rowAfter(w, parent, axis.extent.after, here) : wholeAt(w, address, 0),
    wholeAt(w, address, 4),
  ];
};

/** A list whose items lie side by side: nothing to note but, where asked for, whose they are. */
const sideBySide = (w: Writer, axis: Axis, make: Making): void => {
  const { body } = w;
  const { parent } = axis.onto;
  if (!parent || axis.extent.kind !== "column") return;
  const list = w.base("list", w.lists.index(axis.extent.slot));
  const first = body.node(
    "i32",
    "halved first",
    [firstRow(w, parent)],
    [...instruction("i32.const", 1), ...instruction("i32.shr_u")],
  );
  const address = addWhole(w, list, first);
  const events = body.node("i32", "events", [], instruction("local.get", eventCount), true);
  const last = wholeAt(w, addWhole(w, address, times4(w, events)), 0);
  const count = body.node("i32", "items", [last, wholeAt(w, address, 0)], instruction("i32.sub"));
  checkRoom(w, axis, count);
  const name = tableNames.of(parent);
  if (wants(w, tableNames.starts, axis) || wants(w, name, axis))
    forEach(w, undefined, w.countOf(parent), (p) => {
      make.begin(p);
      const [start, end] = listRange(w, axis, p).map((each) => held(w, each));
      if (start !== undefined && end !== undefined) make.addAll(p, start, end);
    });
  body.write.push(count);
  body.write.op("local.set", make.count);
};

const ofList = (w: Writer, axis: Axis, make: Making): void => {
  const { parent } = axis.onto;
  if (!parent) return;
  if (isSideBySide(axis)) {
    sideBySide(w, axis, make);
    return;
  }
  const { body } = w;
  const rows = wants(w, tableNames.rows, axis) ? w.layout.wholes(tableNames.rows, axis) : undefined;
  forEach(w, undefined, w.countOf(parent), (p) => {
    make.begin(p);
    const [start, end] = listRange(w, axis, p).map((each) => held(w, each));
    if (start === undefined || end === undefined) return;
    const length = body.node("i32", "length", [localNode(w, end), localNode(w, start)], instruction("i32.sub"));
    checkRoom(w, axis, addWhole(w, localNode(w, make.count), length));
    make.addAll(
      p,
      start,
      end,
      rows === undefined ? [] : [{ table: rows, first: times8(w, localNode(w, start)), step: 8 }],
    );
  });
};

/** The elements of the parent for which a mask holds, without a branch: each is noted, and counts if it is one. */
const ofCondition = (w: Writer, axis: Axis, make: Making): void => {
  const { extent, onto } = axis;
  const { parent } = onto;
  if (extent.kind !== "where" || !parent) return;
  const { body } = w;
  const { push, op } = body.write;
  const mask = keptTable(w, w.schedule.origin(extent.mask), parent);
  const name = tableNames.of(parent);
  const parents = wants(w, name, axis) ? w.layout.wholes(name, axis) : undefined;
  forEach(w, undefined, w.countOf(parent), (p) => {
    make.begin(p);
    const i8 = times8(w, localNode(w, p));
    if (parents !== undefined) put(w, parents, times4(w, localNode(w, make.count)), i8);
    push(
      body.node(
        "i32",
        `mask ${mask}`,
        [i8],
        [...instruction("i32.load", mask), ...instruction("i32.const", 1), ...instruction("i32.and")],
      ),
    );
    op("local.get", make.count);
    op("i32.add");
    op("local.set", make.count);
  });
};

const noLess = ({ body }: Writer, x: Node, y: Node): Node => {
  const isMore = body.node("i32", "i32.gt_s", [x, y], instruction("i32.gt_s"));
  return body.node("i32", "select", [x, y, isMore], instruction("select"));
};

const ofRange = (w: Writer, axis: Axis, make: Making): void => {
  const { extent, onto } = axis;
  const { parent } = onto;
  if (extent.kind !== "range" || !parent) return;
  const { body } = w;
  const numbers = wants(w, tableNames.numbers, axis) ? w.layout.wholes(tableNames.numbers, axis) : undefined;
  const origin = w.schedule.origin;
  forEach(w, undefined, w.countOf(parent), (p) => {
    make.begin(p);
    const first = held(w, keptWhole(w, origin(extent.first), parent, p));
    const last = held(w, noLess(w, keptWhole(w, origin(extent.last), parent, p), localNode(w, first)));
    const length = body.node("i32", "length", [localNode(w, last), localNode(w, first)], instruction("i32.sub"));
    checkRoom(w, axis, addWhole(w, localNode(w, make.count), length));
    checkRoom(w, axis, length);
    make.addAll(p, first, last, numbers === undefined ? [] : [{ table: numbers, first: localNode(w, first), step: 1 }]);
  });
};

/** The elements of another axis under each parent, in the order of a key. */
const ofOrder = (w: Writer, axis: Axis, make: Making): void => {
  const { extent, onto } = axis;
  const { of, parent } = onto;
  if (extent.kind !== "sorted" || !of || !parent) return;
  const table = keptTable(w, w.schedule.origin(extent.key), of);
  const order = { keys: w.layout.numbers("keys of", axis), elements: w.layout.wholes(tableNames.order, axis) };
  forEach(w, undefined, w.countOf(parent), (p) => {
    make.begin(p);
    const range = rangeUnder({ w, loop: noLoop }, of, parent, times8(w, localNode(w, p)));
    const [start, end] = [held(w, range[0]), held(w, range[1])];
    const first = held(w, localNode(w, make.count));
    forEach(w, start, end, (i) =>
      make.add(p, () => noteElement(w, order, make.count, times8(w, localNode(w, i)), table, extent.descending)),
    );
    sortBetween(w, order, first, make.count);
  });
};

const makers: Readonly<Record<Axis["extent"]["kind"], (w: Writer, axis: Axis, make: Making) => void>> = {
  events: () => undefined,
  fixed: () => undefined,
  column: ofList,
  where: ofCondition,
  range: ofRange,
  sorted: ofOrder,
};

/** For each element, the element of an axis further out than its parent. */
const composed = (w: Writer, axis: Axis, further: Axis, count: number): void => {
  const place: Place = { w, loop: noLoop };
  const { parent } = axis.onto;
  if (!parent) return;
  const table = w.layout.wholes(tableNames.of(further), axis);
  const own = tableNames.of(parent);
  forEach(w, undefined, count, (i) => {
    const i4 = times4(w, localNode(w, i));
    const p = wholeAt(w, i4, w.layout.wholes(own, axis));
    const found = outer(place, { axis: parent, which: [p] }, further);
    const [element] = found.which === "loop" ? [] : found.which;
    if (element) put(w, table, i4, element);
  });
};

/** Four times the number of the last element: what stands past the end is in the memory of the list as it is. */
const lastOf = (w: Writer, count: number): Node => {
  const { body } = w;
  const [own, four] = [times4(w, localNode(w, count)), body.constant("i32", 4)];
  const before = body.node("i32", "i32.sub", [own, four], instruction("i32.sub"));
  return body.node("i32", "select", [before, own, localNode(w, count)], instruction("select"));
};

/** Writes the tables of an axis that are wanted, and counts its elements; axes inside it are written before. */
export const writeTables = (w: Writer, axis: Axis): void => {
  const { parent } = axis.onto;
  if (axis.extent.kind === "events" || !parent) return;
  const { op } = w.body.write;
  const count = w.countOf(axis);
  const further = chainOf(parent).filter((each) => each !== parent && wants(w, tableNames.of(each), axis));
  for (const each of further) {
    w.wanted.add(`${tableNames.of(parent)} ${axis.id}`);
    w.wanted.add(`${tableNames.of(each)} ${parent.id}`);
  }
  op("i32.const", 0);
  op("local.set", count);
  const make = making(w, axis, count);
  makers[axis.extent.kind](w, axis, make);
  const zero = w.body.constant("i32", 0);
  const end = (table: number, value: Node): void => {
    w.body.scope(() => put(w, table, times4(w, localNode(w, count)), value));
  };
  const starts = wants(w, tableNames.starts, axis) ? w.layout.wholes(tableNames.starts, axis) : undefined;
  if (starts !== undefined)
    for (const past of [0, 4])
      w.body.scope(() => put(w, starts + past, times4(w, localNode(w, w.countOf(parent))), localNode(w, count)));
  if (wants(w, tableNames.of(parent), axis)) end(w.layout.wholes(tableNames.of(parent), axis), zero);
  if (axis.extent.kind === "sorted") end(w.layout.wholes(tableNames.order, axis), zero);
  if (wants(w, tableNames.numbers, axis)) end(w.layout.wholes(tableNames.numbers, axis), zero);
  if (wants(w, tableNames.rows, axis)) {
    const rows = w.layout.wholes(tableNames.rows, axis);
    w.body.scope(() => end(rows, wholeAt(w, lastOf(w, count), rows)));
  }
  for (const each of further) {
    composed(w, axis, each, count);
    end(w.layout.wholes(tableNames.of(each), axis), zero);
  }
};
