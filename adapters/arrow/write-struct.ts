import * as A from "apache-arrow";
import type { Rows, Written } from "./writing.ts";

/** The field of some data. */
export const fieldFor = (name: string, { data, nullable, metadata }: Written): A.Field =>
  new A.Field(name, data.type, nullable, metadata);

/** Records from their members. */
export const structOf = (members: readonly (readonly [string, Written])[], rows: Rows): A.Data<A.Struct> => {
  const fields = members.map(([name, member]) => fieldFor(name, member));
  return A.makeData({ type: new A.Struct(fields), ...rows, children: members.map(([, { data }]) => data) });
};
