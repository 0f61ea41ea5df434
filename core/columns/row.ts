import { type Column, isValid } from "./column.ts";
import { absentRecord, listOfItems } from "./lists.ts";

const absences = new WeakMap<Column, { readonly value: unknown }>();

/** What stands for a row that is not there: missing in all its members, with empty lists. */
const absent = (column: Column): unknown => {
  const known = absences.get(column);
  if (known) return known.value;
  const value =
    column.kind === "leaf"
      ? undefined
      : column.kind === "list"
        ? listOfItems([], absent(column.item))
        : absentRecord(new Map([...column.fields].map(([name, field]) => [name, absent(field)])));
  absences.set(column, { value });
  return value;
};

/**
 * One row of a column as a plain JavaScript value: the argument on which a lambda, run as JavaScript, is the oracle of
 * its kernel. A null is `undefined`; so is every member of a null record or of an item past the end,
 * but for lists, which are empty there.
 */
export const rowOfColumn = (column: Column, row: number): unknown => {
  if (!isValid(column.validity, row)) return absent(column);
  switch (column.kind) {
    case "leaf": {
      const value = column.values[row];
      if (column.dtype === "bool") return value === 1;
      if (column.dtype === "string") return column.dictionary?.[Number(value)];
      return value;
    }
    case "list": {
      const first = column.offsets[row] ?? 0;
      const length = (column.offsets[row + 1] ?? 0) - first;
      const items = Array.from({ length }, (_, k) => rowOfColumn(column.item, first + k));
      return listOfItems(items, absent(column.item));
    }
    case "record": {
      const record: object = Object.create(null);
      for (const [name, field] of column.fields)
        Object.defineProperty(record, name, { value: rowOfColumn(field, row), enumerable: true });
      return record;
    }
  }
};
