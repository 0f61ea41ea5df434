import { type Column, isValid } from "./column.ts";

const asNaN = (): number => Number.NaN;

/** A record that is not there: every member is missing, and as a number it is NaN. */
const missingRecord: object = new Proxy(Object.freeze(Object.create(null)), {
  get: (_target, key) => (key === Symbol.toPrimitive ? asNaN : undefined),
});

type Method = (...inputs: readonly unknown[]) => unknown;

const isArray = (value: unknown): value is readonly unknown[] => Array.isArray(value);

const holdsRecords = (items: readonly unknown[], otherwise: boolean): boolean =>
  items.length === 0 ? otherwise : typeof items[0] === "object" && !isArray(items[0]);

/** An array whose reads past the end, of records, are missing records; so are those of the arrays its methods give. */
const listOf = (items: readonly unknown[], ofRecords: boolean): readonly unknown[] => {
  const past = ofRecords ? missingRecord : undefined;
  const read: Readonly<Record<string, Method>> = {
    at: (k) => items.at(Number(k)) ?? past,
    find: (keep) => items.find(keep as (item: unknown) => boolean) ?? past,
  };
  return new Proxy(items, {
    get: (target, key) => {
      if (typeof key === "string" && /^-?\d+(\.\d+)?$/.test(key)) return target[Number(key)] ?? past;
      if (typeof key === "string" && Object.hasOwn(read, key)) return read[key];
      const member: unknown = Reflect.get(target, key);
      if (typeof member !== "function") return member;
      return (...inputs: readonly unknown[]): unknown => {
        const result: unknown = Reflect.apply(member, target, inputs);
        return isArray(result) ? listOf(result, holdsRecords(result, key === "map" || ofRecords)) : result;
      };
    },
  });
};

/**
 * One row of a column as a plain JavaScript value: the argument on which a lambda, run as JavaScript, is the oracle of
 * its kernel. A null is `undefined`; so is every member of a null record or of an item past the end.
 */
export const rowOfColumn = (column: Column, row: number): unknown => {
  if (!isValid(column.validity, row))
    return column.kind === "record"
      ? missingRecord
      : column.kind === "list"
        ? listOf([], column.item.kind === "record")
        : undefined;
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
      return listOf(items, column.item.kind === "record");
    }
    case "record": {
      const record: object = Object.create(null);
      for (const [name, field] of column.fields)
        Object.defineProperty(record, name, { value: rowOfColumn(field, row), enumerable: true });
      return record;
    }
  }
};
