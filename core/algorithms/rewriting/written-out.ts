import { type Atom, constant } from "../../program/index.ts";
import type { ArrayBuilder } from "../builder.ts";
import { blockLike } from "../derivatives/block-like.ts";
import { again, type Made, made, plainWalk, type Walk } from "../derivatives/forward.ts";
import { type Names, nameAll, names } from "../derivatives/names.ts";
import { type Block, type LoopStatement, type Statement, shapeOf } from "../statement.ts";
import { isSame } from "./simple-loops.ts";
import { type Splits, splitsIn } from "./splits.ts";

/** An array as its elements along an axis. */
interface Split {
  readonly axis: number;
  readonly parts: readonly Atom[];
}

interface Writing {
  readonly walk: Walk;
  readonly b: ArrayBuilder;
  readonly splits: Splits;
  readonly parts: Map<number, Split>;
}

const splitOf = ({ parts }: Writing, atom: Atom | undefined): Split | undefined =>
  atom?.kind === "var" ? parts.get(atom.id) : undefined;

/** The element that an index selects, which is a constant. */
const partAt = ({ parts }: Split, index: Atom | undefined): Atom | undefined =>
  index?.kind === "const" ? parts[Number(index.value)] : undefined;

const writeBlock = (w: Writing, { statements }: Block, at: Names): void => {
  const anew = made(at, undefined, true);
  for (const statement of statements) write(w, statement, anew);
};

const resultsOf = (w: Writing, block: Block, params: readonly Atom[], around: Names): readonly Atom[] => {
  const at = around.inner();
  nameAll(at, block.params, params);
  writeBlock(w, block, at);
  return block.results.map(at.of);
};

/** What a block comes to: numbers, arrays, or the elements of arrays. */
const itemsOf = (w: Writing, { results }: Block, at: Names): readonly (Atom | Split)[] =>
  results.map((result) => splitOf(w, result) ?? at.of(result));

const isSplit = (item: Atom | Split): item is Split => "parts" in item;

const writeOut = (w: Writing, { count, descending, body, outputs }: LoopStatement, at: Names): void => {
  const n = count.kind === "const" ? Number(count.value) : 0;
  const rows = Array.from({ length: n }, (): readonly Atom[] => []);
  for (let k = 0; k < n; k++) {
    const turn = descending ? n - 1 - k : k;
    rows[turn] = resultsOf(w, body, [constant(turn, "i32")], at);
  }
  for (const [j, { id }] of outputs.entries())
    w.parts.set(id, { axis: 0, parts: rows.map((row) => row[j] ?? constant(Number.NaN)) });
};

/** The arrays that a loop only copies. */
const copied = (w: Writing, loop: LoopStatement, at: Names): readonly Atom[] | undefined => {
  const { count, initial, body } = loop;
  const sources = new Map<number, Atom>();
  if (initial.length > 0) return undefined;
  for (const s of body.statements) {
    if (s.kind !== "read") return undefined;
    const split = splitOf(w, s.array);
    const array = split ? partAt(split, at.of(s.indices[split.axis] ?? s.array)) : at.of(s.array);
    const [index, ...others] = split ? s.indices.toSpliced(split.axis, 1) : s.indices;
    if (!array || others.length > 0 || index !== body.params[0] || !isSame(shapeOf(array)[0], at.of(count)))
      return undefined;
    sources.set(s.output.id, array);
  }
  const found = body.results.flatMap((result) => (result.kind === "var" ? (sources.get(result.id) ?? []) : []));
  return found.length === body.results.length ? found : undefined;
};

