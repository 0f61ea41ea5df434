import { BIGINT, BOOLEAN, DOUBLE, type DuckDBType, HUGEINT, INTEGER, SQLNULL, VARCHAR } from "@duckdb/node-api";
import { fail, type Grid, type Histogram, isResult, type JagradError, type Profile } from "../../core/index.ts";
import { columnTable } from "./column-table.ts";
import { type PlainEvents, withParameters } from "./plain-events.ts";
import { type Interpolated, partsFor, type Query, type QueryPart } from "./query-part.ts";
import { resultTable } from "./result-table.ts";
import { spreadDuals } from "./spread-duals.ts";

/**
 * What can be put into a query: values, which are bound and never become text; names and files; another query; columns,
 * batches, histograms of any number of axes and profiles, which are tables.
 */
export type Interpolation =
  | number
  | bigint
  | string
  | boolean
  | null
  | Interpolated
  | Query<unknown>
  | PlainEvents
  | Histogram
  | Grid
  | Profile;

/** Shows the place of a value in the template. */
export type Where = () => string;

const refused = (what: string, where: Where, cure: string): JagradError =>
  fail("E_TYPE", { what: `${what} cannot be put into a query`, where: where(), cure });

const intoSql = "a number, bigint, string, boolean or null, identifier(...), parquetFile(...), a query, or columns";

const fits = (value: bigint, bits: number): boolean => BigInt.asIntN(bits, value) === value;

const typeOfNumber = (value: number, where: Where): DuckDBType => {
  if (!Number.isFinite(value))
    throw fail("E_NONFINITE", {
      what: `${value} cannot be put into a query`,
      where: where(),
      cure: "a finite number; where it is meant, write 'nan'::double or 'inf'::double",
    });
  if (!Number.isSafeInteger(value) || Object.is(value, -0)) return DOUBLE;
  return value === (value | 0) ? INTEGER : BIGINT;
};

const typeOfBigint = (value: bigint, where: Where): DuckDBType => {
  if (fits(value, 64)) return BIGINT;
  if (fits(value, 128)) return HUGEINT;
  throw fail("E_LIMIT", { what: `${value} has more than 128 bits`, where: where() });
};

const shownText = (text: string): string => JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}...` : text);

const textPart = (value: string, where: Where): QueryPart => {
  if (value.isWellFormed()) return { kind: "value", value, type: VARCHAR, shown: shownText(value) };
  throw refused("a text that holds half a character", where, "a text of whole characters: text.toWellFormed()");
};

const bigintOf = (value: number, type: DuckDBType): number | bigint => (type === BIGINT ? BigInt(value) : value);

const isEvents = (value: object): value is PlainEvents => {
  if ("kind" in value) return value.kind === "record" && "fields" in value && value.fields instanceof Map;
  if (!("columns" in value && "size" in value) || typeof value.columns !== "object" || value.columns === null)
    return false;
  return isEvents(value.columns) && ("parameters" in value || "stages" in value);
};

const tablePart = (from: object, where: Where): QueryPart => {
  if (isResult(from)) {
    const table = resultTable(from);
    if (table) return { kind: "columns", table, from, shown: from.kind };
    throw refused(`a result of kind ${from.kind}`, where, "its number, scalar.value");
  }
  if (!isEvents(from)) {
    if ("subscribe" in from)
      throw refused(
        "a stream that is no query, or a query of some events or records,",
        where,
        "parquetFile(path) for a file; of a pipeline the columns that it makes, by columns()",
      );
    throw refused(Array.isArray(from) ? "an array" : "an object of this kind", where, intoSql);
  }
  const { columns, rows, parameters } = withParameters(from);
  return { kind: "columns", table: columnTable(spreadDuals(columns, parameters), rows), from, shown: "columns" };
};

/**
 * The parts that a value stands for. Numbers that are whole are INTEGER or BIGINT as if they were written out, others
 * DOUBLE.
 * @throws E_NONFINITE for NaN and infinities; E_TYPE, E_LIMIT for what has no place in a query
 */
export const partsOfValue = (value: unknown, where: Where): readonly QueryPart[] => {
  switch (typeof value) {
    case "number": {
      const type = typeOfNumber(value, where);
      return [{ kind: "value", value: bigintOf(value, type), type, shown: String(value) }];
    }
    case "bigint":
      return [{ kind: "value", value, type: typeOfBigint(value, where), shown: `${value}n` }];
    case "string":
      return [textPart(value, where)];
    case "boolean":
      return [{ kind: "value", value, type: BOOLEAN, shown: String(value) }];
    case "object":
      if (value === null) return [{ kind: "value", value, type: SQLNULL, shown: "null" }];
      return partsFor(value) ?? [tablePart(value, where)];
    default:
      throw refused(value === undefined ? "undefined" : `a ${typeof value}`, where, intoSql);
  }
};
