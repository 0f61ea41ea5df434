import type { ArrowType, Kind } from "./arrow-type.ts";

/** The buffers that a column may have. */
export type BufferName = "validity" | "values" | "offsets" | "sizes";

const fixed: readonly BufferName[] = ["validity", "values"];
const variable: readonly BufferName[] = ["validity", "offsets", "values"];
const lists: readonly BufferName[] = ["validity", "offsets"];
const views: readonly BufferName[] = ["validity", "offsets", "sizes"];

/** The buffers of each type, in their order; types of fixed width have validity and values. */
const buffersOf: Partial<Readonly<Record<Kind, readonly BufferName[]>>> = {
  null: [],
  binary: variable,
  utf8: variable,
  "large binary": variable,
  "large utf8": variable,
  list: lists,
  "large list": lists,
  map: lists,
  "list view": views,
  "large list view": views,
  "fixed-size list": ["validity"],
  struct: ["validity"],
  "run-end encoded": [],
};

/** The buffers of a type in their order; until V4 unions had validity. */
export const bufferNames = (type: ArrowType, version: number): readonly BufferName[] => {
  if (type.kind !== "union") return buffersOf[type.kind] ?? fixed;
  const own: readonly BufferName[] = type.dense ? ["values", "offsets"] : ["values"];
  return version < 4 ? ["validity", ...own] : own;
};

/** True for types whose values point into further buffers. */
export const isView = ({ kind }: ArrowType): boolean => kind === "utf8 view" || kind === "binary view";
