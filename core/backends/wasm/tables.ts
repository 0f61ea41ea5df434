import { type Axis, chainOf } from "../../program/index.ts";
import { instruction } from "./code.ts";
import { forEach } from "./each.ts";
import { localNode, outer, type Place, tableNames, times4, wholeAt } from "./elements.ts";
import type { Node } from "./graph.ts";
import { makers } from "./makers.ts";
import { making, noLoop, put, wants } from "./making.ts";
import type { Writer } from "./writer.ts";

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
