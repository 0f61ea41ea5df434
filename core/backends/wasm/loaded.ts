import { fail } from "../../errors.ts";
import type { InputSource, Var } from "../../program/index.ts";
import { instruction } from "./code.ts";
import {
  addWhole,
  type Elements,
  firstRow,
  halved,
  isSideBySide,
  localNode,
  outer,
  type Place,
  rowsOf,
} from "./elements.ts";
import type { Node } from "./graph.ts";
import { gathered, numberType, widened } from "./vectors.ts";
import type { Writer } from "./writer.ts";

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

/** One number for all elements. */
export const scalarAt = (w: Writer, { id, dtype }: Var): Node => {
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

/** The place of a word among those that are asked for of its column. */
const wordCode = (w: Writer, slot: string, word: string): number =>
  w.pass.program.inputs
    .flatMap(({ source }) => (source.kind === "code" && source.slot === slot ? [source.word] : []))
    .indexOf(word);

/** An input at some elements. */
export const inputAt = (place: Place, variable: Var, source: InputSource | undefined, elements: Elements): Node => {
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
