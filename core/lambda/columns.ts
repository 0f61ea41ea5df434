import type { ColumnDType, Schema } from "../columns/index.ts";
import { and, size } from "../primitives/index.ts";
import type { Atom, Axis, Builder, DType } from "../program/index.ts";
import { kept } from "./kept.ts";
import { always, emit, numberOf } from "./meaning.ts";
import type { ListValue, Value } from "./value.ts";

/** A column inside an event: field names, and 0 for "the items of this list". */
export type SlotPath = readonly (string | 0)[];

export const slotOf = (path: SlotPath): string => JSON.stringify(path);
export const pathOfSlot = (slot: string): SlotPath => JSON.parse(slot) as SlotPath;

/** `muon[].pt`, for people. */
export const showSlot = (slot: string): string =>
  pathOfSlot(slot).reduce<string>((text, part) => (part === 0 ? `${text}[]` : text ? `${text}.${part}` : part), "");

const dtypes: Readonly<Record<ColumnDType, DType>> = {
  f64: "f64",
  f32: "f64",
  i32: "i32",
  i64: "i64",
  bool: "bool",
  string: "string",
};

/** The value of a column under one element of an axis; inputs appear in the program when they are used. */
export const columnValue = (b: Builder, schema: Schema, path: SlotPath, axis: Axis, around: Atom = always): Value => {
  const slot = slotOf(path);
  const present = (): Atom =>
    schema.nullable ? emit(b, and, around, b.input({ kind: "validity", slot }, "bool", axis)) : around;
  switch (schema.kind) {
    case "leaf":
      return numberOf(b.input({ kind: "column", slot }, dtypes[schema.dtype], axis), present());
    case "record":
      return {
        kind: "record",
        ...(schema.nullable || around !== always ? { present: present() } : {}),
        names: [...schema.fields.keys()],
        get: (name) => {
          const field = schema.fields.get(name);
          return field && columnValue(b, field, [...path, name], axis, present());
        },
      };
    case "list": {
      const items = b.axis(showSlot(slot), { kind: "column", slot }, { parent: axis });
      const list: ListValue = {
        kind: "list",
        axis: items,
        owner: axis,
        get item() {
          return columnValue(b, schema.item, [...path, 0], items);
        },
        length: () => b.emit(size, [], { axis: items }),
      };
      return kept(b, list, present());
    }
  }
};
