import { fail } from "../errors.ts";
import { type Atom, type Axis, pathBetween } from "../program/index.ts";
import { listAt } from "./columns.ts";
import type { Rows } from "./environment.ts";
import { byKey } from "./sort.ts";

/** The elements of one axis in a tile: of which element of the parent, in which row, and how many per parent. */
export interface Table {
  readonly count: number;
  readonly parent: Int32Array;
  readonly offsets: Int32Array;
  /** The row in its physical column, the number on a range, or the element of `onto.of` on a sorted axis. */
  readonly rows: Int32Array;
}

export interface Tables {
  readonly of: (axis: Axis) => Table;
  /** For each element of `inner`, the element of the `outer` axis around it. */
  readonly ancestors: (inner: Axis, outer: Axis) => Int32Array;
  /** Where the elements of `inner` under each element of `outer` begin; null is the whole tile. */
  readonly starts: (inner: Axis, outer: Axis | null) => Int32Array;
}

const identity = (n: number): Int32Array => new Int32Array(n).map((_, i) => i);

const grown = (counts: readonly number[]): Int32Array => {
  const offsets = new Int32Array(counts.length + 1);
  counts.forEach((n, i) => {
    offsets[i + 1] = (offsets[i] ?? 0) + n;
  });
  return offsets;
};

const repeated = (offsets: Int32Array): Int32Array => {
  const parent = new Int32Array(offsets.at(-1) ?? 0);
  for (let i = 0; i + 1 < offsets.length; i++) parent.fill(i, offsets[i] ?? 0, offsets[i + 1] ?? 0);
  return parent;
};

/** The tables of a tile, made when first asked for; `read` gives the values of a mask, a bound or a key. */
export const tables = (rows: Rows, read: (atom: Atom, axis: Axis) => Float64Array): Tables => {
  const made = new Map<Axis, Table>();
  const perParent = (parentCount: number, rowsUnder: (parent: number) => readonly number[]): Table => {
    const lists = Array.from({ length: parentCount }, (_, i) => rowsUnder(i));
    const offsets = grown(lists.map((list) => list.length));
    return { count: offsets.at(-1) ?? 0, offsets, parent: repeated(offsets), rows: Int32Array.from(lists.flat()) };
  };
  const range = (first: number, end: number): readonly number[] =>
    Array.from({ length: Math.max(0, end - first) }, (_, k) => first + k);
  const sortedRows = (axis: Axis, parent: Axis): Table => {
    const { of } = axis.onto;
    const { extent } = axis;
    if (!of || extent.kind !== "sorted") throw fail("E_SHAPE", { what: "a sorted axis orders another one" });
    const order = byKey(read(extent.key, of), extent.descending);
    const starts = self.starts(of, parent);
    return perParent(self.of(parent).count, (i) => range(starts[i] ?? 0, starts[i + 1] ?? 0).toSorted(order));
  };
  const make = (axis: Axis): Table => {
    const { extent } = axis;
    const { parent } = axis.onto;
    if (extent.kind === "events") {
      const n = rows.to - rows.from;
      return { count: n, parent: identity(n), offsets: identity(n + 1), rows: identity(n).map((i) => i + rows.from) };
    }
    if (extent.kind === "fixed")
      return {
        count: extent.size,
        parent: new Int32Array(extent.size),
        offsets: Int32Array.of(0, extent.size),
        rows: identity(extent.size),
      };
    if (!parent) throw fail("E_SHAPE", { what: `the axis ${axis.name} has no axis around it` });
    const outer = self.of(parent);
    if (extent.kind === "column") {
      const { offsets } = listAt(rows.columns, extent.slot);
      const base = axis.onto.base ?? parent;
      const { rows: rowsOf } = self.of(base);
      const elements = self.ancestors(parent, base);
      return perParent(outer.count, (i) => {
        const row = rowsOf[elements[i] ?? 0] ?? 0;
        return range(offsets[row] ?? 0, offsets[row + 1] ?? 0);
      });
    }
    if (extent.kind === "where") {
      const mask = read(extent.mask, parent);
      return perParent(outer.count, (i) => (mask[i] ? [outer.rows[i] ?? 0] : []));
    }
    if (extent.kind === "range") {
      const [first, last] = [read(extent.first, parent), read(extent.last, parent)];
      return perParent(outer.count, (i) => range(first[i] ?? 0, last[i] ?? 0));
    }
    return sortedRows(axis, parent);
  };
  const self: Tables = {
    of: (axis) => {
      const known = made.get(axis) ?? make(axis);
      made.set(axis, known);
      return known;
    },
    ancestors: (inner, outer) =>
      pathBetween(outer, inner)
        .toReversed()
        .reduce(
          (map, axis) => {
            const { parent } = self.of(axis);
            return map.map((i) => parent[i] ?? 0);
          },
          identity(self.of(inner).count),
        ),
    starts: (inner, outer) => {
      if (outer === null) return Int32Array.of(0, self.of(inner).count);
      const counts = new Array<number>(self.of(outer).count).fill(0);
      for (const i of self.ancestors(inner, outer)) counts[i] = (counts[i] ?? 0) + 1;
      return grown(counts);
    },
  };
  return self;
};
