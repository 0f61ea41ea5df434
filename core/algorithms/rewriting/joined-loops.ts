import type { Atom } from "../../program/index.ts";
import type { Block, LoopStatement, Statement } from "../statement.ts";
import { inPlaceOfTwo } from "./in-place-of-two.ts";
import { isFlat, type Numbering } from "./numbering.ts";
import { substituted } from "./substituted.ts";

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
      const next = inPlaceOfTwo(statements, [start, place], () => {
        const both = joined(first, second);
        dear.set(both, new Set([...shared, ...others]));
        return both;
      });
      if (next) return next;
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
