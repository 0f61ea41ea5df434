import { type Column, fail, type RecordColumn } from "../../core/index.ts";
import type { ArrowType } from "./arrow-type.ts";
import { decoded, entriesFrom } from "./dictionary.ts";
import { isDualField } from "./dual.ts";
import type { Field } from "./field.ts";
import { listReaders } from "./lists.ts";
import { isNumeric, numbersFrom } from "./numbers.ts";
import type { Part } from "./part.ts";
import { masked, validityOf } from "./validity.ts";
import { isWords, wordsFrom } from "./words-from.ts";

/** What one pass over a source knows. */
export interface Reading {
  /** Whether a field of this name is asked for, at any level. */
  readonly wants: (name: string) => boolean;
  /** Entries of dictionaries that were read already. */
  readonly entries: WeakMap<readonly Part[], Column | undefined>;
}

export const readingOf = (wants: (name: string) => boolean = () => true): Reading => ({
  wants,
  entries: new WeakMap(),
});

const refused = (type: ArrowType, path: string) =>
  fail("E_TYPE", {
    what: `a column of type ${type.text} cannot be read`,
    where: path,
    cure: "cast it before it is written, or leave it out of the lambdas",
  });

/** The path of a field, for messages. */
export const pathTo = (path: string, name: string): string => (path === "" ? name : `${path}.${name}`).slice(0, 500);

const isWanted = ({ field }: Part, reading: Reading): ((child: Field) => boolean) =>
  isDualField(field) ? () => true : (child) => reading.wants(child.name);

/** The fields of a record that are asked for, cut to its rows. */
export const fieldsOf = (part: Part, reading: Reading, path: string): RecordColumn => {
  const fields = new Map<string, Column>();
  for (const child of part.children.filter((candidate) => isWanted(part, reading)(candidate.field))) {
    const { name } = child.field;
    const inside = pathTo(path, name);
    if (fields.has(name))
      throw fail("E_COLUMN", {
        what: `the name ${JSON.stringify(name)} is ambiguous: two fields have it`,
        where: path,
      });
    if (child.length < part.length)
      throw fail("E_SHAPE", { what: `a field has ${child.length} rows of ${part.length}`, where: inside });
    fields.set(name, columnFrom({ ...child, length: part.length }, reading, inside));
  }
  return { kind: "record", fields };
};

const entriesOf = (part: Part, reading: Reading, path: string) => (): Column | undefined => {
  const parts = part.dictionary ?? [];
  if (!reading.entries.has(parts))
    reading.entries.set(
      parts,
      entriesFrom(parts, (p) => columnFrom(p, reading, path)),
    );
  return reading.entries.get(parts);
};

/**
 * A column as Arrow lays it out as one of ours: every buffer is checked before it is indexed, and shared where its
 * layout is the same here.
 * @throws E_TYPE where the type has no counterpart; E_OFFSETS, E_SHAPE, E_LIMIT where buffers do not fit
 */
export const columnFrom = (part: Part, reading: Reading, path: string): Column => {
  const { type, dictionary } = part.field;
  const own = dictionary?.index ?? type;
  const read = listReaders[own.kind];
  if (!isNumeric(own.text) && !isWords(own.text) && own.kind !== "struct" && read === undefined)
    throw refused(own, path);
  const validity = validityOf(part, path);
  if (dictionary) return decoded(part, own, entriesOf(part, reading, path), validity, path);
  if (isNumeric(own.text)) return numbersFrom(part, own.text, validity, path);
  if (isWords(own.text)) return wordsFrom(part, own.text, validity, path);
  const [item] = part.children;
  if (read === undefined || item === undefined) return masked(fieldsOf(part, reading, path), validity);
  return read(part, (length) => columnFrom({ ...item, length }, reading, `${path}[]`), validity, path);
};
