import { fail } from "../../core/index.ts";
import { type ArrowType, arrowType } from "./arrow-type.ts";
import { checkChildren, type Field } from "./field.ts";
import type { FlatTable } from "./flatbuffer.ts";
import { checkDepth } from "./limits.ts";

/** Where the tables of some types keep their settings: slots, by the number of the type. */
const decimal = 7;
const widthSlots: Readonly<Record<number, number>> = { 2: 0, [decimal]: 2, 9: 1 };
const unitDefaults: Readonly<Record<number, number>> = { 8: 1, 9: 1, 18: 1 };
const sized = new Set([15, 16]);

const typeFrom = (number: number, table: FlatTable | undefined, where: string): ArrowType => {
  const int = (slot: number | undefined, bits: 8 | 16 | 32, otherwise = 0): number =>
    slot === undefined ? 0 : (table?.int(slot, bits, otherwise) ?? otherwise);
  const settings = {
    bitWidth: int(widthSlots[number], 32, number === decimal ? 128 : number === 9 ? 32 : 0),
    signed: int(1, 8) !== 0,
    precision: number === 3 ? int(0, 16) : 0,
    unit: number in unitDefaults || number === 10 || number === 11 ? int(0, 16, unitDefaults[number]) : 0,
    mode: number === 14 ? int(0, 16) : 0,
    size: sized.has(number) ? int(0, 32) : 0,
    zone: number === 10 ? table?.text(1) : undefined,
  };
  return arrowType(number, settings, where);
};

const int32: ArrowType = { kind: "int", bits: 32, size: 0, dense: false, text: "int32" };

const dictionaryFrom = (table: FlatTable | undefined, where: string): Field["dictionary"] => {
  if (table === undefined) return undefined;
  const index = table.table(1);
  return { id: table.long(0), index: index === undefined ? int32 : typeFrom(2, index, where) };
};

const metadataFrom = (pairs: readonly FlatTable[]): ReadonlyMap<string, string> =>
  new Map(pairs.map((pair) => [pair.text(0) ?? "", pair.text(1) ?? ""]));

const fieldFrom = (table: FlatTable, where: string, depth: number): Field => {
  checkDepth(depth, where);
  const name = table.text(0) ?? "";
  const inside = `${where}, column ${JSON.stringify(name)}`.slice(0, 500);
  const field: Field = {
    name,
    type: typeFrom(table.int(2, 8), table.table(3), inside),
    children: table.tables(5).map((child) => fieldFrom(child, where, depth + 1)),
    metadata: metadataFrom(table.tables(6)),
    dictionary: dictionaryFrom(table.table(4), inside),
  };
  return checkChildren(field, inside);
};

/**
 * The columns that a schema declares.
 * @throws E_TYPE where bytes are big-endian or a type is not known; E_FILE where the schema is malformed
 */
export const fieldsFrom = (schema: FlatTable, where: string): readonly Field[] => {
  if (schema.int(0, 16) !== 0)
    throw fail("E_TYPE", {
      what: "the numbers of this file are big-endian",
      where,
      cure: "write it on a little-endian machine",
    });
  return schema.tables(1).map((table) => fieldFrom(table, where, 1));
};
