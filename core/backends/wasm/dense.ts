import { fail } from "../../errors.ts";
import { type Atom, type Axis, keyOfAtom } from "../../program/index.ts";
import { instruction } from "./code.ts";
import type { Doubts } from "./doubts.ts";
import { localNode } from "./elements.ts";
import type { Node } from "./graph.ts";
import type { UnderWay } from "./under-way.ts";
import { loadName, numberType, storeName } from "./vectors.ts";
import type { Writer } from "./writer.ts";

/** A loop over elements whose numbers are all in memory. */
export interface Dense {
  readonly w: Writer;
  readonly axis: Axis;
  readonly underWay: UnderWay;
  readonly doubts: Doubts | undefined;
}

/** How many vectors, or single numbers, one turn treats. */
const perTurn = ({ count }: Writer): number => (count === 2 ? 2 : 1);

/** The vectors of one turn. */
export const vectorsIn = (w: Writer): readonly number[] => Array.from({ length: perTurn(w) }, (_, k) => k);

/** Writes a loop over the elements, some at once; `work` is told the local with eight times the first of them. */
export const forMany = ({ w, axis }: Dense, work: (i8: number) => void): void => {
  const { op, local } = w.body.write;
  const [i8, limit8] = [local("i32"), local("i32")];
  op("i32.const", 0);
  op("local.set", i8);
  op("local.get", w.countOf(axis));
  op("i32.const", 3);
  op("i32.shl");
  op("local.tee", limit8);
  op("if");
  op("loop");
  w.body.turn(() => work(i8));
  op("local.get", i8);
  op("i32.const", 8 * w.count * perTurn(w));
  op("i32.add");
  op("local.tee", i8);
  op("local.get", limit8);
  op("i32.lt_u");
  op("br_if", 0);
  op("end");
  op("end");
};

/** A number that is the same for all elements, read where it is used: there may be thousands. */
export const uniformAt = (w: Writer, atom: Atom): Node => {
  const { body, count, layout } = w;
  const from = w.schedule.origin(atom);
  const address = from.kind === "const" ? layout.place(`uniform ${keyOfAtom(from)}`, 8) : w.given(from.id, 1);
  const zero = body.constant("i32", 0);
  const name = count === 2 ? "v128.load64_splat" : "f64.load";
  return body.node(numberType(w), `uniform ${address}`, [zero], instruction(name, address), false);
};

/** Puts constants where `uniformAt` reads them. */
export const placeConstants = ({ layout, body }: Writer, atoms: readonly Atom[]): void => {
  const { op, push } = body.write;
  for (const atom of new Set(atoms)) {
    if (atom.kind !== "const") continue;
    op("i32.const", 0);
    push(body.constant("f64", Number(atom.value)));
    op("f64.store", layout.place(`uniform ${keyOfAtom(atom)}`, 8));
  }
};

/** Vector `k` of a turn in a table. */
export const tableAt = (w: Writer, table: number, i8: number, k: number): Node => {
  const from = table + 8 * w.count * k;
  return w.body.node(numberType(w), `dense ${from}`, [localNode(w, i8)], instruction(loadName(w, false), from));
};

/** Where a number of the elements is in memory. */
export const tableOf = ({ underWay }: Dense, atom: Atom): number => {
  const table = underWay.tableOf(atom);
  if (table === undefined) throw fail("E_SHAPE", { what: "a factor is not in memory" });
  return table;
};

/** Vector `k` of a turn of a number of the elements. */
export const denseAt = (dense: Dense, atom: Atom, i8: number, k: number): Node =>
  tableAt(dense.w, tableOf(dense, atom), i8, k);

/** Stores vector `k` of a turn. */
export const storeDense = (w: Writer, table: number, i8: number, k: number, value: Node): void => {
  const { op, push } = w.body.write;
  op("local.get", i8);
  push(value);
  op(storeName(w, false), table + 8 * w.count * k);
};

/** Adds a product to a sum; where a zero wins over NaN, it is a plain one as long as there are doubts that notice. */
export const addedProduct = ({ w: { lanes }, doubts }: Dense, isWeighed: boolean, x: Node, y: Node, sum: Node): Node =>
  isWeighed && !doubts ? lanes.add(sum, lanes.weigh(x, y)) : lanes.madd(x, y, sum);

export const inGroups = <T>(items: readonly T[], size: number): readonly (readonly T[])[] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, k) => items.slice(k * size, (k + 1) * size));
