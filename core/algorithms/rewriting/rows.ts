import { type Atom, constant } from "../../program/index.ts";
import type { ArrayBuilder } from "../builder.ts";
import type { Walk } from "../derivatives/forward.ts";
import type { Names } from "../derivatives/names.ts";
import { type Block, blocksOf, eachRead, isArray, type Statement, shapeOf } from "../statement.ts";
import { type Differing, isDiffering } from "./differing.ts";

/** A loop whose turns are done side by side: what differs between them is an array whose last axis is the turns. */
export interface Rows {
  readonly walk: Walk;
  readonly b: ArrayBuilder;
  readonly turn: Atom | undefined;
  readonly count: Atom;
  readonly differing: Differing;
  /** How often a variable is read anywhere in the loop. */
  readonly uses: ReadonlyMap<number, number>;
}

/** A block of it that is made anew, with its steps on single numbers that are still to be done. */
export interface Making {
  readonly rows: Rows;
  readonly at: Names;
  readonly open: Statement[];
}

export const differs = ({ rows }: Making, atom: Atom | undefined): boolean => isDiffering(rows.differing, atom);

/** An array of what is made for each of its places. */
export const tabulated = (b: ArrayBuilder, shape: readonly Atom[], f: (places: readonly Atom[]) => Atom): Atom => {
  const [size, ...inner] = shape;
  if (!size) return f([]);
  const { collected } = b.loop(size, [], (turn) => ({
    carried: [],
    collected: [tabulated(b, inner, (places) => f([turn, ...places]))],
  }));
  return collected[0] ?? constant(Number.NaN);
};

/** What an atom is in all turns: an array, also where it is the same in all of them. */
export const rowOf = (making: Making, atom: Atom): Atom => {
  const { rows, at } = making;
  const { b, count, turn } = rows;
  if (atom === turn) return tabulated(b, [count], ([place]) => place ?? atom);
  const now = at.of(atom);
  if (differs(making, atom)) return now;
  return tabulated(b, [...shapeOf(now), count], (places) => (isArray(now) ? b.read(now, places.slice(0, -1)) : now));
};

const countUses = ({ statements, results }: Block, uses: Map<number, number>): void => {
  const use = (atom: Atom): void => {
    if (atom.kind === "var") uses.set(atom.id, (uses.get(atom.id) ?? 0) + 1);
  };
  statements.forEach((s) => {
    eachRead(s, use);
    for (const inner of blocksOf(s)) countUses(inner, uses);
  });
  results.forEach(use);
};

export const usesIn = (block: Block): ReadonlyMap<number, number> => {
  const uses = new Map<number, number>();
  countUses(block, uses);
  return uses;
};
