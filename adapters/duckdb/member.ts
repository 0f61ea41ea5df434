import type { FileColumn } from "./file-column.ts";

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
