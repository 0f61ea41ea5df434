import type { Atom, Var } from "../program/index.ts";
import { type Block, blocksOf, eachRead, outputsOf, readsOf, type Statement } from "./statement.ts";

/** The variables around a statement or a block that something inside takes, and the sums among them to which it adds. */
interface Around {
  readonly free: readonly Var[];
  readonly ids: ReadonlySet<number>;
  readonly adds: readonly Var[];
}

const known = new WeakMap<Block, Around>();

const aroundBlock = (block: Block): Around => {
  const before = known.get(block);
  if (before) return before;
  const own = new Set<number>();
  for (const { id } of block.params) own.add(id);
  const free: Var[] = [];
  const ids = new Set<number>();
  const adds = new Set<Var>();
  const take = (atom: Atom): void => {
    if (atom.kind !== "var" || own.has(atom.id) || ids.has(atom.id)) return;
    ids.add(atom.id);
    free.push(atom);
  };
  const begun = new Set<number>();
  for (const statement of block.statements) {
    eachRead(statement, take);
    if (statement.kind === "equation" || statement.kind === "read") {
      own.add(statement.kind === "read" ? statement.output.id : statement.equation.output.id);
      continue;
    }
    if (statement.kind === "accumulator") begun.add(statement.output.id);
    if (statement.kind === "accumulate" && !begun.has(statement.into.id)) adds.add(statement.into);
    for (const inner of blocksOf(statement)) {
      const around = aroundBlock(inner);
      around.free.forEach(take);
      for (const sum of around.adds) if (!begun.has(sum.id)) adds.add(sum);
    }
    for (const { id } of outputsOf(statement)) own.add(id);
  }
  block.results.forEach(take);
  const found = { free, ids, adds: [...adds] };
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

/** Whether a statement, or a block inside it, takes a variable from around it. */
export const takes = (statement: Statement, id: number): boolean =>
  readsOf(statement).some((atom) => atom.kind === "var" && atom.id === id) ||
  blocksOf(statement).some((block) => aroundBlock(block).ids.has(id));

/** The sums to which a statement adds, of those around it. */
export const addsOf = (statement: Statement): readonly Var[] =>
  statement.kind === "accumulate" ? [statement.into] : blocksOf(statement).flatMap((block) => aroundBlock(block).adds);

/** True if a statement adds to something outside of it. */
export const hasEffect = (statement: Statement): boolean =>
  statement.kind === "accumulate" || blocksOf(statement).some((block) => aroundBlock(block).adds.length > 0);
