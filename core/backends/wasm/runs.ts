import { instruction } from "./code.ts";
import { forEach, held } from "./each.ts";
import { localNode, times4 } from "./elements.ts";
import type { Node } from "./graph.ts";
import type { Writer } from "./writer.ts";

/** What elements of one parent have in a table of whole numbers: a first one, and so much more each time. */
export interface Noted {
  readonly table: number;
  readonly first: Node;
  readonly step: number;
}

/** How many whole numbers are written at once: tables have room for so many past their end. */
const atOnce = 4;

const littleEndian = (n: number): readonly number[] => [n & 0xff, (n >> 8) & 0xff, (n >> 16) & 0xff, (n >> 24) & 0xff];

const vectorOf = ({ body }: Writer, numbers: readonly number[]): Node =>
  body.node(
    "v128",
    `wholes ${numbers.join(" ")}`,
    [],
    [...instruction("v128.const"), ...numbers.flatMap(littleEndian)],
    true,
  );

/** Steps of four, without a branch that depends on the length as long as that is not above four. */
const fourByFour = (w: Writer, count: number, start: number, end: number, noted: readonly Noted[]): void => {
  const { body } = w;
  const { op, push, local } = body.write;
  const [i, i4] = [held(w, localNode(w, start)), held(w, times4(w, localNode(w, count)))];
  const vectors = noted.map(({ table, first, step }) => {
    const found = local("v128");
    push(first);
    op("i32x4.splat");
    if (step !== 0) {
      push(vectorOf(w, [0, step, 2 * step, 3 * step]));
      op("i32x4.add");
    }
    op("local.set", found);
    return { table, found, more: step === 0 ? undefined : vectorOf(w, new Array<number>(atOnce).fill(atOnce * step)) };
  });
  op("loop");
  for (const { table, found } of vectors) {
    op("local.get", i4);
    op("local.get", found);
    op("v128.store", table);
  }
  for (const { found, more } of vectors) {
    if (!more) continue;
    op("local.get", found);
    push(more);
    op("i32x4.add");
    op("local.set", found);
  }
  op("local.get", i4);
  op("i32.const", 4 * atOnce);
  op("i32.add");
  op("local.set", i4);
  op("local.get", i);
  op("i32.const", atOnce);
  op("i32.add");
  op("local.tee", i);
  op("local.get", end);
  op("i32.lt_s");
  op("br_if", 0);
  op("end");
};

const oneByOne = (w: Writer, count: number, start: number, end: number, noted: readonly Noted[]): void => {
  const { op, push } = w.body.write;
  const at = held(w, localNode(w, count));
  const numbers = noted.map(({ table, first, step }) => ({ table, step, found: held(w, first) }));
  forEach(w, start, end, () => {
    for (const { table, step, found } of numbers) {
      push(times4(w, localNode(w, at)));
      op("local.get", found);
      op("i32.store", table);
      op("local.get", found);
      op("i32.const", step);
      op("i32.add");
      op("local.set", found);
    }
    op("local.get", at);
    op("i32.const", 1);
    op("i32.add");
    op("local.set", at);
  });
};

/** Counts as many elements more as there are whole numbers from one local to another, and notes them in tables. */
export const addRun = (w: Writer, count: number, start: number, end: number, noted: readonly Noted[]): void => {
  const { op } = w.body.write;
  if (noted.length > 0) (w.count === 2 ? fourByFour : oneByOne)(w, count, start, end, noted);
  op("local.get", count);
  op("local.get", end);
  op("local.get", start);
  op("i32.sub");
  op("i32.add");
  op("local.set", count);
};
