import type { RecordColumn, Values } from "../../columns/index.ts";
import { leafAt, listAt, validityAt } from "../columns.ts";
import type { Rows } from "../environment.ts";
import { copyNumbers } from "./copied.ts";
import type { LeafSlot } from "./slots.ts";
import { type StoredValues, storages } from "./stored.ts";
import { type WordCodes, wordCodes } from "./word-codes.ts";

/** Columns of a chunk of events, gathered from batches: numbers, and lists as offsets from 0. */
export interface Arena {
  readonly leaves: readonly Leaf[];
  readonly lists: readonly List[];
  /** How many events it has. */
  readonly events: () => number;
  /** The number of the first one in its source. */
  readonly first: () => number;
  /** Adds the events of rows from one to another. */
  readonly add: (rows: Rows, from: number, to: number) => void;
  readonly clear: () => void;
}

interface Filled<T> {
  values: T;
  length: number;
}

interface Leaf extends Filled<StoredValues> {
  readonly slot: LeafSlot;
  readonly words: WordCodes;
  /** The lists around it. */
  readonly around: readonly string[];
}

interface List extends Filled<Int32Array<ArrayBuffer>> {
  readonly slot: string;
  readonly around: readonly string[];
}

const grown = <T extends StoredValues>(filled: Filled<T>, more: number, make: (n: number) => T): void => {
  const wanted = filled.length + more;
  if (wanted <= filled.values.length) return;
  const values = make(Math.max(wanted, 2 * filled.values.length));
  values.set(filled.values.subarray(0, filled.length));
  filled.values = values;
};

const wholes = (n: number): Int32Array<ArrayBuffer> => new Int32Array(n);

/** The slots of the lists around a slot, outermost first: a slot is a path of names, with 0 for the items of a list. */
export type Around = (slot: string) => readonly string[];

/** The same memory: 64-bit whole numbers are copied as they are. */
const bitsIn = (doubles: StoredValues): BigInt64Array =>
  new BigInt64Array(doubles.buffer, doubles.byteOffset, doubles.length);

const isAlike = (values: Values, out: StoredValues): values is StoredValues => values.constructor === out.constructor;

/** Writes the numbers of some rows of a column to a place. */
export type Copy = (from: number, to: number, out: StoredValues, at: number) => void;

/** How each kind of column of some rows comes into memory. */
export const copies: Readonly<Record<LeafSlot["kind"], (rows: Rows, slot: LeafSlot, words: WordCodes) => Copy>> = {
  leaf: ({ columns }, { slot }) => {
    const { values } = leafAt(columns, slot);
    if (values instanceof BigInt64Array) return (from, to, out, at) => copyNumbers(values, from, to, bitsIn(out), at);
    return (from, to, out, at) => {
      if (isAlike(values, out)) copyNumbers(values, from, to, out, at);
      else out.set(values.subarray(from, to), at);
    };
  },
  words: ({ columns }, { slot }, words) => {
    const { values, dictionary = [] } = leafAt(columns, slot);
    return (from, to, out, at) => {
      const codes = words.of(dictionary);
      for (let i = from; i < to; i++) out[at + i - from] = codes[Number(values[i])] ?? -1;
    };
  },
  validity: ({ columns }, { slot }) => {
    const bits = validityAt(columns, slot);
    return (from, to, out, at) => {
      for (let i = from; i < to; i++) out[at + i - from] = ((bits[i >> 3] ?? 0) >> (i & 7)) & 1;
    };
  },
  event:
    ({ first, numbers }) =>
    (from, to, out, at) => {
      if (numbers) out.set(numbers.subarray(from, to), at);
      else for (let i = from; i < to; i++) out[at + i - from] = first + i;
    },
};

/** The offsets of some lists, outermost first. */
export const offsetsOf = (columns: RecordColumn, lists: readonly string[]): readonly Int32Array[] =>
  lists.map((list) => listAt(columns, list).offsets);

/** The first item at or after an event in lists inside each other, outermost first. */
export const itemIn = (offsets: readonly Int32Array[], event: number): number => {
  let row = event;
  for (const each of offsets) row = each[row] ?? 0;
  return row;
};

export const arenaOf = (leafSlots: readonly LeafSlot[], listSlots: readonly string[], around: Around): Arena => {
  const leaves = leafSlots.map((slot) => ({
    slot,
    words: wordCodes(slot.words),
    around: slot.kind === "event" ? [] : around(slot.slot),
    values: storages[slot.stored].make(0),
    length: 0,
  }));
  const lists = listSlots.map((slot) => ({ slot, around: around(slot), values: wholes(1), length: 1 }));
  let events = 0;
  let first = 0;
  return {
    leaves,
    lists,
    events: () => events,
    first: () => first,
    clear: () => {
      events = 0;
      for (const leaf of leaves) {
        leaf.length = 0;
        leaf.words.release();
      }
      for (const list of lists) list.length = 1;
    },
    add: (rows, from, to) => {
      if (events === 0) first = rows.numbers?.[from] ?? rows.first + from;
      events += to - from;
      for (const list of lists) {
        const outer = offsetsOf(rows.columns, list.around);
        const [start, end] = [itemIn(outer, from), itemIn(outer, to)];
        const { offsets } = listAt(rows.columns, list.slot);
        grown(list, end - start, wholes);
        const shift = (list.values[list.length - 1] ?? 0) - (offsets[start] ?? 0);
        for (let i = start; i < end; i++) list.values[list.length++] = (offsets[i + 1] ?? 0) + shift;
      }
      for (const leaf of leaves) {
        const { slot, words } = leaf;
        const outer = offsetsOf(rows.columns, leaf.around);
        const [start, end] = [itemIn(outer, from), itemIn(outer, to)];
        grown(leaf, end - start, storages[slot.stored].make);
        copies[slot.kind](rows, slot, words)(start, end, leaf.values, leaf.length);
        leaf.length += end - start;
      }
    },
  };
};
