import { fail } from "../errors.ts";
import type { Atom, Axis, Var } from "../program/index.ts";

/** A stretch of code under construction: one loop, one condition, or one chosen item. */
export interface Block {
  readonly lines: string[];
  /** Texts already written here, by what they stand for. */
  readonly names: Map<string, string>;
  readonly outer: Block | undefined;
  /** The axes whose current element this block is about. */
  readonly axes: ReadonlySet<Axis>;
  /** The axis that the block goes through, one element after the other; undefined for a chosen item. */
  readonly loop: Axis | undefined;
  /** The condition for which the loop leaves out elements that fail it. */
  readonly skips?: Axis;
  /** The row in its physical column of the current element, or the number on a range or sorted axis. */
  readonly rows: ReadonlyMap<Axis, string>;
  /** The row at which a list begins. */
  readonly starts: ReadonlyMap<Axis, string>;
}

type Places = ReadonlyMap<Axis, string>;

export const block = (
  outer: Block | undefined,
  axes: readonly Axis[],
  rows: Places = new Map(),
  starts: Places = new Map(),
  loop?: Axis,
): Block => ({ lines: [], names: new Map(), outer, axes: new Set(axes), rows, starts, loop });

/** What the innermost block around a place has to say. */
export const find = <T>(from: Block, look: (b: Block) => T | undefined): T | undefined => {
  for (let b: Block | undefined = from; b; b = b.outer) {
    const found = look(b);
    if (found !== undefined) return found;
  }
  return undefined;
};

/** The block in which an axis is open; null is the outermost one. */
export const binding = (from: Block, axis: Axis | null): Block => {
  const isIt = (b: Block): boolean => (axis === null ? b.outer === undefined : b.axes.has(axis));
  const found = find(from, (b) => (isIt(b) ? b : undefined));
  if (found) return found;
  throw fail("E_SHAPE", { what: `the axis ${axis?.name} is not open here` });
};

/** The text of the row that the current element of an axis has in its column. */
export const rowOf = (from: Block, axis: Axis): string => {
  const row = find(from, (b) => b.rows.get(axis));
  if (row !== undefined) return row;
  const { parent } = axis.onto;
  if (axis.extent.kind === "where" && parent) return rowOf(from, parent);
  throw fail("E_SHAPE", { what: `the axis ${axis.name} is not open here` });
};

/** Writes the finished block into the one around it. */
export const close = (inner: Block, header: string): void => {
  inner.outer?.lines.push(`${header} {`, ...inner.lines.map((line) => `  ${line}`), "}");
};

export const mark = (atom: Var): string => `v${atom.id}`;

/** A constant, if its text is short and plain. */
export const plainText = (atom: Extract<Atom, { kind: "const" }>): string | undefined => {
  const { value } = atom;
  if (typeof value === "boolean") return String(value);
  const isPlain = Number.isInteger(value) && Math.abs(value) < 1e6 && !Object.is(value, -0);
  return isPlain ? (value < 0 ? `(${value})` : `${value}`) : undefined;
};
