import type { Schema } from "../core/index.ts";

/** The option `records` of the adapters, in the two forms that are proposed. */
export type Records = Readonly<Record<string, string | Readonly<Record<string, string>>>>;

/** `Muon` becomes `muon`, `MET` `met`, `LHEPart` `lhePart`. */
const memberName = (prefix: string): string =>
  prefix.replace(/^[A-Z]+(?![a-z])|^[A-Z]+(?=[A-Z])|^[A-Z]/, (letters) => letters.toLowerCase());

const isJoinable = (schema: Schema): boolean => schema.kind !== "record";

interface Flat {
  readonly name: string;
  readonly field: string;
  readonly isList: boolean;
}

const groupsOf = (fields: ReadonlyMap<string, Schema>): ReadonlyMap<string, readonly Flat[]> => {
  const groups = new Map<string, Flat[]>();
  for (const [name, schema] of fields) {
    const [, prefix, field] = /^([^_*]+)_([^*]+)$/.exec(name) ?? [];
    if (prefix === undefined || field === undefined || !isJoinable(schema)) continue;
    groups.set(prefix, [...(groups.get(prefix) ?? []), { name, field, isList: schema.kind === "list" }]);
  }
  return groups;
};

/** Columns that can be joined: all of them by a pattern, or by name those that are lists. */
const joined = (prefix: string, group: readonly Flat[], fields: ReadonlyMap<string, Schema>) => {
  const lists = group.filter(({ isList }) => isList);
  const chosen = lists.length > 0 ? lists : group;
  if (chosen.length < 2) return undefined;
  const matched = [...fields.keys()].filter((name) => name.startsWith(`${prefix}_`));
  return {
    names: chosen.map(({ name }) => name),
    spec:
      matched.length === chosen.length
        ? `${prefix}_*`
        : Object.fromEntries(chosen.map(({ name, field }) => [field, name])),
  };
};

/**
 * Records for flat columns: those that share what stands before the first underscore, parallel lists to a list of
 * records and plain columns to one. That their lists have equal lengths is seen when they are read.
 * @example
 * proposeRecords(fields) // { muon: "Muon_*", met: "MET_*" }
 */
export const proposeRecords = (schema: Schema): Records => {
  const fields = schema.kind === "record" ? schema.fields : new Map<string, Schema>();
  const records = new Map<string, Records[string]>();
  for (const [prefix, group] of groupsOf(fields)) {
    const found = joined(prefix, group, fields);
    const isFree = (name: string): boolean => !fields.has(name) && !records.has(name);
    const name = [memberName(prefix), prefix].find(isFree);
    if (found && name !== undefined) records.set(name, found.spec);
  }
  return Object.fromEntries(records);
};
