import type { Atom, Var } from "../../program/index.ts";
import { freeIn } from "../free.ts";
import {
  type ArrayVar,
  type Block,
  blocksOf,
  isArray,
  type LoopStatement,
  outputsOf,
  readsOf,
  type Statement,
} from "../statement.ts";
import { isSame } from "./first-adds.ts";

/** The arrays of a block that nothing outside of it reads: what its loops and operations make, and its sums. */
const arraysOf = ({ statements }: Block): readonly Var[] => {
  const own = new Set(statements.flatMap((s) => (s.kind === "accumulator" ? [s.output.id] : [])));
  return statements.flatMap((s) => {
    if (s.kind === "loop") return s.outputs.slice(s.initial.length);
    if (s.kind === "operation") return s.outputs;
    return s.kind === "freeze" && s.accumulator.kind === "var" && own.has(s.accumulator.id) ? [s.output] : [];
  });
};

/** How a statement uses a variable: it reads an element, takes a part of an array, or does something else. */
type Use = "element" | "operand" | "other" | { readonly part: Var };

/** Shows all arrays that a statement uses, with those inside of it; equations and indices are of single numbers. */
const eachUse = (statement: Statement, look: (atom: Atom, use: Use) => void): void => {
  if (statement.kind === "equation") return;
  if (statement.kind === "read")
    look(statement.array, isArray(statement.output) ? { part: statement.output } : "element");
  else for (const atom of readsOf(statement)) look(atom, statement.kind === "operation" ? "operand" : "other");
  for (const { statements, results } of blocksOf(statement)) {
    for (const inner of statements) eachUse(inner, look);
    for (const result of results) look(result, "other");
  }
};

/**
 * The last statement that uses each array, for those of which only elements, parts and operations are used; without those
 * of which it uses parts that were taken before.
 */
const lastUses = (
  { statements, results }: Block,
  arrays: ReadonlyMap<number, ArrayVar>,
): ReadonlyMap<ArrayVar, Statement> => {
  const lasts = new Map<ArrayVar, Statement>();
  const owners = new Map(arrays);
  const others = new Set<Var | undefined>();
  const ownerOf = (atom: Atom): ArrayVar | undefined => (atom.kind === "var" ? owners.get(atom.id) : undefined);
  for (const statement of statements)
    eachUse(statement, (atom, use) => {
      const owner = ownerOf(atom);
      if (!owner) return;
      lasts.set(owner, statement);
      if (use === "other") others.add(owner);
      else if (typeof use === "object") owners.set(use.part.id, owner);
    });
  for (const result of results) others.add(ownerOf(result));
  const takesNoPart = (array: ArrayVar, last: Statement): boolean =>
    freeIn(last).every((atom) => atom === array || ownerOf(atom) !== array);
  return new Map([...lasts].filter(([array, last]) => !others.has(array) && takesNoPart(array, last)));
};

/** An array and its parts inside of loops, by their variables: of how many axes the indices are given. */
type Parts = Map<number, number>;

const givenOf = (parts: Parts, atom: Atom): number | undefined =>
  atom.kind === "var" ? parts.get(atom.id) : undefined;

const usesOne = (parts: Parts, statement: Statement): boolean =>
  freeIn(statement).some((atom) => givenOf(parts, atom) !== undefined);

/** Whether a statement uses no elements of an array but those at the turns of the loops around. */
const keepsToTurns = (statement: Statement, parts: Parts, turns: readonly (Atom | undefined)[]): boolean => {
  if (statement.kind === "equation") return true;
  if (statement.kind === "operation")
    return statement.inputs.every((input) => (givenOf(parts, input) ?? turns.length) >= turns.length);
  if (statement.kind !== "read")
    return blocksOf(statement).every(({ statements }) => statements.every((s) => keepsToTurns(s, parts, turns)));
  const { array, indices, checked, output } = statement;
  const given = parts.get(array.id);
  if (given === undefined) return true;
  if (isArray(output)) parts.set(output.id, given + indices.length);
  const ownTurns = turns.slice(given, given + indices.length);
  return !checked && ownTurns.every((turn, k) => turn === indices[k]);
};

