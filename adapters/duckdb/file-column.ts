import { type DuckDBType, DuckDBTypeId as T } from "@duckdb/node-api";

/** A column of a file: its name there, its place, and its type. */
export interface FileColumn {
  readonly name: string;
  readonly place: number;
  readonly type: DuckDBType;
}

export const isList = ({ type }: FileColumn): boolean => type.typeId === T.LIST || type.typeId === T.ARRAY;
