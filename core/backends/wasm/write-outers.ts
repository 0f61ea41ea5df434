import type { Atom, Equation } from "../../program/index.ts";
import { accumulatorAt } from "./accumulators.ts";
import { addedProduct, type Dense, denseAt, forMany, inGroups, tableOf, vectorsIn } from "./dense.ts";
import { localNode } from "./elements.ts";
import { answers } from "./instance.ts";
import { type Outer, sumsOf } from "./outer-products.ts";
import { laneOf, numberType } from "./vectors.ts";
import type { Writer } from "./writer.ts";

/** How many sums are added up at once: they stay in registers. */
const sumsAtOnce = 8;

/** Where a sum waits until no product is in doubt. */
const waitingAt = ({ layout }: Writer, { output }: Equation): number => layout.place(`waiting ${output.id}`, 8);

/** Writes zeros behind the last element, which the last turn of a loop goes through. */
const writeZeros = ({ w, axis }: Dense, tables: ReadonlySet<number>): void => {
  if (w.count === 1) return;
  const { op, push, local } = w.body.write;
  const end = local("i32");
  op("local.get", w.countOf(axis));
  op("i32.const", 3);
  op("i32.shl");
  op("local.set", end);
  for (const table of tables)
    for (const k of vectorsIn(w)) {
      op("local.get", end);
      push(w.lanes.k(0));
      op("v128.store", table + 16 * k);
    }
};

interface Total {
  readonly row: Atom;
  readonly column: Atom;
  readonly equation: Equation;
  readonly local: number;
}

/** Writes a loop that adds up a few products, which then wait; `seen` is NaN after it where one of them is. */
const writeFew = (dense: Dense, { isWeighed }: Outer, totals: readonly Total[], seen: number): void => {
  const { w } = dense;
  const { op, push } = w.body.write;
  const type = numberType(w);
  for (const { local } of totals) {
    push(w.lanes.k(0));
    op("local.set", local);
  }
  forMany(dense, (i8) => {
    for (const { row, column, local } of totals) {
      const sum = vectorsIn(w).reduce(
        (before, k) => {
          const x = denseAt(dense, row, i8, k);
          if (column.kind === "const") return w.lanes.add(before, x);
          return addedProduct(dense, isWeighed, x, denseAt(dense, column, i8, k), before);
        },
        localNode(w, local, type),
      );
      push(sum);
      op("local.set", local);
    }
  });
  for (const { equation, local } of totals)
    w.body.scope(() => {
      const lanes = Array.from({ length: w.count }, (_, lane) => laneOf(w, localNode(w, local, type), lane));
      const total = lanes.reduce(w.scalars.add);
      op("i32.const", 0);
      push(total);
      op("f64.store", waitingAt(w, equation));
      op("local.get", seen);
      op("i32.const", 0);
      op("f64.load", waitingAt(w, equation));
      op("f64.add");
      op("local.set", seen);
    });
};

/**
 * Writes loops that add up products, whose factors are in memory, and gives up where one of them is in doubt.
 * @returns writes what adds these sums to those of the tiles before
 */
export const writeOuters = (dense: Dense, outers: readonly Outer[]): (() => void) => {
  const { w, doubts } = dense;
  if (outers.length === 0) return () => {};
  const { op, push, raw, local } = w.body.write;
  const factors = outers.flatMap(({ rows, columns }) => [...rows, ...columns]);
  writeZeros(dense, new Set(factors.flatMap((atom) => (atom.kind === "const" ? [] : [tableOf(dense, atom)]))));
  const seen = local("f64");
  push(w.scalars.k(0));
  op("local.set", seen);
  for (const outer of outers) {
    const columnsAtOnce = Math.min(2, outer.columns.length);
    const locals = Array.from({ length: sumsAtOnce }, () => local(numberType(w)));
    for (const columns of inGroups(outer.columns, columnsAtOnce))
      for (const rows of inGroups(outer.rows, sumsAtOnce / columnsAtOnce)) {
        const pairs = rows.flatMap((row) => columns.map((column) => ({ row, column })));
        const totals = pairs.flatMap(({ row, column }, k) => {
          const equation = outer.sumOf(row, column);
          const own = locals[k];
          return equation && own !== undefined ? [{ row, column, equation, local: own }] : [];
        });
        writeFew(dense, outer, totals, seen);
      }
  }
  if (doubts) {
    op("local.get", seen);
    op("local.get", seen);
    op("f64.ne");
    op("if");
    raw(w.giveUp(answers.doubtful));
    op("end");
  }
  return () => {
    for (const equation of outers.flatMap(sumsOf)) {
      const table = accumulatorAt(w, equation);
      op("i32.const", 0);
      op("i32.const", 0);
      op("f64.load", table);
      op("i32.const", 0);
      op("f64.load", waitingAt(w, equation));
      op("f64.add");
      op("f64.store", table);
    }
  };
};
