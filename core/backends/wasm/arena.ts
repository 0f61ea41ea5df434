import type { RecordColumn } from "../../columns/index.ts";
import { leafAt, listAt, validityAt } from "../columns.ts";
import type { Rows } from "../environment.ts";
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

type Copy = (
  rows: Rows,
  slot: LeafSlot,
  from: number,
  to: number,
  out: StoredValues,
  at: number,
  words: WordCodes,
) => void;

/** How each kind of column comes into memory. */
export const copies: Readonly<Record<LeafSlot["kind"], Copy>> = {
  leaf: ({ columns }, { slot }, from, to, out, at) => {
    const { values } = leafAt(columns, slot);
    if (values instanceof BigInt64Array) bitsIn(out).set(values.subarray(from, to), at);
    else out.set(values.subarray(from, to), at);
  },
  words: ({ columns }, { slot }, from, to, out, at, words) => {
    const { values, dictionary = [] } = leafAt(columns, slot);
    const codes = words.of(dictionary);
    for (let i = from; i < to; i++) out[at + i - from] = codes[Number(values[i])] ?? -1;
  },
  validity: ({ columns }, { slot }, from, to, out, at) => {
    const bits = validityAt(columns, slot);
    for (let i = from; i < to; i++) out[at + i - from] = ((bits[i >> 3] ?? 0) >> (i & 7)) & 1;
  },
  event: ({ first, numbers }, _slot, from, to, out, at) => {
    if (numbers) out.set(numbers.subarray(from, to), at);
    else for (let i = from; i < to; i++) out[at + i - from] = first + i;
  },
};

/** The range of items that the lists around a slot have for a range of events. */
export const rangeOf = (
  columns: RecordColumn,
  lists: readonly string[],
  from: number,
  to: number,
): readonly [number, number] =>
  lists.reduce<readonly [number, number]>(
    ([start, end], list) => {
      const { offsets } = listAt(columns, list);
      return [offsets[start] ?? 0, offsets[end] ?? 0];
    },
    [from, to],
  );

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
        const [start, end] = rangeOf(rows.columns, list.around, from, to);
        const { offsets } = listAt(rows.columns, list.slot);
        grown(list, end - start, wholes);
        const shift = (list.values[list.length - 1] ?? 0) - (offsets[start] ?? 0);
        for (let i = start; i < end; i++) list.values[list.length++] = (offsets[i + 1] ?? 0) + shift;
      }
      for (const leaf of leaves) {
        const { slot, words } = leaf;
        const [start, end] = rangeOf(rows.columns, leaf.around, from, to);
        grown(leaf, end - start, storages[slot.stored].make);
        copies[slot.kind](rows, slot, start, end, leaf.values, leaf.length, words);
        leaf.length += end - start;
      }
    },
  };
};