/** Whether all statements of a loop that collects single numbers keep to its turns. */
const allKeepToTurns = ({ body }: LoopStatement, parts: Parts, around: readonly (Atom | undefined)[]): boolean =>
  body.statements.every((s) => keepsToTurns(s, parts, [...around, body.params[0]]));

/** Whether what one statement of a block makes is written after all uses of the same elements of an array. */
const isAfterUses = (
  { statements }: Block,
  at: number,
  parts: Parts,
  turns: readonly (Atom | undefined)[],
  inside: (maker: Statement) => boolean,
): boolean => {
  const maker = statements[at];
  if (!maker || !statements.slice(0, at).every((s) => keepsToTurns(s, parts, turns))) return false;
  return !statements.slice(at + 1).some((s) => usesOne(parts, s)) && inside(maker);
};

/**
 * Whether loops write each element of an array that they collect after all uses of the same one of another array.
 * @param keeps - whether that is so of single numbers
 */
const collectsAfterUses = (
  { body, initial, outputs }: LoopStatement,
  made: Var,
  parts: Parts,
  around: readonly (Atom | undefined)[],
  keeps: () => boolean,
): boolean => {
  const turns = [...around, body.params[0]];
  const item = body.results[initial.length + outputs.slice(initial.length).indexOf(made)];
  if (!item) return false;
  if (!isArray(item)) return keeps();
  const at = body.statements.findIndex((s) => outputsOf(s).some((output) => output === item));
  const inside = (maker: Statement): boolean =>
    maker.kind === "loop" && collectsAfterUses(maker, item, parts, turns, () => allKeepToTurns(maker, parts, turns));
  return isAfterUses(body, at, parts, turns, inside);
};

/** Whether loops add to each element of a sum, for the first time, after all uses of the same one of another array. */
const addsAfterUses = (
  { body }: LoopStatement,
  sum: Var,
  parts: Parts,
  around: readonly (Atom | undefined)[] = [],
): boolean => {
  const turns = [...around, body.params[0]];
  const at = body.statements.findIndex((s) => freeIn(s).includes(sum));
  const inside = (maker: Statement): boolean =>
    maker.kind === "accumulate" || (maker.kind === "loop" && addsAfterUses(maker, sum, parts, turns));
  return isAfterUses(body, at, parts, turns, inside);
};

const haveSameShape = (p: ArrayVar, q: Var): boolean =>
  isArray(q) && p.shape.length === q.shape.length && p.shape.every((size, axis) => isSame(size, q.shape[axis]));

/**
 * Arrays that lie where others did, by their variables: the last loops that use an array, and in each turn no element but
 * that of the turn, write another one there.
 * @param given - arrays from outside the block that may be written over
 * @param stored - the sums to which a statement adds once for each element, before all others
 */
export const heirsIn = (
  block: Block,
  given: readonly Var[],
  stored: ReadonlyMap<Statement, readonly Var[]>,
): ReadonlyMap<number, number> => {
  const arrays = new Map([...given, ...arraysOf(block)].filter(isArray).map((array) => [array.id, array]));
  const heirs = new Map<number, number>();
  if (arrays.size === 0) return heirs;
  for (const [array, last] of lastUses(block, arrays)) {
    if (last.kind !== "loop" || !isSame(last.count, array.shape[0])) continue;
    const parts = (): Parts => new Map([[array.id, 0]]);
    let known: boolean | undefined;
    const keeps = (): boolean => (known ??= allKeepToTurns(last, parts(), []));
    const isFree = (made: Var): boolean => !heirs.has(made.id) && haveSameShape(array, made);
    const heir =
      last.outputs
        .slice(last.initial.length)
        .find((made) => isFree(made) && collectsAfterUses(last, made, parts(), [], keeps)) ??
      stored.get(last)?.find((made) => isFree(made) && addsAfterUses(last, made, parts()));
    if (heir) heirs.set(heir.id, array.id);
  }
  return heirs;
};
