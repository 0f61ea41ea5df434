import type { Var } from "../../program/index.ts";
import { arrayBuilder } from "../builder.ts";
import { isDear } from "../dear.ts";
import {
  type ArrayVar,
  type Block,
  blocksOf,
  isArray,
  type LoopStatement,
  outputsOf,
  type Statement,
  shapeOf,
} from "../statement.ts";
import type { Numbering } from "./numbering.ts";
import { within } from "./within.ts";

/** Where a number is computed first: in a turn of a loop. */
interface Source {
  readonly loop: LoopStatement;
  readonly turn: number;
  readonly item: Var;
}

/** What is known where a statement stands, by number. */
interface Around {
  /** Sizes of arrays that are there anyhow. */
  readonly sizes: ReadonlySet<number>;
  readonly sources: ReadonlyMap<number, Source>;
}

type Kept = ReadonlyMap<LoopStatement, ReadonlySet<Var>>;

/** The numbers of loops that later loops compute again in the same turn. */
const computedAgain = ({ numberOf }: Numbering, block: Block): Kept => {
  const kept = new Map<LoopStatement, Set<Var>>();
  const inLoop = (loop: LoopStatement, { sizes, sources }: Around): ReadonlyMap<number, Source> => {
    const [turn] = loop.body.params;
    const found = new Map(sources);
    for (const s of turn ? loop.body.statements : []) {
      if (!turn || s.kind !== "equation" || !isDear(s.equation)) continue;
      const { output: item } = s.equation;
      const number = numberOf(item);
      const source = found.get(number);
      if (!source && sizes.has(numberOf(loop.count))) found.set(number, { loop, turn: numberOf(turn), item });
      if (source && source.loop !== loop && source.turn === numberOf(turn))
        kept.set(source.loop, new Set([...(kept.get(source.loop) ?? []), source.item]));
    }
    return found;
  };
  const sizesOf = (variables: readonly Var[]): readonly number[] => variables.flatMap(shapeOf).map(numberOf);
  const inBlock = (inner: Block, around: Around): void => {
    const sizes = new Set([...around.sizes, ...sizesOf(inner.params)]);
    let { sources } = around;
    for (const statement of inner.statements) {
      if (statement.kind === "call") continue;
      for (const deeper of blocksOf(statement)) inBlock(deeper, { sizes, sources });
      if (statement.kind === "loop") sources = inLoop(statement, { sizes, sources });
      for (const size of sizesOf(outputsOf(statement))) sizes.add(size);
    }
  };
  inBlock(block, { sizes: new Set(), sources: new Map() });
  return kept;
};

/**
 * The block with what is dear and computed again in a later loop kept by the first: as an array of as many numbers as some
 * array has that is there anyhow.
 */
export const withKept = (numbers: Numbering, block: Block): Block => {
  const kept = computedAgain(numbers, block);
  if (kept.size === 0) return block;
  const b = arrayBuilder();
  const arrayOf = ({ dtype }: Var, { count }: LoopStatement): readonly ArrayVar[] =>
    [b.variable(dtype, [count])].filter(isArray);
  const inBlock = (inner: Block): Block => ({ ...inner, statements: inner.statements.map(rebuilt) });
  const rebuilt = (statement: Statement): Statement => {
    if (statement.kind !== "loop") return within(statement, inBlock);
    const items = [...(kept.get(statement) ?? [])];
    const { results, ...body } = inBlock(statement.body);
    return {
      ...statement,
      body: { ...body, results: [...results, ...items] },
      outputs: [...statement.outputs, ...items.flatMap((item) => arrayOf(item, statement))],
    };
  };
  return inBlock(block);
};
