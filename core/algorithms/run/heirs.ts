import type { Atom, Var } from "../../program/index.ts";
import { freeIn, freeOf, takes } from "../free.ts";
import {
  type ArrayVar,
  type Block,
  blocksOf,
  isArray,
  type LoopStatement,
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

/**
 * Shows how a statement uses arrays, with those inside of it; equations and indices are of single numbers.
 * @param isKnown - whether a variable is one of the arrays, or a part of one
 */
const eachUse = (
  statement: Statement,
  isKnown: (atom: Atom) => boolean,
  look: (atom: Atom, use: Use) => void,
): void => {
  if (statement.kind === "equation") return;
  if (statement.kind === "read")
    look(statement.array, isArray(statement.output) ? { part: statement.output } : "element");
  else for (const atom of readsOf(statement)) look(atom, statement.kind === "operation" ? "operand" : "other");
  for (const block of blocksOf(statement)) {
    if (!freeOf(block).some(isKnown)) continue;
    for (const inner of block.statements) eachUse(inner, isKnown, look);
    for (const result of block.results) look(result, "other");
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
  const isKnown = (atom: Atom): boolean => ownerOf(atom) !== undefined;
  for (const statement of statements)
    eachUse(statement, isKnown, (atom, use) => {
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

const usesOne = (parts: Parts, statement: Statement): boolean => {
  if (statement.kind === "equation") return false;
  if (statement.kind === "read") return parts.has(statement.array.id);
  for (const id of parts.keys()) if (takes(statement, id)) return true;
  return false;
};

/** Whether a statement that uses an array uses no elements of it but those at the turns of the loops around. */
const keepsToTurns = (statement: Statement, parts: Parts, turns: readonly (Atom | undefined)[]): boolean => {
  if (statement.kind === "operation")
    return statement.inputs.every((input) => (givenOf(parts, input) ?? turns.length) >= turns.length);
  if (statement.kind !== "read") return blocksOf(statement).every((block) => allKeepToTurns(block, parts, turns));
  const { array, indices, checked, output } = statement;
  const given = parts.get(array.id);
  if (given === undefined) return true;
  if (isArray(output)) parts.set(output.id, given + indices.length);
  const ownTurns = turns.slice(given, given + indices.length);
  return !checked && ownTurns.every((turn, k) => turn === indices[k]);
};

const allKeepToTurns = ({ statements }: Block, parts: Parts, turns: readonly (Atom | undefined)[]): boolean =>
  statements.every((s) => !usesOne(parts, s) || keepsToTurns(s, parts, turns));

/** What an array is written after, in the body of a loop that uses another one. */
interface Uses {
  readonly body: Block;
  readonly parts: Parts;
  readonly turns: readonly (Atom | undefined)[];
  /** How many statements use elements at the turns alone, before the first one that does not. */
  readonly kept: number;
  /** The last statement that uses one. */
  readonly last: number;
}

const usesIn = ({ body }: LoopStatement, parts: Parts, around: readonly (Atom | undefined)[]): Uses => {
  const turns = [...around, body.params[0]];
  let [kept, last] = [body.statements.length, -1];
  body.statements.forEach((statement, k) => {
    if (!usesOne(parts, statement)) return;
    last = k;
    if (kept > k && !keepsToTurns(statement, parts, turns)) kept = k;
  });
  return { body, parts, turns, kept, last };
};

/** Whether what a statement of a body makes is written after all uses of the same elements of an array. */
const isAfterUses = ({ kept, last }: Uses, at: number): boolean => at <= kept && last <= at;

const known = new WeakMap<Block, ReadonlyMap<Atom, number>>();

/** Which statements of a block are loops that make arrays, by these. */
const makersIn = (block: Block): ReadonlyMap<Atom, number> => {
  const before = known.get(block);
  if (before) return before;
  const makers = new Map<Atom, number>();
  block.statements.forEach((s, k) => {
    if (s.kind === "loop") for (const output of s.outputs) makers.set(output, k);
  });
  known.set(block, makers);
  return makers;
};

/** Whether loops write each element of an array that they collect after all uses of the same one of another array. */
const collectsAfterUses = ({ initial, outputs }: LoopStatement, made: Var, uses: Uses): boolean => {
  const { body, parts, turns, kept } = uses;
  const item = body.results[outputs.indexOf(made, initial.length)];
  if (!item) return false;
  if (!isArray(item)) return kept === body.statements.length;
  const at = makersIn(body).get(item);
  if (at === undefined || !isAfterUses(uses, at)) return false;
  const maker = body.statements[at];
  return maker?.kind === "loop" && collectsAfterUses(maker, item, usesIn(maker, parts, turns));
};

/** Whether loops add to each element of a sum, for the first time, after all uses of the same one of another array. */
const addsAfterUses = (uses: Uses, sum: Var): boolean => {
  const { body, parts, turns } = uses;
  const at = body.statements.findIndex((s) => takes(s, sum.id));
  const maker = body.statements[at];
  if (!maker || !isAfterUses(uses, at)) return false;
  return maker.kind === "accumulate" || (maker.kind === "loop" && addsAfterUses(usesIn(maker, parts, turns), sum));
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
    const isFree = (made: Var): boolean => !heirs.has(made.id) && haveSameShape(array, made);
    const collected = last.outputs.slice(last.initial.length).filter(isFree);
    const sums = stored.get(last)?.filter(isFree) ?? [];
    if (collected.length === 0 && sums.length === 0) continue;
    const uses = usesIn(last, new Map([[array.id, 0]]), []);
    const heir =
      collected.find((made) => collectsAfterUses(last, made, uses)) ?? sums.find((made) => addsAfterUses(uses, made));
    if (heir) heirs.set(heir.id, array.id);
  }
  return heirs;
};
