import { fail } from "../../errors.ts";
import type { Axis } from "../../program/index.ts";
import { localNode, tableNames, times4, times8 } from "./elements.ts";
import type { Node } from "./graph.ts";
import { answers } from "./instance.ts";
import { addRun, type Noted } from "./runs.ts";
import type { Writer } from "./writer.ts";

/** True for a table of an axis that something reads. */
export const wants = ({ wanted }: Writer, name: string, axis: Axis): boolean => wanted.has(`${name} ${axis.id}`);

/** Outside of the loops over elements. */
export const noLoop = { i4: -1, i8: -1 };

/** Stores a whole number in a table. */
export const put = ({ body }: Writer, table: number, i4: Node, value: Node): void => {
  const { push, op } = body.write;
  push(i4);
  push(value);
  op("i32.store", table);
};

/** Leaves the kernel if an axis would have more elements than there is room for. */
export const checkRoom = (w: Writer, axis: Axis, count: Node): void => {
  const { push, op, raw } = w.body.write;
  push(count);
  op("i32.const", w.layout.capacity(axis));
  op("i32.gt_s");
  op("if");
  raw(w.giveUp(answers.full));
  op("end");
};

/** The tables of an axis that is made element by element. */
export interface Making {
  readonly count: number;
  /** Notes where the elements of a parent begin. */
  readonly begin: (parent: number) => void;
  /** Adds an element of a parent. */
  readonly add: (parent: number, more: () => void) => void;
  /** Adds as many elements of a parent as there are whole numbers from one local to another. */
  readonly addAll: (parent: number, start: number, end: number, more?: readonly Noted[]) => void;
}

export const making = (w: Writer, axis: Axis, count: number): Making => {
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