const writeLoop = (w: Writing, loop: LoopStatement, at: Names): void => {
  const { b } = w;
  const { count, initial, body, outputs, descending, from } = loop;
  const sources = copied(w, loop, at);
  if (sources) {
    nameAll(at, outputs, sources);
    return;
  }
  const n = initial.length;
  let items: readonly (Atom | Split)[] = [];
  const done = b.from(from, () =>
    b.loop(
      at.of(count),
      initial.map(at.of),
      (turn, states) => {
        const inner = at.inner();
        nameAll(inner, body.params, [turn, ...states]);
        writeBlock(w, body, inner);
        items = itemsOf(w, body, inner).slice(n);
        const collected = items.flatMap((item) => (isSplit(item) ? item.parts : [item]));
        return { carried: body.results.slice(0, n).map(inner.of), collected };
      },
      descending,
    ),
  );
  nameAll(at, outputs, done.carried);
  let first = 0;
  for (const [k, item] of items.entries()) {
    const output = outputs[n + k];
    const own = done.collected.slice(first, first + (isSplit(item) ? item.parts.length : 1));
    first += own.length;
    if (output && isSplit(item)) w.parts.set(output.id, { axis: item.axis + 1, parts: own });
    else if (output) nameAll(at, [output], own);
  }
};

const write = (w: Writing, s: Statement, anew: Made): void => {
  const { b, splits } = w;
  const { at } = anew;
  switch (s.kind) {
    case "read": {
      const split = splitOf(w, s.array);
      if (!split) break;
      const indices = s.indices.map(at.of);
      const { axis, parts } = split;
      if (indices.length <= axis) {
        w.parts.set(s.output.id, { axis: axis - indices.length, parts: parts.map((part) => b.read(part, indices)) });
        return;
      }
      const part = partAt(split, indices[axis]);
      at.set(s.output, part ? b.read(part, indices.toSpliced(axis, 1), s.checked) : constant(Number.NaN));
      return;
    }
    case "accumulator":
      if (!splits.axes.has(s.output.id)) break;
      {
        const [size, ...rest] = shapeOf(s.output).map(at.of);
        const n = size?.kind === "const" ? Number(size.value) : 0;
        w.parts.set(s.output.id, { axis: 0, parts: Array.from({ length: n }, () => b.accumulator(rest)) });
      }
      return;
    case "accumulate": {
      const split = splitOf(w, s.into);
      if (!split) break;
      const [first, ...rest] = s.indices.map(at.of);
      const into = partAt(split, first);
      if (into?.kind === "var") b.accumulate(into, rest, at.of(s.value));
      return;
    }
    case "freeze": {
      const split = splitOf(w, s.accumulator);
      if (!split) break;
      const parts = split.parts.map((part) => (part.kind === "var" ? b.freeze(part) : part));
      w.parts.set(s.output.id, { axis: 0, parts });
      return;
    }
    case "loop":
      (splits.loops.has(s) ? writeOut : writeLoop)(w, s, at);
      return;
    case "cond": {
      const branch = (block: Block) => (): readonly Atom[] => resultsOf(w, block, [], at);
      nameAll(
        at,
        s.outputs,
        b.from(s.from, () => b.cond(at.of(s.test), branch(s.yes), branch(s.no))),
      );
      return;
    }
    case "while": {
      const done = b.from(s.from, () =>
        b.repeat(
          at.of(s.most),
          s.initial.map(at.of),
          (carried) => resultsOf(w, s.test, carried, at)[0] ?? constant(false),
          (carried) => resultsOf(w, s.body, carried, at),
        ),
      );
      nameAll(at, s.outputs, [...done.carried, done.turns]);
      return;
    }
    default:
      break;
  }
  again(w.walk, s, anew);
};

/** An array of its elements along the first axis. */
const whole = (b: ArrayBuilder, { parts }: Split): Atom => {
  const [first = constant(0)] = parts;
  const into = b.accumulator([constant(parts.length, "i32"), ...shapeOf(first)]);
  for (const [k, part] of parts.entries()) b.accumulate(into, [constant(k, "i32")], part);
  return b.freeze(into);
};

/**
 * The block without arrays of a few elements in its loops: each element is a value of its own, and so is what a loop
 * collects of it. Loops over these elements are written out.
 */
export const writtenOut = (block: Block): Block => {
  const splits = splitsIn(block);
  if (!splits) return block;
  return blockLike(block, [], (b, inputs) => {
    const w: Writing = { walk: plainWalk(b), b, splits, parts: new Map() };
    const at = names();
    nameAll(at, block.params, inputs);
    writeBlock(w, block, at);
    return itemsOf(w, block, at).map((item) => (isSplit(item) ? whole(b, item) : item));
  });
};
