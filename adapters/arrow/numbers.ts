import { type ColumnDType, fail, isValid, type LeafColumn, type Validity, type Values } from "../../core/index.ts";
import { hasNegative, widened } from "../values.ts";
import { type ViewOf, viewOf } from "./own-bytes.ts";
import type { Part } from "./part.ts";
import { cleared } from "./validity.ts";

/** The numbers of a part as values of one of our types; undefined where bytes are missing. */
interface Conversion {
  readonly dtype: ColumnDType;
  readonly convert: (part: Part) => Values | undefined;
}

const as =
  (make: ViewOf<Values>): Conversion["convert"] =>
  ({ values, length }) =>
    viewOf(make, values, length);

const wider =
  (make: ViewOf<ArrayLike<number>>): Conversion["convert"] =>
  ({ values, length }) => {
    const view = viewOf(make, values, length);
    return view && Int32Array.from(view);
  };

const longer =
  (make: ViewOf<Int32Array | Uint32Array>): Conversion["convert"] =>
  ({ values, length }) => {
    const view = viewOf(make, values, length);
    return view && widened(view);
  };

const halfToNumber = (bits: number): number => {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 31) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY;
  return sign * (exponent === 0 ? fraction * 2 ** -24 : (1024 + fraction) * 2 ** (exponent - 25));
};

const fromHalves = ({ values, length }: Part): Values | undefined => {
  const view = viewOf(Uint16Array, values, length);
  return view && Float32Array.from(view, halfToNumber);
};

const fromBits = ({ values, length, firstBit }: Part): Values | undefined => {
  const bits = viewOf(Uint8Array, values, (firstBit + length + 7) >> 3);
  if (bits === undefined) return undefined;
  const out = new Uint8Array(length);
  for (let i = 0; i < length; i++) out[i] = isValid(bits, firstBit + i) ? 1 : 0;
  return out;
};

const whole: Conversion = { dtype: "i64", convert: as(BigInt64Array) };
const days: Conversion = { dtype: "i64", convert: longer(Int32Array) };

/** By the text of the type; dates and times are numbers of their units. */
const conversions: ReadonlyMap<string, Conversion> = new Map<string, Conversion>([
  ["bool", { dtype: "bool", convert: fromBits }],
  ["int8", { dtype: "i32", convert: wider(Int8Array) }],
  ["int16", { dtype: "i32", convert: wider(Int16Array) }],
  ["int32", { dtype: "i32", convert: as(Int32Array) }],
  ["int64", whole],
  ["uint8", { dtype: "i32", convert: wider(Uint8Array) }],
  ["uint16", { dtype: "i32", convert: wider(Uint16Array) }],
  ["uint32", { dtype: "i64", convert: longer(Uint32Array) }],
  ["uint64", whole],
  ["float16", { dtype: "f32", convert: fromHalves }],
  ["float32", { dtype: "f32", convert: as(Float32Array) }],
  ["float64", { dtype: "f64", convert: as(Float64Array) }],
  ["date32", days],
  ["date64", whole],
  ...["time32[s]", "time32[ms]"].map((name) => [name, days] as const),
  ...["time64[us]", "time64[ns]"].map((name) => [name, whole] as const),
  ...["s", "ms", "us", "ns"].flatMap((unit) => [
    [`timestamp[${unit}]`, whole] as const,
    [`duration[${unit}]`, whole] as const,
  ]),
]);

/** True for types whose values are numbers or truth values. */
export const isNumeric = (text: string): boolean => conversions.has(text);

/**
 * A column of numbers or truth values, its values shared where their type is the same here.
 * @throws E_SHAPE where values are missing; E_LIMIT where one does not fit
 */
export const numbersFrom = (part: Part, text: string, validity: Validity | undefined, path: string): LeafColumn => {
  const { dtype, convert } = conversions.get(text) ?? whole;
  const values = convert(part);
  if (values === undefined)
    throw fail("E_SHAPE", {
      what: `the values of type ${text} have ${part.values?.length ?? 0} bytes, too few for ${part.length} rows`,
      where: path,
    });
  const column = cleared({ kind: "leaf", dtype, values, validity });
  if (text === "uint64" && column.values instanceof BigInt64Array && hasNegative(column.values))
    throw fail("E_LIMIT", { what: "a value of type uint64 does not fit into 64 bits with a sign", where: path });
  return column;
};
