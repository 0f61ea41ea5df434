import type { DuckDBConnection } from "@duckdb/node-api";
import { type Column, type DualParameter, fail } from "../../core/index.ts";
import { namesFrom } from "../dual-info.ts";
import { globOf, quoteText } from "./sql.ts";

/** The key in the metadata of a file. */
export const dualKey = "jagrad.dual";

/** A column that carries derivatives, by the names of the fields that lead to it. */
export interface DualPath {
  readonly path: readonly string[];
  readonly tangent: boolean;
  readonly adjoint: boolean;
}

/** Which columns of a file are numbers with derivatives, and the parameters of their tangents. */
export interface DualMetadata {
  readonly parameters: readonly DualParameter[];
  readonly columns: readonly DualPath[];
}

/** The columns with derivatives in a column of the name that ends `path`. */
export const dualsIn = (column: Column, path: readonly string[]): readonly DualPath[] => {
  switch (column.kind) {
    case "leaf": {
      const [tangent, adjoint] = [(column.tangent?.length ?? 0) > 0, column.adjoint !== undefined];
      return tangent || adjoint ? [{ path, tangent, adjoint }] : [];
    }
    case "list":
      return dualsIn(column.item, path);
    case "record":
      return [...column.fields].flatMap(([name, field]) => dualsIn(field, [...path, name]));
  }
};

/**
 * The text that a file carries.
 * @throws E_NONFINITE where a width is no number that JSON can hold
 */
export const textOf = ({ parameters, columns }: DualMetadata): string => {
  const odd = parameters.find(({ width }) => !Number.isFinite(width));
  if (odd) throw fail("E_NONFINITE", { what: `the width of parameter ${JSON.stringify(odd.name)} is ${odd.width}` });
  const [names, widths] = [parameters.map(({ name }) => name), parameters.map(({ width }) => width)];
  return JSON.stringify({ parameters: names, widths, columns });
};

const isPath = (value: unknown): value is DualPath =>
  typeof value === "object" &&
  value !== null &&
  "path" in value &&
  "tangent" in value &&
  "adjoint" in value &&
  Array.isArray(value.path) &&
  value.path.length > 0 &&
  value.path.every((name) => typeof name === "string") &&
  typeof value.tangent === "boolean" &&
  typeof value.adjoint === "boolean";

const columnsFrom = (text: string, where: string): readonly DualPath[] => {
  const { columns }: { readonly columns?: unknown } = JSON.parse(text);
  if (Array.isArray(columns) && columns.every(isPath)) return columns;
  throw fail("E_FILE", { what: `the metadata ${dualKey} names no columns`, where });
};

/**
 * What the metadata of a Parquet file say of derivatives; undefined where they say nothing.
 * @throws E_FILE where they are malformed
 */
export const dualMetadata = async (connection: DuckDBConnection, path: string): Promise<DualMetadata | undefined> => {
  const sql = `select decode(value) from parquet_kv_metadata(${quoteText(globOf(path))}) where decode(key) = $key`;
  const [row] = (await connection.runAndReadAll(sql, { key: dualKey })).getRows();
  if (row === undefined) return undefined;
  const text = String(row[0]);
  return { parameters: namesFrom(text, path), columns: columnsFrom(text, path) };
};
