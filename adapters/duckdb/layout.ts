import { DuckDBTypeId as T } from "@duckdb/node-api";
import { fail, type JagradError } from "../../core/index.ts";
import type { FileColumn } from "./file-columns.ts";
import { nearNames } from "./near-names.ts";
import type { FieldNames, Records } from "./options.ts";

export type Fields = ReadonlyMap<string, FileColumn>;

/**
 * What one member of an event is made of: a column as it is; parallel lists joined to a list of records; columns joined
 * to one record; columns laid out as a list of fixed length.
 */
export type Member =
  | { readonly kind: "column"; readonly name: string; readonly column: FileColumn }
  | { readonly kind: "lists"; readonly name: string; readonly fields: Fields; readonly lengths: FileColumn }
  | { readonly kind: "record"; readonly name: string; readonly fields: Fields }
  | { readonly kind: "fixed"; readonly name: string; readonly items: readonly Fields[] };

const quoted = (name: string): string => JSON.stringify(name);
const listed = (names: readonly string[]): string => names.map(quoted).join(", ");

const absent = (what: string, name: string, columns: readonly FileColumn[]): JagradError => {
  const near = nearNames(
    name,
    columns.map((column) => column.name),
  );
  const cure = near.length > 0 ? `one of ${listed(near)}` : "a name of this file";
  return fail("E_COLUMN", { what, cure });
};

const isList = (column: FileColumn): boolean => column.type.typeId === T.LIST || column.type.typeId === T.ARRAY;

const columnNamed = (name: string, columns: readonly FileColumn[]): FileColumn => {
  const [column, other] = columns.filter((candidate) => candidate.name === name);
  if (column === undefined) throw absent(`there is no column ${quoted(name)}`, name, columns);
  if (other === undefined) return column;
  throw fail("E_COLUMN", {
    what: `the name ${quoted(name)} is ambiguous: columns ${column.place} and ${other.place} have it`,
    cure: "give one of them another name in the file",
  });
};

const patternMember = (name: string, pattern: string, columns: readonly FileColumn[]): Member => {
  const [prefix = "", suffix = "", ...more] = pattern.split("*");
  if (more.length > 0) throw fail("E_COLUMN", { what: `the pattern ${quoted(pattern)} has more than one *` });
  const fits = ({ name: column }: FileColumn): boolean =>
    column.length >= prefix.length + suffix.length && column.startsWith(prefix) && column.endsWith(suffix);
  const matched = columns.filter(fits);
  if (matched.length === 0) throw absent(`no column is called like ${quoted(pattern)}`, pattern, columns);
  const fields = new Map(
    matched.map((column) => {
      columnNamed(column.name, columns);
      return [column.name.slice(prefix.length, column.name.length - suffix.length), column] as const;
    }),
  );
  const lists = matched.filter(isList);
  const [list] = lists;
  if (list === undefined) return { kind: "record", name, fields };
  const single = matched.find((column) => !isList(column));
  if (single === undefined) return { kind: "lists", name, fields, lengths: list };
  throw fail("E_SHAPE", {
    what: `of the columns called like ${quoted(pattern)} some are lists and some are not`,
    where: `${quoted(list.name)} is of type ${list.type}, ${quoted(single.name)} of type ${single.type}`,
    cure: `name the columns: ${JSON.stringify(name)}: { field: "column", ... }`,
  });
};

const fieldsOf = (names: FieldNames, columns: readonly FileColumn[]): Fields =>
  new Map(Object.entries(names).map(([field, name]) => [field, columnNamed(name, columns)]));

const fixedMember = (name: string, specs: readonly FieldNames[], columns: readonly FileColumn[]): Member => {
  const items = specs.map((spec) => fieldsOf(spec, columns));
  const [first] = items;
  const same = (fields: Fields): boolean =>
    fields.size === first?.size && [...fields.keys()].every((key) => first.has(key));
  if (first !== undefined && items.every(same)) return { kind: "fixed", name, items };
  throw fail("E_SHAPE", {
    what: `the items of ${quoted(name)} have different fields`,
    where: items.map((fields, k) => `item ${k}: ${listed([...fields.keys()])}`).join("\n"),
  });
};

const isSeveral = (spec: FieldNames | readonly FieldNames[]): spec is readonly FieldNames[] => Array.isArray(spec);

const memberOf = (name: string, spec: Records[string], columns: readonly FileColumn[]): Member => {
  if (typeof spec === "string")
    return spec.includes("*")
      ? patternMember(name, spec, columns)
      : { kind: "column", name, column: columnNamed(spec, columns) };
  if (isSeveral(spec)) return fixedMember(name, spec, columns);
  return { kind: "record", name, fields: fieldsOf(spec, columns) };
};

/** The columns that a member is made of. */
export const columnsOf = (member: Member): readonly FileColumn[] => {
  switch (member.kind) {
    case "column":
      return [member.column];
    case "lists":
      return [member.lengths, ...member.fields.values()];
    case "record":
      return [...member.fields.values()];
    case "fixed":
      return member.items.flatMap((fields) => [...fields.values()]);
  }
};

/**
 * The members of an event: the records that are asked for, and every column that none of them uses.
 * @throws E_COLUMN where a name or pattern fits no column, or a name several; E_SHAPE where columns do not go together
 */
export const layoutOf = (columns: readonly FileColumn[], records: Records): readonly Member[] => {
  const members = Object.entries(records).map(([name, spec]) => memberOf(name, spec, columns));
  const used = new Set(members.flatMap(columnsOf));
  const rest = columns.filter((column) => !used.has(column));
  return [...members, ...rest.map((column): Member => ({ kind: "column", name: column.name, column }))];
};
