import type { Atom, Var } from "../../program/index.ts";
import { addsOf, freeIn } from "../free.ts";
import { type FreezeStatement, isArray, type LoopStatement, outputsOf, type Statement } from "../statement.ts";

/** A sum to which each loop of a group adds at one place a turn: turns know what all loops together add to an element. */
export interface Settled {
  readonly sum: Var;
  /** How much further than its own number a turn adds, by loop: 0 or, of all others, one number. */
  readonly offsets: ReadonlyMap<LoopStatement, number>;
  /** What asks for the sum, where nothing else is added after the group. */
  readonly freezes: readonly FreezeStatement[];
}

/** The order of the turns, where one of them needs something of the one before it. */
export type Order = "ascending" | "descending" | undefined;

/** Loops of equally many turns that become one. */
export interface Group {
  readonly kind: "group";
  readonly loops: readonly LoopStatement[];
  /** By accumulator. */
  readonly settled: ReadonlyMap<number, Settled>;
  /** What turns read of the turn before them: by array, or by accumulator for what is added. */
  readonly delayed: ReadonlySet<number>;
  readonly order: Order;
}

export type Item = Statement | Group;

const idsOf = (atoms: readonly Atom[]): ReadonlySet<number> =>
  new Set(atoms.flatMap((atom) => (atom.kind === "var" ? [atom.id] : [])));

interface Facts {
  readonly uses: ReadonlySet<number>;
  readonly arrays: ReadonlySet<number>;
  /** What others know or read only after the statement. */
  readonly gives: readonly Var[];
  readonly adds: readonly Var[];
}

const known = new WeakMap<Statement, Facts>();

export const factsOf = (statement: Statement): Facts => {
  const before = known.get(statement);
  if (before) return before;
  const free = freeIn(statement);
  const adds = addsOf(statement);
  const facts = {
    uses: idsOf(free),
    arrays: idsOf(free.filter(isArray)),
    gives: [...outputsOf(statement), ...adds],
    adds,
  };
  known.set(statement, facts);
  return facts;
};

export const loopsOf = (item: Item): readonly Statement[] => (item.kind === "group" ? item.loops : [item]);

export const uses = (item: Item, ids: ReadonlySet<number>): boolean =>
  loopsOf(item).some((s) => [...factsOf(s).uses].some((id) => ids.has(id)));

/** The sums to which statements add, of those around them. */
export const addedBy = (item: Item): readonly Var[] => loopsOf(item).flatMap((s) => factsOf(s).adds);

export const givenBy = (item: Item): readonly Var[] => [
  ...loopsOf(item).flatMap((s) => factsOf(s).gives),
  ...(item.kind === "group" ? [...item.settled.values()].flatMap(({ freezes }) => freezes.map((f) => f.output)) : []),
];
