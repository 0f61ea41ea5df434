import { fail } from "../../core/index.ts";
import type { ArrowType, Kind } from "./arrow-type.ts";

/** How many children a type has; undefined: any number. */
const childCounts: Partial<Readonly<Record<Kind, number | undefined>>> = {
  list: 1,
  "large list": 1,
  "fixed-size list": 1,
  "list view": 1,
  "large list view": 1,
  map: 1,
  "run-end encoded": 2,
  struct: undefined,
  union: undefined,
};

/** A column of a schema: its name, its type, and what is inside. */
export interface Field {
  readonly name: string;
  readonly type: ArrowType;
  readonly children: readonly Field[];
  readonly metadata: ReadonlyMap<string, string>;
  /** Rows are numbers of entries of the dictionary `id`, whose entries have the type of the field. */
  readonly dictionary: { readonly id: number; readonly index: ArrowType } | undefined;
}

/** @throws E_FILE where a type has another number of children than it must have */
export const checkChildren = (field: Field, where: string): Field => {
  const { kind } = field.type;
  const wanted = Object.hasOwn(childCounts, kind) ? childCounts[kind] : 0;
  if (wanted === undefined || wanted === field.children.length) return field;
  throw fail("E_FILE", { what: `a type ${kind} has ${field.children.length} children, not ${wanted}`, where });
};

/** Events as one field without a name. */
export const recordOf = (children: readonly Field[]): Field => ({
  name: "",
  type: { kind: "struct", bits: 0, size: 0, dense: false, text: "struct" },
  children,
  metadata: new Map(),
  dictionary: undefined,
});
