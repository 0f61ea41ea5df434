import type { Column } from "../core/index.ts";

/** True for columns of one type; whether values are missing does not matter. */
export const sameShape = (a: Column, b: Column): boolean => {
  if (a === b) return true;
  if (a.kind === "leaf") return b.kind === "leaf" && a.dtype === b.dtype;
  if (a.kind === "list") return b.kind === "list" && sameShape(a.item, b.item);
  if (b.kind !== "record" || a.fields.size !== b.fields.size) return false;
  return [...a.fields].every(([name, field]) => {
    const other = b.fields.get(name);
    return other !== undefined && sameShape(field, other);
  });
};
