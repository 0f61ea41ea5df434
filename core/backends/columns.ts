import {
  type Column,
  type LeafColumn,
  type ListColumn,
  lengthOf,
  type RecordColumn,
  type Validity,
} from "../columns/index.ts";
import { fail } from "../errors.ts";
import { pathOfSlot, type SlotPath, showSlot } from "../lambda/index.ts";

const paths = new Map<string, SlotPath>();

const pathOf = (slot: string): SlotPath => {
  const path = paths.get(slot) ?? pathOfSlot(slot);
  paths.set(slot, path);
  return path;
};

/** The column at a slot of a batch. */
export const columnAt = (columns: RecordColumn, slot: string): Column => {
  let column: Column = columns;
  for (const part of pathOf(slot)) {
    const next: Column | undefined =
      part === 0
        ? column.kind === "list"
          ? column.item
          : undefined
        : column.kind === "record"
          ? column.fields.get(part)
          : undefined;
    if (!next)
      throw fail("E_SCHEMA", {
        what: `the column ${showSlot(slot)} is not in this batch`,
        cure: "all batches of a stream need one schema",
      });
    column = next;
  }
  return column;
};

export const leafAt = (columns: RecordColumn, slot: string): LeafColumn => {
  const column = columnAt(columns, slot);
  if (column.kind === "leaf") return column;
  throw fail("E_SCHEMA", { what: `the column ${showSlot(slot)} is a ${column.kind} in this batch` });
};

export const listAt = (columns: RecordColumn, slot: string): ListColumn => {
  const column = columnAt(columns, slot);
  if (column.kind === "list") return column;
  throw fail("E_SCHEMA", { what: `the column ${showSlot(slot)} is a ${column.kind} in this batch` });
};

const codes = new WeakMap<readonly string[], ReadonlyMap<string, number>>();

const codesOf = (dictionary: readonly string[], slot: string): ReadonlyMap<string, number> => {
  const known = codes.get(dictionary) ?? new Map(dictionary.map((word, code) => [word, code] as const));
  if (known.size < dictionary.length)
    throw fail("E_SCHEMA", {
      what: `the dictionary of ${showSlot(slot)} has a word twice`,
      cure: "give each word one code",
    });
  codes.set(dictionary, known);
  return known;
};

/** The code of a word in the dictionary of a column; -1 where it is not in it. */
export const codeIn = (columns: RecordColumn, slot: string, word: string): number =>
  codesOf(leafAt(columns, slot).dictionary ?? [], slot).get(word) ?? -1;

/** The validity bits of a column, all set where the batch has none. */
export const validityAt = (columns: RecordColumn, slot: string): Validity => {
  const column = columnAt(columns, slot);
  return column.validity ?? new Uint8Array(Math.ceil(lengthOf(column) / 8)).fill(255);
};
