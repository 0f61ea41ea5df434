import type { Atom, Var } from "../../program/index.ts";
import { freeIn } from "../free.ts";
import {
  type ArrayVar,
  type Block,
  isArray,
  type LoopStatement,
  type ReadStatement,
  type Statement,
} from "../statement.ts";
import { hasDear } from "./simple-loops.ts";
import { substitutedIn } from "./substituted.ts";
import { within } from "./within.ts";

/** What loops inside each other do, the outermost first, and the number that the innermost one makes. */
interface Nest {
  readonly array: ArrayVar;
  readonly levels: readonly { readonly turn: Var | undefined; readonly statements: readonly Statement[] }[];
  readonly item: Atom;
}

const isStep = (statement: Statement): boolean => statement.kind === "equation" || statement.kind === "read";

/** The loops that make an array of cheap numbers, and nothing else. */
const nestOf = (statement: Statement): Nest | undefined => {
  if (statement.kind !== "loop" || statement.initial.length > 0) return undefined;
  const [[array, ...others], [item]] = [statement.outputs, statement.body.results];
  if (!array || !item || !isArray(array) || others.length > 0) return undefined;
  const { params, statements } = statement.body;
  const steps = statements.filter(isStep);
  const own = { turn: params[0], statements: steps };
  if (!isArray(item)) return steps.length === statements.length ? { array, levels: [own], item } : undefined;
  const rest = statements.filter((s) => !isStep(s));
  const inner = rest[0] && rest.length === 1 ? nestOf(rest[0]) : undefined;
  return inner?.array === item ? { array, levels: [own, ...inner.levels], item: inner.item } : undefined;
};

/** The array and its parts, by their variables: of how many axes the indices are given. */
type Parts = Map<Atom, number>;

const uses = (parts: Parts, statement: Statement): boolean => freeIn(statement).some((atom) => parts.has(atom));

/** Whether a part is read where the loops around are. */
const isOwn = (read: ReadStatement, given: number, turns: readonly (Atom | undefined)[]): boolean =>
  !read.checked && read.indices.every((index, k) => given + k < turns.length && index === turns[given + k]);

/** The innermost loop, with the number in place of what reads it; undefined where something else is read. */
const withItem = (
  made: (statements: readonly Statement[], results: readonly Atom[]) => LoopStatement,
  { statements, results }: Block,
  parts: Parts,
  turns: readonly (Atom | undefined)[],
  item: Atom,
): LoopStatement | undefined => {
  const found = new Set<Atom>();
  const of = (atom: Atom): Atom => (found.has(atom) ? item : atom);
  const kept: Statement[] = [];
  for (const s of statements) {
    const given = s.kind === "read" ? parts.get(s.array) : undefined;
    if (s.kind === "read" && given !== undefined) {
      if (!isOwn(s, given, turns) || isArray(s.output)) return undefined;
      found.add(s.output);
    } else if (s.kind === "loop" || s.kind === "while" || uses(parts, s)) return undefined;
    else kept.push(substitutedIn(s, of));
  }
  return made(kept, results.map(of));
};

/** A loop that makes each number of a nest where it reads it; undefined where it reads other ones, or more. */
const withNest = (
  nest: Nest,
  loop: LoopStatement,
  parts: Parts = new Map([[nest.array, 0]]),
  around: readonly (Atom | undefined)[] = [],
): LoopStatement | undefined => {
  const { body } = loop;
  const turns = [...around, body.params[0]];
  const level = nest.levels[around.length];
  if (!level || [...loop.initial, ...body.results].some((atom) => parts.has(atom))) return undefined;
  const of = (atom: Atom): Atom => turns[nest.levels.findIndex(({ turn }) => turn === atom)] ?? atom;
  const own = level.statements.map((s) => substitutedIn(s, of));
  const made = (statements: readonly Statement[], results = body.results): LoopStatement => ({
    ...loop,
    body: { params: body.params, statements: [...own, ...statements], results },
  });
  if (turns.length === nest.levels.length) return withItem(made, body, parts, turns, of(nest.item));
  const kept: Statement[] = [];
  let isDone = false;
  for (const s of body.statements) {
    const given = s.kind === "read" ? parts.get(s.array) : undefined;
    if (s.kind === "read" && given !== undefined) {
      if (!isOwn(s, given, turns) || !isArray(s.output)) return undefined;
      parts.set(s.output, given + s.indices.length);
    } else if (!uses(parts, s)) kept.push(s);
    else {
      const inner = s.kind === "loop" && !isDone ? withNest(nest, s, parts, turns) : undefined;
      if (!inner) return undefined;
      kept.push(inner);
      isDone = true;
    }
  }
  return made(kept);
};

/** The statements of a block without one of them, which makes an array that only one other one reads. */
const withoutOne = (statements: readonly Statement[], results: readonly Atom[]): readonly Statement[] | undefined => {
  for (const [k, s] of statements.entries()) {
    const nest = s.kind === "loop" && !hasDear(s.body) ? nestOf(s) : undefined;
    if (!nest || nest.levels.length < 2 || results.includes(nest.array)) continue;
    const readers = statements.filter((other) => uses(new Map([[nest.array, 0]]), other));
    const [reader] = readers;
    const made = reader?.kind === "loop" && readers.length === 1 ? withNest(nest, reader) : undefined;
    if (made) return statements.toSpliced(k, 1).map((other) => (other === reader ? made : other));
  }
  return undefined;
};

/**
 * The block without matrices of cheap numbers that only one loop reads, with loops inside: each number is made where that
 * needs it, in the same turns.
 */
export const madeInPlace = (block: Block): Block => {
  let { statements } = block;
  for (let next = withoutOne(statements, block.results); next; next = withoutOne(next, block.results))
    statements = next;
  const inside = statements.map((s) => within(s, madeInPlace));
  return inside.every((s, k) => s === block.statements[k]) ? block : { ...block, statements: inside };
};
