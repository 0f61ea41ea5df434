import type { Atom, Var } from "../../program/index.ts";
import {
  type Block,
  blocksOf,
  isArray,
  type LoopStatement,
  outputsOf,
  readsOf,
  type Statement,
  sizeOf,
} from "../statement.ts";

/** Arrays of which every element along one axis is a value of its own, and the loops that are written out for them. */
export interface Splits {
  /** The axis, by array. */
  readonly axes: ReadonlyMap<number, number>;
  readonly loops: ReadonlySet<LoopStatement>;
}

/** An axis has at most so many elements of its own. */
const mostParts = 16;

/** More statements of all turns together are not written out. */
const mostStatements = 200;

const isFew = (atom: Atom | undefined): boolean =>
  atom?.kind === "const" && Number(atom.value) >= 1 && Number(atom.value) <= mostParts;

const hasOthers = ({ statements }: Block): boolean =>
  statements.some((s) => s.kind === "while" || s.kind === "operation" || blocksOf(s).some(hasOthers));

const isShort = ({ count, initial, body, outputs }: LoopStatement): boolean =>
  isFew(count) &&
  initial.length === 0 &&
  outputs.length > 0 &&
  count.kind === "const" &&
  Number(count.value) * sizeOf(body) <= mostStatements &&
  !hasOthers(body);

type Token = number | LoopStatement;

/** What may be split, and what falls with what. */
interface Search {
  readonly axes: Map<number, number>;
  readonly loops: Set<LoopStatement>;
  readonly turns: Map<number, LoopStatement>;
  readonly needs: Map<Token, Token[]>;
  readonly bad: Set<Token>;
}

/** Has one of two not be split without the other. */
const tie = ({ needs }: Search, p: Token, q: Token): void => {
  needs.set(p, [...(needs.get(p) ?? []), q]);
  needs.set(q, [...(needs.get(q) ?? []), p]);
};

const axisOf = ({ axes }: Search, atom: Atom | undefined): number | undefined =>
  atom?.kind === "var" ? axes.get(atom.id) : undefined;

/** An index selects an element for sure if it is a constant, or will be one. */
const lookAtIndex = (search: Search, array: number, index: Atom | undefined): void => {
  if (index?.kind === "const") return;
  const loop = index && search.turns.get(index.id);
  if (loop) search.needs.set(loop, [...(search.needs.get(loop) ?? []), array]);
  else search.bad.add(array);
};

const refuse = (search: Search, atoms: readonly Atom[]): void => {
  for (const atom of atoms) if (atom.kind === "var" && search.axes.has(atom.id)) search.bad.add(atom.id);
};

const derive = (search: Search, output: Var, from: Atom, axis: number): void => {
  if (from.kind !== "var") return;
  search.axes.set(output.id, axis);
  tie(search, output.id, from.id);
};

/** @param depth - how many loops are around the statement */
const look = (search: Search, s: Statement, depth: number): void => {
  const { axes, loops, turns } = search;
  switch (s.kind) {
    case "read": {
      refuse(search, s.indices);
      const axis = axisOf(search, s.array);
      if (axis === undefined) return;
      if (s.indices.length > axis) lookAtIndex(search, s.array.id, s.indices[axis]);
      else derive(search, s.output, s.array, axis - s.indices.length);
      return;
    }
    case "accumulator":
      if (depth > 0 && isArray(s.output) && isFew(s.output.shape[0])) axes.set(s.output.id, 0);
      return;
    case "accumulate":
      refuse(search, [s.value, ...s.indices]);
      if (axes.has(s.into.id)) lookAtIndex(search, s.into.id, s.indices[0]);
      return;
    case "freeze":
      if (axes.has(s.accumulator.id)) derive(search, s.output, s.accumulator, 0);
      return;
    case "loop": {
      const { initial, body, outputs } = s;
      const [turn] = body.params;
      refuse(search, readsOf(s));
      const mayBeOut = isShort(s) && (depth > 0 || axes.size > 0);
      if (turn && mayBeOut) turns.set(turn.id, s);
      lookAt(search, body, depth + 1);
      refuse(search, body.results.slice(0, initial.length));
      const items = body.results.slice(initial.length).map((item) => axisOf(search, item));
      const isOut = mayBeOut && items.every((axis) => axis === undefined);
      if (mayBeOut && !isOut) search.bad.add(s);
      if (isOut) loops.add(s);
      for (const [k, output] of outputs.slice(initial.length).entries()) {
        const [item, axis] = [body.results[initial.length + k], items[k]];
        if (isOut) {
          axes.set(output.id, 0);
          tie(search, output.id, s);
        } else if (item && axis !== undefined) derive(search, output, item, axis + 1);
      }
      return;
    }
    default:
      refuse(search, readsOf(s));
      for (const block of blocksOf(s)) {
        lookAt(search, block, s.kind === "while" ? depth + 1 : depth);
        refuse(search, block.results);
      }
  }
};

const lookAt = (search: Search, { statements }: Block, depth: number): void => {
  for (const s of statements) look(search, s, depth);
};

/** Whether something in a loop is split. */
const isInside = ({ axes }: Search, block: Block, depth = 0): boolean =>
  block.statements.some(
    (s) =>
      (depth > 0 && outputsOf(s).some(({ id }) => axes.has(id))) ||
      blocksOf(s).some((inner) => isInside({ axes } as Search, inner, depth + 1)),
  );

/** The arrays in loops that have a few elements along an axis, of which nobody asks for one whose place is computed. */
export const splitsIn = (block: Block): Splits | undefined => {
  const search: Search = { axes: new Map(), loops: new Set(), turns: new Map(), needs: new Map(), bad: new Set() };
  lookAt(search, block, 0);
  const { axes, loops, needs, bad } = search;
  if (axes.size === 0) return undefined;
  for (const result of block.results) if ((axisOf(search, result) ?? 0) > 0) refuse(search, [result]);
  const open = [...bad];
  for (let token = open.pop(); token !== undefined; token = open.pop()) {
    for (const other of needs.get(token) ?? [])
      if (!bad.has(other)) {
        bad.add(other);
        open.push(other);
      }
  }
  for (const token of bad)
    if (typeof token === "number") axes.delete(token);
    else loops.delete(token);
  return axes.size > 0 && isInside(search, block) ? { axes, loops } : undefined;
};
