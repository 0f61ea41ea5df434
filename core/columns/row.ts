import { type Column, isValid } from "./column.ts";

const missingRecord: object = new Proxy(Object.freeze(Object.create(null)), { get: () => undefined });

const beyond = (length: number, items: readonly unknown[], ofRecords: boolean): readonly unknown[] =>
  ofRecords
    ? new Proxy(items, {
        get: (target, key) => {
          if (key === "at") return (k: number) => target.at(k) ?? missingRecord;
          if (typeof key === "string" && /^\d+$/.test(key) && Number(key) >= length) return missingRecord;
          return Reflect.get(target, key);
        },
      })
    : items;

/**
 * One row of a column as a plain JavaScript value: the argument on which a lambda, run as JavaScript, is the oracle of
 * its kernel. A null is `undefined`; so is every member of a null record or of an item past the end.
 */
export const rowOfColumn = (column: Column, row: number): unknown => {
  if (!isValid(column.validity, row))
    return column.kind === "record" ? missingRecord : column.kind === "list" ? [] : undefined;
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
      return beyond(length, items, column.item.kind === "record");
    }
    case "record": {
      const fields: [string, unknown][] = [...column.fields].map(([name, field]) => [name, rowOfColumn(field, row)]);
      const record: object = Object.create(null);
      for (const [name, value] of fields) Object.defineProperty(record, name, { value, enumerable: true });
      return record;
    }
  }
};
