import type { Atom } from "../../program/index.ts";
import { arrayBuilder } from "../builder.ts";
import { again, made, plainWalk } from "../derivatives/forward.ts";
import { names } from "../derivatives/names.ts";
import type { Block, CondStatement, Statement } from "../statement.ts";
import { factsOf } from "./group.ts";
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

/** The statements between two that wait for the first one; undefined where the second one does, too. */
const waiting = (
  first: Statement,
  between: readonly Statement[],
  second: Statement,
): ReadonlySet<Statement> | undefined => {
  const given = new Set(factsOf(first).gives.map(({ id }) => id));
  const sums = new Set(factsOf(first).adds.map(({ id }) => id));
  const found = new Set<Statement>();
  for (const s of between) {
    if (![...factsOf(s).uses].some((id) => given.has(id))) continue;
    found.add(s);
    for (const { id } of factsOf(s).gives) {
      given.add(id);
      sums.delete(id);
    }
  }
  return [...factsOf(second).uses].some((id) => given.has(id) && !sums.has(id)) ? undefined : found;
};

/** Joins a statement with one before it that has the same test, if it can. */
const withJoined = (statements: readonly Statement[], at: number): readonly Statement[] | undefined => {
  const second = statements[at];
  if (second?.kind !== "cond" || second.test.kind === "const") return undefined;
  for (let k = at - 1, tries = 0; k >= Math.max(0, at - farthest) && tries < mostTries; k--) {
    const first = statements[k];
    if (first?.kind !== "cond" || first.test !== second.test) continue;
    tries++;
    const between = statements.slice(k + 1, at);
    const behind = waiting(first, between, second);
    const both = behind && inOne(first, second);
    if (both)
      return [
        ...statements.slice(0, k),
        ...between.filter((s) => !behind.has(s)),
        both,
        ...between.filter((s) => behind.has(s)),
        ...statements.slice(at + 1),
      ];
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
