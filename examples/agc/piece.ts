import { type Column, fail, type ListColumn, type RecordColumn } from "jagrad/core";
import { collections, eventNumber } from "./branches.ts";
import { growing } from "./growing.ts";
import type { Entry } from "./jsroot.ts";

type Entries = Readonly<Record<string, Entry | undefined>>;

/** Some entries of a tree on their way to columns. */
export interface Piece {
  readonly size: number;
  /** @throws E_TYPE, E_SHAPE, E_LIMIT where the branches of an entry are not what they should be */
  readonly add: (entries: Entries) => void;
  /** @throws E_SHAPE where fewer entries than announced were added */
  readonly columns: () => RecordColumn;
}

const wholeNumber = (name: string, value: Entry | undefined): number => {
  if (typeof value === "number" && Number.isSafeInteger(value) && value >= 0) return value;
  throw fail(typeof value === "number" ? "E_LIMIT" : "E_TYPE", {
    what: `the branch ${name} holds ${value}, expected a whole number up to 2^53`,
    where: name,
  });
};

/** The members of one collection, each of the length that its counter says. */
const growingCollection = (name: string) => {
  const counter = `n${name}`;
  const members = Object.entries(collections[name as keyof typeof collections]).map(
    ([member, type]) => [member, growing(`${name}_${member}`, type)] as const,
  );
  const ends = [0];
  return {
    name,
    add: (entries: Entries): void => {
      const length = wholeNumber(counter, entries[counter]);
      for (const [member, values] of members) values.add(entries[`${name}_${member}`], length);
      ends.push((ends.at(-1) ?? 0) + length);
    },
    column: (): ListColumn => ({
      kind: "list",
      offsets: Int32Array.from(ends),
      item: { kind: "record", fields: new Map(members.map(([member, values]) => [member, values.column()])) },
    }),
  };
};

/** @param size - how many entries there will be */
export const pieceOf = (size: number): Piece => {
  const numbers: bigint[] = [];
  const lists = Object.keys(collections).map(growingCollection);
  return {
    size,
    add: (entries) => {
      numbers.push(BigInt(wholeNumber(eventNumber, entries[eventNumber])));
      for (const list of lists) list.add(entries);
    },
    columns: () => {
      if (numbers.length !== size)
        throw fail("E_SHAPE", { what: `${numbers.length} entries were read, expected ${size}` });
      const fields = new Map<string, Column>([
        [eventNumber, { kind: "leaf", dtype: "i64", values: BigInt64Array.from(numbers) }],
        ...lists.map(({ name, column }) => [name, column()] as const),
      ]);
      return { kind: "record", fields };
    },
  };
};
