import type { Atom } from "../../program/index.ts";
import { arrayBuilder } from "../builder.ts";
import { again, made, plainWalk } from "../derivatives/forward.ts";
import { names } from "../derivatives/names.ts";
import type { Block, CondStatement, Statement } from "../statement.ts";
import { inPlaceOfTwo } from "./in-place-of-two.ts";
import { within } from "./within.ts";

/** So many statements back a branch looks for one to join, and it tries so many of them. */
const farthest = 400;
const mostTries = 4;

/** Two statements as one whose branches do what theirs do, each equation once. */
const inOne = (first: CondStatement, second: CondStatement): CondStatement | undefined => {
  const b = arrayBuilder();
  const walk = plainWalk(b);
  const both = (of: (s: CondStatement) => Block) => (): readonly Atom[] => {
    const to = made(names(), undefined, true);
    return [first, second].flatMap((s) => {
      for (const statement of of(s).statements) again(walk, statement, to);
      return of(s).results.map(to.at.of);
    });
  };
  const { statements } = b.block([], () =>
    b.from(first.from, () =>
      b.cond(
        first.test,
        both(({ yes }) => yes),
        both(({ no }) => no),
      ),
    ),
  );
  const [only, ...others] = statements;
  if (only?.kind !== "cond" || others.length > 0) return undefined;
  return { ...only, outputs: [...first.outputs, ...second.outputs] };
};

/** Joins a statement with one before it that has the same test, if it can. */
const withJoined = (statements: readonly Statement[], at: number): readonly Statement[] | undefined => {
  const second = statements[at];
  if (second?.kind !== "cond" || second.test.kind === "const") return undefined;
  for (let k = at - 1, tries = 0; k >= Math.max(0, at - farthest) && tries < mostTries; k--) {
    const first = statements[k];
    if (first?.kind !== "cond" || first.test !== second.test) continue;
    tries++;
    const next = inPlaceOfTwo(statements, [k, at], () => inOne(first, second));
    if (next) return next;
  }
  return undefined;
};

/** The block with branches by the same test in one, where the second one does not wait for what the first one makes. */
export const joinedBranches = (block: Block): Block => {
  let statements: readonly Statement[] = block.statements.map((s) => within(s, joinedBranches));
  const tests = statements.flatMap((s) => (s.kind === "cond" && s.test.kind === "var" ? [s.test.id] : []));
  if (new Set(tests).size < tests.length)
    for (let at = 1; at < statements.length; at++) {
      const next = withJoined(statements, at);
      if (next) {
        statements = next;
        at--;
      }
    }
  return statements.length === block.statements.length && statements.every((s, k) => s === block.statements[k])
    ? block
    : { ...block, statements };
};
