import { leafType, listType, recordType, type Schema } from "./schema.ts";

declare const rowType: unique symbol;

/** A schema that TypeScript knows too: `E` is one row of it. */
export type TypedSchema<E> = Schema & { readonly [rowType]?: E };

/** What one row of a schema is. */
export type RowOf<S> = S extends { readonly [rowType]?: infer E } ? E : never;

export const f64: TypedSchema<number> = /* @__PURE__ */ leafType("f64");
export const f32: TypedSchema<number> = /* @__PURE__ */ leafType("f32");
export const i32: TypedSchema<number> = /* @__PURE__ */ leafType("i32");
/** Whole numbers of 64 bits: a lambda sees a bigint. */
export const i64: TypedSchema<bigint> = /* @__PURE__ */ leafType("i64");
export const boolean: TypedSchema<boolean> = /* @__PURE__ */ leafType("bool");
export const string: TypedSchema<string> = /* @__PURE__ */ leafType("string");

/** Lists of any length. */
export const list = <E>(item: TypedSchema<E>): TypedSchema<readonly E[]> => listType(item);

/**
 * Records, and events themselves, with the members that are named; a file may have more.
 * @example
 * const collision = record({ met: f64, muon: list(record({ pt: f32, charge: i32 })) });
 * parquet("events.parquet", collision).pipe(filter((ev) => ev.muon[0].pt > 20))
 */
export const record = <F extends Readonly<Record<string, Schema>>>(
  fields: F,
): TypedSchema<{ readonly [K in keyof F]: RowOf<F[K]> }> => recordType(Object.entries(fields));

/**
 * The same, and values may be missing. A lambda is typed as if they were there: what a missing value means is part of
 * the language, and `ev.met ?? 0` replaces it.
 */
export const optional = <E>(schema: TypedSchema<E>): TypedSchema<E> => ({ ...schema, nullable: true });
