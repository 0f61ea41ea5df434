import type { Atom } from "../program/index.ts";
import { type Block, blocksOf, outputsOf, readsOf, type Statement } from "./statement.ts";

/** The variables that a statement and the blocks inside it take from around it. */
export const freeIn = (statement: Statement): readonly Atom[] => [
  ...readsOf(statement),
  ...blocksOf(statement).flatMap(freeOf),
];

/** The variables that a block takes from around it. */
export const freeOf = (block: Block): readonly Atom[] => {
  const own = new Set(block.params.map(({ id }) => id));
  const free: Atom[] = [];
  const use = (atom: Atom): void => {
    if (atom.kind === "var" && !own.has(atom.id)) free.push(atom);
  };
  for (const statement of block.statements) {
    freeIn(statement).forEach(use);
    for (const { id } of outputsOf(statement)) own.add(id);
  }
  block.results.forEach(use);
  return free;
};

/** True if a statement adds to something outside of it. */
export const hasEffect = (statement: Statement): boolean => {
  const own = new Set<number>();
  const look = (s: Statement): boolean => {
    if (s.kind === "accumulator") own.add(s.output.id);
    if (s.kind === "accumulate") return !own.has(s.into.id);
    return blocksOf(s).some(({ statements }) => statements.some(look));
  };
  return look(statement);
};
