import { showNumber } from "../display/index.ts";
import { type Column, isValid, type LeafColumn } from "./column.ts";
import { showName } from "./show-schema.ts";

const mostItems = 3;
const mostFields = 20;
const longestText = 60;

/** The first of some parts, and how many more there are. */
const cut = (parts: readonly string[], all: number): string =>
  [...parts, ...(all > parts.length ? [`…${all - parts.length}`] : [])].join(", ");

const showText = (text: string): string =>
  JSON.stringify(text.length > longestText ? `${text.slice(0, longestText)}…` : text);

const showLeaf = ({ dtype, values, dictionary, tangent }: LeafColumn, row: number): string => {
  const value = values[row] ?? 0;
  if (dtype === "string") return showText(dictionary?.[Number(value)] ?? "");
  if (dtype === "bool") return String(value === 1);
  if (typeof value === "bigint") return `${value}n`;
  const slopes = tangent?.map((slope) => showNumber(slope[row] ?? 0)) ?? [];
  return tangent ? `${showNumber(value)} d[${slopes.join(", ")}]` : showNumber(value);
};

/** One row of a column as text: lists are cut after three items, records after twenty fields, with a count. */
export const showRow = (column: Column, row: number): string => {
  if (!isValid(column.validity, row)) return "missing";
  switch (column.kind) {
    case "leaf":
      return showLeaf(column, row);
    case "list": {
      const first = column.offsets[row] ?? 0;
      const length = (column.offsets[row + 1] ?? 0) - first;
      const items = Array.from({ length: Math.min(length, mostItems) }, (_, k) => showRow(column.item, first + k));
      return `[${cut(items, length)}]`;
    }
    case "record": {
      const fields = [...column.fields].slice(0, mostFields);
      return `{${cut(
        fields.map(([name, field]) => `${showName(name)}: ${showRow(field, row)}`),
        column.fields.size,
      )}}`;
    }
  }
};
