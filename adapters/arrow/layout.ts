import { type Demand, fail, isDemanded, isDemandedInside } from "../../core/index.ts";
import type { Field } from "./field.ts";
import { listReaders } from "./lists.ts";
import type { FieldNames, Records } from "./options.ts";

/** What one member of an event is made of: a column as it is, or columns joined to one record or a list of records. */
export type Member =
  | { readonly kind: "column"; readonly name: string; readonly place: number }
  | { readonly kind: "record" | "lists"; readonly name: string; readonly fields: ReadonlyMap<string, number> };

const listed = (fields: readonly Field[]): string =>
  fields
    .slice(0, 20)
    .map(({ name }) => JSON.stringify(name.slice(0, 80)))
    .join(", ");

const placeOf = (name: string, fields: readonly Field[]): number => {
  const places = fields.flatMap((field, place) => (field.name === name ? [place] : []));
  const [place] = places;
  if (place === undefined)
    throw fail("E_COLUMN", { what: `there is no column ${JSON.stringify(name)}`, cure: `one of ${listed(fields)}` });
  if (places.length === 1) return place;
  throw fail("E_COLUMN", {
    what: `the name ${JSON.stringify(name)} is ambiguous: columns ${places.join(" and ")} have it`,
    cure: "give one of them another name",
  });
};

const matching = (pattern: string, fields: readonly Field[]): ReadonlyMap<string, number> => {
  const [prefix = "", suffix = "", ...more] = pattern.split("*");
  if (more.length > 0) throw fail("E_COLUMN", { what: `the pattern ${JSON.stringify(pattern)} has more than one *` });
  const fits = ({ name }: Field): boolean =>
    name.length >= prefix.length + suffix.length && name.startsWith(prefix) && name.endsWith(suffix);
  const found = fields.filter(fits).map(({ name }): [string, number] => {
    return [name.slice(prefix.length, name.length - suffix.length), placeOf(name, fields)];
  });
  if (found.length > 0) return new Map(found);
  throw fail("E_COLUMN", {
    what: `no column is called like ${JSON.stringify(pattern)}`,
    cure: `one of ${listed(fields)}`,
  });
};

const joinedFields = (spec: string | FieldNames, fields: readonly Field[]): ReadonlyMap<string, number> =>
  typeof spec === "string"
    ? matching(spec, fields)
    : new Map(Object.entries(spec).map(([field, name]) => [field, placeOf(name, fields)]));

const memberOf = (name: string, spec: Records[string], fields: readonly Field[]): Member => {
  if (typeof spec === "string" && !spec.includes("*")) return { kind: "column", name, place: placeOf(spec, fields) };
  const joined = joinedFields(spec, fields);
  const lists = [...joined.values()].filter((place) => {
    const type = fields[place]?.type.kind;
    return type !== undefined && listReaders[type] !== undefined;
  });
  if (lists.length === 0) return { kind: "record", name, fields: joined };
  if (lists.length === joined.size) return { kind: "lists", name, fields: joined };
  throw fail("E_SHAPE", {
    what: `of the columns of ${JSON.stringify(name)} some are lists and some are not`,
    cure: `name the columns that belong together: ${JSON.stringify(name)}: { field: "column", ... }`,
  });
};

const placesOf = (member: Member): readonly number[] =>
  member.kind === "column" ? [member.place] : [...member.fields.values()];

const asked = (member: Member, demand: Demand): Member => {
  if (member.kind === "column") return member;
  const kept = [...member.fields].filter(([name]) => isDemandedInside(demand, name));
  // of lists at least one is read, for their lengths
  const fields = kept.length === 0 && member.kind === "lists" ? [...member.fields].slice(0, 1) : kept;
  return { ...member, fields: new Map(fields) };
};

/**
 * The members of an event: the records, and every column that none of them uses.
 * @throws E_COLUMN where a name or pattern of a record fits no column, or several; E_SHAPE where columns do not go
 * together
 */
export const membersIn = (fields: readonly Field[], records: Records): readonly Member[] => {
  const joined = Object.entries(records).map(([name, spec]) => memberOf(name, spec, fields));
  const used = new Set(joined.flatMap(placesOf));
  const rest = fields.flatMap(({ name }, place): Member[] =>
    used.has(place) ? [] : [{ kind: "column", name, place }],
  );
  return [...joined, ...rest];
};

/**
 * The members of an event that are asked for.
 * @throws as `membersIn`; E_COLUMN where two of them have one name
 */
export const layoutOf = (fields: readonly Field[], records: Records, demand: Demand): readonly Member[] => {
  const members = membersIn(fields, records).filter(({ name }) => isDemanded(demand, name));
  const seen = new Set<string>();
  for (const { name } of members) {
    if (seen.has(name))
      throw fail("E_COLUMN", {
        what: `the name ${JSON.stringify(name)} is ambiguous: two members of an event have it`,
        cure: "give one of them another name",
      });
    seen.add(name);
  }
  return members.map((member) => asked(member, demand));
};
