import type { Atom, Var } from "../../program/index.ts";
import type { Block, CondStatement, LoopStatement, Statement, WhileStatement } from "../statement.ts";
import { type Live, liveIn } from "./live.ts";

const chosen = <T>(items: readonly T[], keep: readonly boolean[]): readonly T[] => items.filter((_, k) => keep[k]);

const isLive = ({ variables }: Live, atom: Atom | undefined): boolean => atom?.kind === "var" && variables.has(atom.id);

const areLive = (live: Live, outputs: readonly Var[]): readonly boolean[] =>
  outputs.map((output) => isLive(live, output));

const within = (live: Live, block: Block, params: readonly boolean[], results: readonly boolean[]): Block => ({
  params: chosen(block.params, params),
  statements: kept(live, block.statements),
  results: chosen(block.results, results),
});

const loop = (live: Live, statement: LoopStatement): Statement => {
  const { initial, body, outputs } = statement;
  const keep = outputs.map(
    (output, k) => isLive(live, output) || (k < initial.length && isLive(live, body.params[k + 1])),
  );
  const carried = keep.slice(0, initial.length);
  return {
    ...statement,
    initial: chosen(initial, carried),
    body: within(live, body, [true, ...carried], keep),
    outputs: chosen(outputs, keep),
  };
};

const repeat = (live: Live, statement: WhileStatement): Statement => {
  const { initial, test, body, outputs } = statement;
  const carried = initial.map((_, k) =>
    [outputs[k], test.params[k], body.params[k]].some((state) => isLive(live, state)),
  );
  return {
    ...statement,
    initial: chosen(initial, carried),
    test: within(live, test, carried, [true]),
    body: within(live, body, carried, carried),
    outputs: chosen(outputs, [...carried, true]),
  };
};

const cond = (live: Live, statement: CondStatement): Statement => {
  const keep = areLive(live, statement.outputs);
  return {
    ...statement,
    yes: within(live, statement.yes, [], keep),
    no: within(live, statement.no, [], keep),
    outputs: chosen(statement.outputs, keep),
  };
};

const keptOf = (live: Live, statement: Statement): Statement => {
  if (statement.kind === "loop") return loop(live, statement);
  if (statement.kind === "while") return repeat(live, statement);
  return statement.kind === "cond" ? cond(live, statement) : statement;
};

const kept = (live: Live, statements: readonly Statement[]): readonly Statement[] => {
  const all: Statement[] = [];
  statements.forEach((statement) => {
    if (live.statements.has(statement)) all.push(keptOf(live, statement));
  });
  return all;
};

/** Blocks of which everything is needed. */
const needed = new WeakSet<Block>();

/**
 * The block without what its results do not need: statements, carried variables that only go round, arrays that nobody
 * reads, sums that nobody asks for. Parameters stay. What is left out cannot fail any more.
 */
export const pruned = (block: Block): Block => {
  if (needed.has(block)) return block;
  const made = { ...block, statements: kept(liveIn(block), block.statements) };
  needed.add(made);
  return made;
};
