import { type Column, fail, isValid, type RecordColumn, schemaOf, showSchema, valuesFor } from "../../core/index.ts";
import { bytesFor } from "../bits.ts";

/** A column of the type of another in which every row is missing. */
const missing = (like: Column, rows: number): Column => {
  const validity = rows === 0 ? undefined : new Uint8Array(bytesFor(rows));
  switch (like.kind) {
    case "leaf":
      return {
        kind: "leaf",
        dtype: like.dtype,
        values: valuesFor(like.dtype, rows),
        dictionary: like.dictionary && [],
        validity,
      };
    case "list":
      return { kind: "list", offsets: new Int32Array(rows + 1), item: missing(like.item, 0), validity };
    case "record":
      return {
        kind: "record",
        fields: new Map([...like.fields].map(([name, f]) => [name, missing(f, rows)])),
        validity,
      };
  }
};

/** True where no row has a value: nothing tells the type, and numbers were assumed. */
const isUntold = (column: Column, rows: number): boolean => {
  if (column.kind !== "leaf" || column.dtype !== "f64") return false;
  for (let row = 0; row < rows; row++) if (isValid(column.validity, row)) return false;
  return true;
};

const cure =
  "an example that decides the members and their types: rows(events, { like: { met: 0, jet: [{ pt: 0 }] } })";

const recordLike = (column: RecordColumn, like: RecordColumn, rows: number, path: string): RecordColumn => {
  for (const name of column.fields.keys())
    if (!like.fields.has(name))
      throw fail("E_SCHEMA", {
        what: `the first batch, or the example, has no member ${JSON.stringify(name)}`,
        where: path,
        cure,
      });
  const fields = [...like.fields].map(([name, field]) => {
    const own = column.fields.get(name);
    return [name, own ? columnLike(own, field, rows, `${path}.${name}`) : missing(field, rows)] as const;
  });
  return { ...column, fields: new Map(fields) };
};

const columnLike = (column: Column, like: Column, rows: number, path: string): Column => {
  if (column.kind === "leaf" && like.kind === "leaf" && column.dtype === like.dtype) return column;
  if (column.kind === "list" && like.kind === "list")
    return { ...column, item: columnLike(column.item, like.item, column.offsets[rows] ?? 0, `${path}[]`) };
  if (column.kind === "record" && like.kind === "record") return recordLike(column, like, rows, path);
  if (isUntold(column, rows)) return missing(like, rows);
  throw fail("E_SCHEMA", {
    what: `this is ${showSchema(schemaOf(column))}, and ${showSchema(schemaOf(like))} in the first batch or the example`,
    where: path,
    cure,
  });
};

/**
 * The columns of events with the members and types of others: members that are not there are missing.
 * @throws E_SCHEMA where a member is new or has another type
 */
export const eventsLike = recordLike;
