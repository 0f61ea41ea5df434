import type { Atom } from "../../program/index.ts";
import { freeIn } from "../free.ts";
import { type Block, blocksOf, type LoopStatement, outputsOf, type Statement } from "../statement.ts";
import { isFlat, type Numbering } from "./numbering.ts";
import { substituted } from "./substituted.ts";

const addedIn = (statement: Statement): readonly number[] =>
  statement.kind === "accumulate"
    ? [statement.into.id]
    : blocksOf(statement).flatMap(({ statements }) => statements.flatMap(addedIn));

/** The statements after a loop that have to wait for it: they read what it gives, or sums that it adds to. */
const waitingFor = (loop: LoopStatement, statements: readonly Statement[]): ReadonlySet<Statement> => {
  const waiting = new Set<Statement>();
  const values = new Set(outputsOf(loop).map(({ id }) => id));
  const sums = new Set(addedIn(loop));
  for (const statement of statements) {
    const isReading = freeIn(statement).some((atom) => atom.kind === "var" && values.has(atom.id));
    const isEnding =
      statement.kind === "freeze" && statement.accumulator.kind === "var" && sums.has(statement.accumulator.id);
    if (!isReading && !isEnding) continue;
    waiting.add(statement);
    for (const { id } of outputsOf(statement)) values.add(id);
    for (const id of addedIn(statement)) sums.add(id);
  }
  return waiting;
};

const joined = (first: LoopStatement, second: LoopStatement): LoopStatement => {
  const [turn] = first.body.params;
  const [other] = second.body.params;
  const body = substituted(second.body, (atom: Atom) => (turn && atom === other ? turn : atom));
  return {
    ...first,
    body: {
      params: first.body.params,
      statements: [...first.body.statements, ...body.statements],
      results: [...first.body.results, ...body.results],
    },
    outputs: [...first.outputs, ...second.outputs],
  };
};

type Dear = Map<Statement, ReadonlySet<number>>;

/** So many loops back a loop looks for one to join. */
const farthest = 24;

/** The statements with a loop joined to an earlier one that computes something dear that it computes too. */
const joinedOnce = (
  { numberOf }: Numbering,
  dear: Dear,
  statements: readonly Statement[],
): readonly Statement[] | undefined => {
  const loops = statements.flatMap((s, place) => (s.kind === "loop" && isFlat(s) ? [{ loop: s, place }] : []));
  for (const [k, { loop: second, place }] of loops.entries())
    for (const { loop: first, place: start } of loops.slice(Math.max(0, k - farthest), k)) {
      const shared = dear.get(first);
      if (!shared || numberOf(first.count) !== numberOf(second.count)) continue;
      const others = [...(dear.get(second) ?? [])];
      if (!others.some((number) => shared.has(number))) continue;
      const between = statements.slice(start + 1, place);
      const waiting = waitingFor(first, [...between, second]);
      if (waiting.has(second)) continue;
      const both = joined(first, second);
      dear.set(both, new Set([...shared, ...others]));
      return [
        ...statements.slice(0, start),
        ...between.filter((s) => !waiting.has(s)),
        both,
        ...between.filter((s) => waiting.has(s)),
        ...statements.slice(place + 1),
      ];
    }
  return undefined;
};

/**
 * The block with loops of the same number of turns as one, where both compute something dear and neither waits for the
 * other: the value of an algorithm and its derivatives, for instance.
 */
export const joinedLoops = (numbers: Numbering, block: Block): Block => {
  const dear: Dear = new Map(
    block.statements.flatMap((s) => (s.kind === "loop" ? [[s, new Set(numbers.dearIn(s))] as const] : [])),
  );
  let { statements } = block;
  for (let next = joinedOnce(numbers, dear, statements); next; next = joinedOnce(numbers, dear, next))
    statements = next;
  return {
    ...block,
    statements: statements.map(
      (s): Statement => (s.kind === "loop" && isFlat(s) ? { ...s, body: joinedLoops(numbers, s.body) } : s),
    ),
  };
};
