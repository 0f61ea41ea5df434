import { type Column, fail, isValid, type LeafColumn, type Validity } from "../../core/index.ts";
import { concatColumns } from "../concat-columns.ts";
import { takeRows } from "../take-rows.ts";
import type { ArrowType } from "./arrow-type.ts";
import { numbersFrom } from "./numbers.ts";
import type { Part } from "./part.ts";
import { cleared, masked } from "./validity.ts";

/** The entries of a dictionary as one column. */
export const entriesFrom = (parts: readonly Part[], read: (part: Part) => Column): Column | undefined => {
  const columns = parts.map((part) => ({ column: read(part), rows: part.length }));
  return columns.length > 1 ? concatColumns(columns) : columns[0]?.column;
};

const codesOf = (part: Part, index: ArrowType, validity: Validity | undefined, path: string): Int32Array => {
  const entries = (part.dictionary ?? []).reduce((sum, { length }) => sum + length, 0);
  const { values } = numbersFrom(part, index.text, validity, path);
  for (let row = 0; row < part.length; row++) {
    const code = values[row] ?? 0;
    if ((code >= 0 && code < entries) || !isValid(validity, row)) continue;
    throw fail("E_OFFSETS", {
      what: `row ${row} is entry ${code} of a dictionary of ${entries} entries`,
      where: path,
    });
  }
  return values instanceof Int32Array ? values : Int32Array.from(values, Number);
};

/** Whether row `i` of some words is word `i`: then numbers of rows are numbers of words. */
const isIdentity = (column: Column): column is LeafColumn =>
  column.kind === "leaf" &&
  column.dtype === "string" &&
  column.validity === undefined &&
  column.values.length === column.dictionary?.length;

/**
 * A column whose rows are numbers of entries of a dictionary; strings stay numbers of words.
 * @throws E_OFFSETS where there is no such entry
 */
export const decoded = (
  part: Part,
  index: ArrowType,
  entries: () => Column | undefined,
  validity: Validity | undefined,
  path: string,
): Column => {
  const codes = codesOf(part, index, validity, path);
  const column: Column = entries() ?? { kind: "leaf", dtype: "string", values: new Int32Array(), dictionary: [] };
  if (isIdentity(column)) return cleared({ ...column, values: codes, validity });
  return masked(takeRows(column, codes), validity);
};
