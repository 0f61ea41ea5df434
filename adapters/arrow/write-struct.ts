import * as A from "apache-arrow";
import { fail } from "../../core/index.ts";
import type { Rows, Written } from "./writing.ts";

/**
 * The field of some data.
 * @throws E_COLUMN for a name that has no UTF-8, which Arrow would change without a word
 */
export const fieldFor = (name: string, { data, nullable, metadata }: Written): A.Field => {
  if (name.isWellFormed()) return new A.Field(name, data.type, nullable, metadata);
  throw fail("E_COLUMN", { what: `${JSON.stringify(name)} holds half a character: it cannot be written as UTF-8` });
};

/** Records from their members. */
export const structOf = (members: readonly (readonly [string, Written])[], rows: Rows): A.Data<A.Struct> => {
  const fields = members.map(([name, member]) => fieldFor(name, member));
  return A.makeData({ type: new A.Struct(fields), ...rows, children: members.map(([, { data }]) => data) });
};
