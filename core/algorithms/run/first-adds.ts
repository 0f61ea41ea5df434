import type { Atom, Var } from "../../program/index.ts";
import { freeIn } from "../free.ts";
import { type Block, isArray, type Statement } from "../statement.ts";

export const isSame = (p: Atom | undefined, q: Atom | undefined): boolean =>
  p === q || (p?.kind === "const" && q?.kind === "const" && p.value === q.value);

/** Whether a loop, with loops inside, adds once to each element or part of an array, and to no other. */
const addsToEach = (statement: Statement, sum: Var, around: readonly Atom[] = []): boolean => {
  if (statement.kind !== "loop" || !isArray(sum) || !isSame(statement.count, sum.shape[around.length])) return false;
  const [turn] = statement.body.params;
  const adding = statement.body.statements.filter((s) =>
    freeIn(s).some((atom) => atom.kind === "var" && atom.id === sum.id),
  );
  const [first] = adding;
  if (!turn || !first || adding.length > 1) return false;
  const turns = [...around, turn];
  if (first.kind !== "accumulate") return addsToEach(first, sum, turns);
  return first.indices.length === turns.length && first.indices.every((index, axis) => index === turns[axis]);
};

/**
 * The sums of a block of which the first statement that adds to them adds once to each element: it may store instead, and
 * the array need not be cleared before.
 */
export const storedFirst = ({ statements }: Block): ReadonlyMap<Statement, readonly Var[]> => {
  const open = new Map<number, Var>();
  const found = new Map<Statement, readonly Var[]>();
  for (const statement of statements) {
    if (statement.kind === "accumulator" && isArray(statement.output)) open.set(statement.output.id, statement.output);
    else if (open.size > 0) {
      const used = new Set<Var>();
      for (const atom of freeIn(statement)) {
        const sum = atom.kind === "var" ? open.get(atom.id) : undefined;
        if (sum) used.add(sum);
      }
      const stored = [...used].filter((sum) => addsToEach(statement, sum));
      if (stored.length > 0) found.set(statement, stored);
      for (const { id } of used) open.delete(id);
    }
  }
  return found;
};
