import { DuckDBDecimalType, type DuckDBType, DuckDBTypeId as T } from "@duckdb/node-api";
import { type ColumnDType, fail, type Values } from "../../core/index.ts";
import { hasNegative, widened, zeroMissing } from "../values.ts";
import { bytesOf, type Reader, validityOf } from "./reader.ts";

/** How the bytes of one native type become values of one of ours. */
interface Conversion {
  readonly dtype: ColumnDType;
  /** Native bytes per row. */
  readonly width: number;
  readonly convert: (bytes: ArrayBuffer) => Values;
  /** False where a value has no place in `dtype`. */
  readonly fits?: (values: Values) => boolean;
}

const days: Conversion = { dtype: "i64", width: 4, convert: (b) => widened(new Int32Array(b)) };
const ticks: Conversion = { dtype: "i64", width: 8, convert: (b) => new BigInt64Array(b) };

const wide = (bytes: ArrayBuffer, signed: boolean, toNumber: (value: bigint) => number): Float64Array => {
  const low = new BigUint64Array(bytes);
  const high = signed ? new BigInt64Array(bytes) : low;
  return Float64Array.from({ length: low.length / 2 }, (_, i) =>
    toNumber(((high[2 * i + 1] ?? 0n) << 64n) | (low[2 * i] ?? 0n)),
  );
};

/** Types whose values are numbers; DATE counts days and TIMESTAMP its own unit, both since 1970-01-01. */
const conversions: ReadonlyMap<T, Conversion> = new Map<T, Conversion>([
  [T.BOOLEAN, { dtype: "bool", width: 1, convert: (b) => new Uint8Array(b) }],
  [T.TINYINT, { dtype: "i32", width: 1, convert: (b) => Int32Array.from(new Int8Array(b)) }],
  [T.SMALLINT, { dtype: "i32", width: 2, convert: (b) => Int32Array.from(new Int16Array(b)) }],
  [T.INTEGER, { dtype: "i32", width: 4, convert: (b) => new Int32Array(b) }],
  [T.BIGINT, { dtype: "i64", width: 8, convert: (b) => new BigInt64Array(b) }],
  [T.UTINYINT, { dtype: "i32", width: 1, convert: (b) => Int32Array.from(new Uint8Array(b)) }],
  [T.USMALLINT, { dtype: "i32", width: 2, convert: (b) => Int32Array.from(new Uint16Array(b)) }],
  [T.UINTEGER, { dtype: "i64", width: 4, convert: (b) => widened(new Uint32Array(b)) }],
  [T.UBIGINT, { ...ticks, fits: (values) => !(values instanceof BigInt64Array && hasNegative(values)) }],
  [T.HUGEINT, { dtype: "f64", width: 16, convert: (b) => wide(b, true, Number) }],
  [T.UHUGEINT, { dtype: "f64", width: 16, convert: (b) => wide(b, false, Number) }],
  [T.FLOAT, { dtype: "f32", width: 4, convert: (b) => new Float32Array(b) }],
  [T.DOUBLE, { dtype: "f64", width: 8, convert: (b) => new Float64Array(b) }],
  [T.DATE, days],
  [T.TIMESTAMP, ticks],
  [T.TIMESTAMP_S, ticks],
  [T.TIMESTAMP_MS, ticks],
  [T.TIMESTAMP_NS, ticks],
  [T.TIMESTAMP_TZ, ticks],
]);

const decimal = ({ width, scale }: DuckDBDecimalType): Conversion => {
  const unit = 10n ** BigInt(scale);
  const ten = 10 ** scale;
  const exact = (value: bigint): number => Number(value / unit) + Number(value % unit) / ten;
  const over = (values: Iterable<number>): Float64Array => Float64Array.from(values, (value) => value / ten);
  if (width <= 4) return { dtype: "f64", width: 2, convert: (b) => over(new Int16Array(b)) };
  if (width <= 9) return { dtype: "f64", width: 4, convert: (b) => over(new Int32Array(b)) };
  if (width <= 18) return { dtype: "f64", width: 8, convert: (b) => Float64Array.from(new BigInt64Array(b), exact) };
  return { dtype: "f64", width: 16, convert: (b) => wide(b, true, exact) };
};

/** The reader of a type whose values are numbers or truth values; undefined for others. */
export const numberReader = (type: DuckDBType, path: string): Reader | undefined => {
  const conversion = type instanceof DuckDBDecimalType ? decimal(type) : conversions.get(type.typeId);
  if (conversion === undefined) return undefined;
  const { dtype, width, convert, fits } = conversion;
  return (vector, rows, parent) => {
    const validity = validityOf(vector, rows, parent);
    const values = convert(bytesOf(vector, rows * width));
    zeroMissing(values, validity);
    if (fits && !fits(values))
      throw fail("E_LIMIT", { what: `a value of type ${type} does not fit into 64 bits with a sign`, where: path });
    return { kind: "leaf", dtype, values, validity };
  };
};
