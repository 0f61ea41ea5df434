import { fail } from "../../errors.ts";
import type { Atom, Axis } from "../../program/index.ts";
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
import { checkRoom, type Making, noLoop, put, wants } from "./making.ts";
import { noteElement, sortBetween } from "./sorted.ts";
import { eventCount, type Writer } from "./writer.ts";

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

/** How the elements of an axis are made, by its extent. */
export const makers: Readonly<Record<Axis["extent"]["kind"], (w: Writer, axis: Axis, make: Making) => void>> = {
  events: () => undefined,
  fixed: () => undefined,
  column: ofList,
  where: ofCondition,
  range: ofRange,
  sorted: ofOrder,
};
