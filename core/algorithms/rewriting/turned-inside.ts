import { type Atom, constant } from "../../program/index.ts";
import { arrayBuilder } from "../builder.ts";
import { plainWalk } from "../derivatives/forward.ts";
import { names } from "../derivatives/names.ts";
import { type Block, isArray, type LoopStatement, type Statement, shapeOf } from "../statement.ts";
import { inAllTurns } from "./all-turns.ts";
import type { Differing } from "./differing.ts";
import { type Making, type Rows, rowOf, tabulated, usesIn } from "./rows.ts";
import { substitutedIn } from "./substituted.ts";
import { within } from "./within.ts";
import { worthTurning } from "./worth-turning.ts";

/** An array, and the same with its first axis as the last. */
interface Turned {
  readonly array: Atom;
  readonly row: Atom;
}

/** The statements for a loop whose turns are done side by side, and what its outputs are. */
const turned = ({ count, body, outputs }: LoopStatement, differing: Differing) => {
  const b = arrayBuilder();
  const found = new Map<number, Turned>();
  const { statements } = b.block([], () => {
    const rows: Rows = { walk: plainWalk(b), b, turn: body.params[0], count, differing, uses: usesIn(body) };
    const making: Making = { rows, at: names(), open: [] };
    inAllTurns(making, body.statements);
    for (const [k, { id }] of outputs.entries()) {
      const row = rowOf(making, body.results[k] ?? constant(Number.NaN));
      const [first = count, ...others] = [count, ...shapeOf(row).slice(0, -1)];
      const array = tabulated(b, [first, ...others], ([place = first, ...places]) => b.read(row, [...places, place]));
      found.set(id, { array, row });
    }
    return [];
  });
  return { statements, found };
};

/** A statement that reads what turned loops give. */
const reading = (found: ReadonlyMap<number, Turned>, statement: Statement): Statement => {
  const inRows = (s: Statement): Statement => {
    if (s.kind !== "read") return within(s, (block) => ({ ...block, statements: block.statements.map(inRows) }));
    const row = found.get(s.array.id)?.row;
    if (!row || !isArray(row) || s.indices.length < row.shape.length) return s;
    const [first, ...others] = s.indices;
    return { ...s, array: row, indices: [...others, ...(first ? [first] : [])] };
  };
  return substitutedIn(inRows(statement), (atom) => (atom.kind === "var" ? (found.get(atom.id)?.array ?? atom) : atom));
};

/**
 * The block with loops turned inside whose turns have much in common: what is the same in all of them is done once, and
 * each step that differs is done for all turns before the next one.
 */
export const turnedInside = (block: Block): Block => {
  const all = new Map<number, Turned>();
  const statements = block.statements.flatMap((given): readonly Statement[] => {
    const s = all.size > 0 ? reading(all, given) : given;
    const differing = worthTurning(s);
    if (!differing || s.kind !== "loop") return [within(s, turnedInside)];
    const made = turned(s, differing);
    for (const [id, each] of made.found) all.set(id, each);
    return made.statements;
  });
  if (statements.every((s, k) => s === block.statements[k])) return block;
  const results = block.results.map((atom) => (atom.kind === "var" ? (all.get(atom.id)?.array ?? atom) : atom));
  return { ...block, statements, results };
};
