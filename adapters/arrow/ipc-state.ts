import { fail } from "../../core/index.ts";
import type { Field } from "./field.ts";
import type { Framed } from "./framing.ts";
import type { Part } from "./part.ts";
import { type Dictionaries, partFrom } from "./record-batch.ts";
import { fieldsFrom } from "./schema-message.ts";

/** What the messages before a record batch have said. */
export interface IpcState {
  readonly fields: readonly Field[];
  readonly dictionaries: Dictionaries;
}

/** The state after a schema message. */
export const stateFrom = ({ message }: Framed, where: string): IpcState => {
  if (message.kind === "schema") return { fields: fieldsFrom(message.header, where), dictionaries: new Map() };
  throw fail("E_FILE", { what: `the first message is a ${message.kind}, not a schema`, where });
};

const fieldOf = (id: number, fields: readonly Field[]): Field | undefined => {
  for (const field of fields) {
    const found = field.dictionary?.id === id ? field : fieldOf(id, field.children);
    if (found) return found;
  }
  return undefined;
};

/**
 * The state after a dictionary: entries that replace those of before, or more of them.
 * @throws E_FILE where no column uses it, or it adds to entries that are not there
 */
export const withDictionary = (state: IpcState, { message, body }: Framed, where: string): IpcState => {
  const { header, version } = message;
  const id = header.long(0);
  const data = header.table(1);
  const more = header.int(2, 8) !== 0;
  const field = fieldOf(id, state.fields);
  const before = state.dictionaries.get(id);
  if (field === undefined || data === undefined || (more && before === undefined))
    throw fail("E_FILE", {
      what: `dictionary ${id} belongs to no column, or adds to entries that are not there`,
      where,
    });
  const entries = partFrom(data, body, [{ ...field, dictionary: undefined }], state.dictionaries, version, where);
  const all = more ? [...(before ?? []), ...entries.children] : entries.children;
  return { ...state, dictionaries: new Map([...state.dictionaries, [id, all]]) };
};

/** The events of a record batch. */
export const batchFrom = (state: IpcState, { message, body }: Framed, where: string): Part =>
  partFrom(message.header, body, state.fields, state.dictionaries, message.version, where);
