import type { Atom, Var } from "../../program/index.ts";
import { type Block, blocksOf, isArray, type LoopStatement, readsOf, type Statement } from "../statement.ts";
import { isSame } from "./first-adds.ts";

const isList = (atom: Atom): boolean => isArray(atom) && atom.shape.length === 1;

/** The lists of a block that nothing outside of it reads: what its loops collect, and its sums. */
const listsOf = ({ statements }: Block): readonly Var[] => {
  const own = new Set(statements.flatMap((s) => (s.kind === "accumulator" ? [s.output.id] : [])));
  return statements.flatMap((s) => {
    if (s.kind === "loop") return s.outputs.slice(s.initial.length);
    return s.kind === "freeze" && s.accumulator.kind === "var" && own.has(s.accumulator.id) ? [s.output] : [];
  });
};

/** Shows all variables that a statement reads, with those inside of it, and whether it takes no more than elements. */
const eachRead = (statement: Statement, look: (atom: Atom, isElement: boolean) => void): void => {
  if (statement.kind === "read") {
    look(statement.array, !isArray(statement.output));
    for (const index of statement.indices) look(index, false);
  } else for (const atom of readsOf(statement)) look(atom, false);
  for (const { statements, results } of blocksOf(statement)) {
    for (const inner of statements) eachRead(inner, look);
    for (const result of results) look(result, false);
  }
};

/** The last statement that reads each list, for those of which nothing is read but elements. */
const lastReads = ({ statements, results }: Block, lists: ReadonlyMap<number, Var>): ReadonlyMap<number, Statement> => {
  const lasts = new Map<number, Statement>();
  const whole = new Set(results.map((result) => (result.kind === "var" ? result.id : undefined)));
  for (const statement of statements)
    eachRead(statement, (atom, isElement) => {
      if (atom.kind !== "var" || !lists.has(atom.id)) return;
      lasts.set(atom.id, statement);
      if (!isElement) whole.add(atom.id);
    });
  return new Map([...lasts].filter(([id]) => !whole.has(id)));
};

/** Where in the body of a loop elements of a list are read; undefined where one of them is not that of the turn. */
const readsOfTurn = ({ body }: LoopStatement, id: number): readonly number[] | undefined => {
  const [turn] = body.params;
  const found: number[] = [];
  const isFit = (statement: Statement, k: number): boolean => {
    if (statement.kind !== "read" || statement.array.id !== id)
      return blocksOf(statement).every(({ statements }) => statements.every((inner) => isFit(inner, k)));
    found.push(k);
    return !statement.checked && statement.indices[0] === turn;
  };
  return body.statements.every(isFit) ? found : undefined;
};

/** The lists that a loop makes element by element, each after the reads at these places of its body. */
const madeAfter = (loop: LoopStatement, stored: readonly Var[], reads: readonly number[]): readonly Var[] => {
  const { outputs, initial, body } = loop;
  const last = Math.max(...reads);
  const isAfter = ({ id }: Var): boolean =>
    body.statements.findIndex((s) => s.kind === "accumulate" && s.into.id === id) > last;
  return [...outputs.slice(initial.length), ...stored.filter(isAfter)].filter(isList);
};

/**
 * Lists that lie where others did, by their variables: the last loop that reads a list, and in each turn no element but that
 * of the turn, writes another one there.
 * @param given - lists from outside the block that may be written over
 * @param stored - the sums to which a statement adds once for each element, before all others
 */
export const heirsIn = (
  block: Block,
  given: readonly Var[],
  stored: ReadonlyMap<Statement, readonly Var[]>,
): ReadonlyMap<number, number> => {
  const lists = new Map([...given, ...listsOf(block)].filter(isList).map((list) => [list.id, list]));
  const heirs = new Map<number, number>();
  for (const [id, last] of lastReads(block, lists)) {
    const list = lists.get(id);
    if (last.kind !== "loop" || !list || !isArray(list) || !isSame(last.count, list.shape[0])) continue;
    const reads = readsOfTurn(last, id);
    const heir = reads && madeAfter(last, stored.get(last) ?? [], reads).find((made) => !heirs.has(made.id));
    if (heir) heirs.set(heir.id, id);
  }
  return heirs;
};
