import { fail } from "../../core/index.ts";
import { type FileColumn, isList } from "./file-column.ts";
import { absent, columnNamed, listed } from "./find-column.ts";
import { columnsOf, type Fields, type Member } from "./member.ts";
import type { FieldNames, Records } from "./options.ts";

/** The option that names a member. */
const placeOf = (name: string): string => `records: { ${JSON.stringify(name)}: ... }`;

const patternFields = (pattern: string, columns: readonly FileColumn[], where: string): Fields => {
  const [prefix = "", suffix = "", ...more] = pattern.split("*");
  if (more.length > 0)
    throw fail("E_COLUMN", { what: `the pattern ${JSON.stringify(pattern)} has more than one *`, where });
  const fits = ({ name }: FileColumn): boolean =>
    name.length >= prefix.length + suffix.length && name.startsWith(prefix) && name.endsWith(suffix);
  const matched = columns.filter(fits);
  if (matched.length === 0)
    throw absent(`no column is called like ${JSON.stringify(pattern)}`, pattern, columns, where);
  const fieldOf = ({ name }: FileColumn): string => name.slice(prefix.length, name.length - suffix.length);
  const fields = new Map(matched.map((column) => [fieldOf(column), column]));
  const twice = matched.find((column) => fields.get(fieldOf(column)) !== column);
  if (twice) columnNamed(twice.name, columns, where);
  return fields;
};

const namedFields = (names: FieldNames, columns: readonly FileColumn[], where: string): Fields =>
  new Map(Object.entries(names).map(([field, name]) => [field, columnNamed(name, columns, where)]));

const together = (name: string, fields: Fields): Member => {
  const columns = [...fields.values()];
  const list = columns.find(isList);
  if (list === undefined) return { kind: "record", name, fields };
  const single = columns.find((column) => !isList(column));
  if (single === undefined) return { kind: "lists", name, fields, lengths: list };
  throw fail("E_SHAPE", {
    what: `of the columns of ${JSON.stringify(name)} some are lists and some are not`,
    where: `${JSON.stringify(list.name)} is of type ${list.type}, ${JSON.stringify(single.name)} of type ${single.type}`,
    cure: `name the columns that belong together: ${JSON.stringify(name)}: { field: "column", ... }`,
  });
};

const fixedMember = (name: string, specs: readonly FieldNames[], columns: readonly FileColumn[]): Member => {
  const items = specs.map((spec) => namedFields(spec, columns, placeOf(name)));
  const [first] = items;
  const same = (fields: Fields): boolean =>
    fields.size === first?.size && [...fields.keys()].every((key) => first.has(key));
  if (first !== undefined && items.every(same)) return { kind: "fixed", name, items };
  throw fail("E_SHAPE", {
    what: `the items of ${JSON.stringify(name)} do not have the same fields, or there are none`,
    where: items.map((fields, k) => `item ${k}: ${listed([...fields.keys()])}`).join("\n"),
  });
};

const isSeveral = (spec: FieldNames | readonly FieldNames[]): spec is readonly FieldNames[] => Array.isArray(spec);

const memberOf = (name: string, spec: Records[string], columns: readonly FileColumn[]): Member => {
  if (typeof spec !== "string")
    return isSeveral(spec)
      ? fixedMember(name, spec, columns)
      : together(name, namedFields(spec, columns, placeOf(name)));
  if (spec.includes("*")) return together(name, patternFields(spec, columns, placeOf(name)));
  return { kind: "column", name, column: columnNamed(spec, columns, placeOf(name)) };
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
