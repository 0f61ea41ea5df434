import {
  type Column,
  type EventsType,
  fail,
  type JagradError,
  recordType,
  type Schema,
  showName,
  showSchema,
} from "../core/index.ts";
import type { Open } from "./events.ts";
import { nearNames } from "./near-names.ts";

const inside = (path: string, name: string): string => (path === "" ? showName(name) : `${path}.${showName(name)}`);

const plain = (schema: Schema): Schema => {
  switch (schema.kind) {
    case "leaf":
      return { ...schema, nullable: false };
    case "list":
      return { ...schema, item: plain(schema.item), nullable: false };
    case "record":
      return recordType([...schema.fields].map(([name, field]) => [name, plain(field)]));
  }
};

/** Of what was found the members that were wanted: a file may have a thousand more. */
const wantedOf = (wanted: Schema, found: Schema): Schema => {
  if (wanted.kind === "list" && found.kind === "list") return { ...found, item: wantedOf(wanted.item, found.item) };
  if (wanted.kind !== "record" || found.kind !== "record") return found;
  return recordType(
    [...wanted.fields].flatMap(([name, field]) => {
      const other = found.fields.get(name);
      return other ? [[name, wantedOf(field, other)] as const] : [];
    }),
  );
};

interface Misfit {
  readonly code: "E_COLUMN" | "E_SCHEMA";
  readonly what: string;
  readonly cure: string;
}

const most = 20;

/** The names that are near, else the first of those that are there. */
const offered = (name: string, there: Iterable<string>): string => {
  const all = [...there];
  const near = nearNames(name, all);
  if (near.length > 0) return `one of ${near.map(showName).join(", ")}`;
  const more = all.length > most ? `, and ${all.length - most} more` : "";
  return `one of those that are there: ${all.slice(0, most).map(showName).join(", ")}${more}`;
};

const misfitOf = (wanted: Schema, found: Schema, path: string): Misfit | undefined => {
  if (wanted.kind === "list" && found.kind === "list") return misfitOf(wanted.item, found.item, `${path}[]`);
  if (wanted.kind === "record" && found.kind === "record") {
    for (const [name, field] of wanted.fields) {
      const other = found.fields.get(name);
      if (other === undefined)
        return {
          code: "E_COLUMN",
          what: `there is no column ${inside(path, name)}`,
          cure: offered(name, found.fields.keys()),
        };
      const misfit = misfitOf(field, other, inside(path, name));
      if (misfit) return misfit;
    }
    return undefined;
  }
  if (wanted.kind === "leaf" && found.kind === "leaf" && wanted.dtype === found.dtype) return undefined;
  const [ours, theirs] = [wanted, found].map((schema) => showSchema(plain(schema)));
  return {
    code: "E_SCHEMA",
    what: `${path || "an event"} is ${theirs} in the source and ${ours} in the schema`,
    cure: "write in the schema what the source holds",
  };
};

const sides = (wanted: Schema, found: Schema, where: string): string =>
  [where, `schema: ${showSchema(wanted)}`, `source: ${showSchema(wantedOf(wanted, found))}`].join("\n");

/**
 * Makes sure that a source has what a schema says; it may have more. What is missing is looked for later, in the events.
 * @throws E_COLUMN for a column that is not there; E_SCHEMA for one of another type; E_TYPE for one that cannot be read
 */
export const checkSchema = (wanted: Schema, { schema, unreadable }: EventsType, where: string): void => {
  const lost = unreadable.find(({ name }) => wanted.kind === "record" && wanted.fields.has(name));
  if (lost) throw fail("E_TYPE", { what: lost.reason, where: `${where}: ${showName(lost.name)}` });
  const misfit = misfitOf(wanted, schema, "");
  if (misfit) throw fail(misfit.code, { ...misfit, where: sides(wanted, schema, where) });
};

const missingIn = (wanted: Schema, column: Column, path: string): string | undefined => {
  if (column.validity !== undefined && !wanted.nullable) return path;
  if (wanted.kind === "list" && column.kind === "list") return missingIn(wanted.item, column.item, `${path}[]`);
  if (wanted.kind !== "record" || column.kind !== "record") return undefined;
  for (const [name, field] of column.fields) {
    const other = wanted.fields.get(name);
    const lost = other && missingIn(other, field, inside(path, name));
    if (lost !== undefined) return lost;
  }
  return undefined;
};

const missing = (path: string, first: number, where: string): JagradError =>
  fail("E_SCHEMA", {
    what: `${path || "an event"} is missing in events that begin at number ${first}, and the schema says that it is there`,
    where,
    cure: "optional(...) around it in the schema",
  });

/** A source whose events are checked for what is missing where the schema does not say `optional`. */
export const withoutMissing = (open: Open, wanted: Schema, where: string): Open =>
  async function* (demand, signal) {
    for await (const batch of open(demand, signal)) {
      const path = missingIn(wanted, batch.columns, "");
      if (path !== undefined) throw missing(path, batch.first, where);
      yield batch;
    }
  };
