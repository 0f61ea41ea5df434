import type { Atom, Axis } from "../../program/index.ts";
import { keptAt, type LoopPlace } from "./loop-place.ts";
import type { Writer } from "./writer.ts";

/** Values of the elements of an axis that one loop leaves in memory for those after it. */
export interface UnderWay {
  /** True for a value that a loop before has left. */
  readonly has: (atom: Atom) => boolean;
  /** Where a value that is there lies. */
  readonly tableOf: (atom: Atom) => number | undefined;
  /** Where a value is to be left: in the tables of results, or in one that is used again later. */
  readonly tablesFor: (atom: Atom) => readonly number[];
  /** Values have been left in their tables. */
  readonly add: (left: readonly (readonly [atom: Atom, tables: readonly number[]])[]) => void;
  /** Values will not be read any more. */
  readonly remove: (atoms: readonly Atom[]) => void;
  /** Lets a loop read what was left before it. */
  readonly readBy: (place: LoopPlace) => LoopPlace;
}

/** @param resultsOf - the tables in which a value is wanted anyway */
export const underWayIn = (w: Writer, axis: Axis, resultsOf: (atom: Atom) => readonly number[]): UnderWay => {
  const left = new Map<Atom, readonly number[]>();
  const own = new Set<number>();
  const free: number[] = [];
  const anyTable = (): number => {
    const table = free.pop() ?? w.layout.numbers(`under way ${own.size} of`, axis);
    own.add(table);
    return table;
  };
  return {
    has: (atom) => left.has(w.schedule.origin(atom)),
    tableOf: (atom) => left.get(w.schedule.origin(atom))?.[0],
    tablesFor: (atom) => {
      const tables = resultsOf(atom);
      return tables.length > 0 ? tables : [anyTable()];
    },
    add: (more) => {
      for (const [atom, tables] of more) left.set(atom, tables);
    },
    remove: (atoms) => {
      for (const atom of atoms) {
        free.push(...(left.get(atom) ?? []).filter((table) => own.has(table)));
        left.delete(atom);
      }
    },
    readBy: (place) => {
      for (const [atom, [table = w.layout.zero]] of left)
        place.values.set(atom, keptAt(place, table, { axis, which: "loop" }, atom.dtype === "bool"));
      return place;
    },
  };
};
