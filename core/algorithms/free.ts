import type { Atom, Var } from "../program/index.ts";
import { type Block, blocksOf, outputsOf, readsOf, type Statement } from "./statement.ts";

/** The variables around a statement or a block that something inside takes, and the sums among them to which it adds. */
interface Around {
  readonly free: readonly Var[];
  readonly adds: readonly Var[];
}

const known = new WeakMap<Block, Around>();

const aroundBlock = (block: Block): Around => {
  const before = known.get(block);
  if (before) return before;
  const own = new Set<number>();
  for (const { id } of block.params) own.add(id);
  const free: Var[] = [];
  const adds: Var[] = [];
  const take = (atom: Atom): void => {
    if (atom.kind !== "var" || own.has(atom.id)) return;
    own.add(atom.id);
    free.push(atom);
  };
  const begun = new Set<number>();
  for (const statement of block.statements) {
    for (const atom of readsOf(statement)) take(atom);
    if (statement.kind === "accumulator") begun.add(statement.output.id);
    if (statement.kind === "accumulate" && !begun.has(statement.into.id)) adds.push(statement.into);
    for (const inner of blocksOf(statement)) {
      const around = aroundBlock(inner);
      for (const atom of around.free) take(atom);
      for (const sum of around.adds) if (!begun.has(sum.id)) adds.push(sum);
    }
    for (const { id } of outputsOf(statement)) own.add(id);
  }
  for (const atom of block.results) take(atom);
  const found = { free, adds: [...new Set(adds)] };
  known.set(block, found);
  return found;
};

/** The variables that a statement and the blocks inside it take from around it. */
export const freeIn = (statement: Statement): readonly Atom[] => {
  const blocks = blocksOf(statement);
  const reads = readsOf(statement);
  return blocks.length === 0 ? reads : reads.concat(...blocks.map(freeOf));
};

/** The variables that a block takes from around it, each once. */
export const freeOf = (block: Block): readonly Atom[] => aroundBlock(block).free;

/** The sums to which a statement adds, of those around it. */
export const addsOf = (statement: Statement): readonly Var[] =>
  statement.kind === "accumulate" ? [statement.into] : blocksOf(statement).flatMap((block) => aroundBlock(block).adds);

/** True if a statement adds to something outside of it. */
export const hasEffect = (statement: Statement): boolean =>
  statement.kind === "accumulate" || blocksOf(statement).some((block) => aroundBlock(block).adds.length > 0);
