import { type Column, type ColumnDType, fail } from "../core/index.ts";

const numeric: ReadonlySet<ColumnDType> = new Set<ColumnDType>(["f64", "f32", "i32", "i64"]);

const convert = (column: Column, dtype: ColumnDType): Column => {
  if (column.kind !== "leaf" || column.dtype === dtype) return column;
  const values = dtype === "i64" ? BigInt64Array.from(column.values, BigInt) : Float64Array.from(column.values, Number);
  return { ...column, dtype, values };
};

/**
 * Columns brought to one type: `i32` and `i64` to `i64`, other mixtures of numbers to `f64`.
 * @throws E_TYPE where they have none in common
 */
export const commonType = (columns: readonly Column[], path: string): readonly Column[] => {
  const kinds = new Set(columns.map((column) => (column.kind === "leaf" ? column.dtype : column.kind)));
  if (kinds.size <= 1) return columns;
  const dtypes = columns.flatMap((column) => (column.kind === "leaf" ? [column.dtype] : []));
  if (dtypes.length < columns.length || !dtypes.every((dtype) => numeric.has(dtype)))
    throw fail("E_TYPE", {
      what: `columns of types ${[...kinds].join(", ")} do not go together`,
      where: path,
      cure: "give columns of one type; in CSV one value that is no number makes a column of strings",
    });
  const whole = dtypes.every((dtype) => dtype === "i32" || dtype === "i64");
  return columns.map((column) => convert(column, whole ? "i64" : "f64"));
};
