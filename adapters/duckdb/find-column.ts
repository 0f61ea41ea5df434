import { fail, type JagradError } from "../../core/index.ts";
import { nearNames } from "../near-names.ts";
import type { FileColumn } from "./file-column.ts";

/** Names as a message shows them. */
export const listed = (names: readonly string[]): string => names.map((name) => JSON.stringify(name)).join(", ");

/** The error that says that nothing has this name, and which names are near. */
export const absent = (what: string, name: string, columns: readonly FileColumn[], where?: string): JagradError => {
  const near = nearNames(
    name,
    columns.map((column) => column.name),
  );
  const cure = near.length > 0 ? `one of ${listed(near)}` : "a name of this file";
  return fail("E_COLUMN", { what, where, cure });
};

/**
 * The column of a name.
 * @throws E_COLUMN where there is none, or more than one
 */
export const columnNamed = (name: string, columns: readonly FileColumn[], where?: string): FileColumn => {
  const [column, other] = columns.filter((candidate) => candidate.name === name);
  if (column === undefined) throw absent(`there is no column ${JSON.stringify(name)}`, name, columns, where);
  if (other === undefined) return column;
  throw fail("E_COLUMN", {
    what: `the name ${JSON.stringify(name)} is ambiguous: columns ${column.place} and ${other.place} have it`,
    where,
    cure: "give one of them another name in the file",
  });
};
