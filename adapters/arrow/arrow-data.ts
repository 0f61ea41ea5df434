import type * as A from "apache-arrow";
import { fail } from "../../core/index.ts";
import { type ArrowType, arrowType } from "./arrow-type.ts";
import { type Field, recordOf } from "./field.ts";
import { checkDepth } from "./limits.ts";
import type { Part } from "./part.ts";

const setting = (type: A.DataType, key: string): number => {
  const value: unknown = Reflect.get(type, key);
  return typeof value === "number" ? value : 0;
};

const typeOf = (type: A.DataType, where: string): ArrowType => {
  const zone: unknown = Reflect.get(type, "timezone");
  return arrowType(
    type.typeId,
    {
      bitWidth: setting(type, "bitWidth"),
      signed: Reflect.get(type, "isSigned") === true,
      precision: setting(type, "precision"),
      unit: setting(type, "unit"),
      mode: setting(type, "mode"),
      size: setting(type, "listSize") || setting(type, "byteWidth"),
      zone: typeof zone === "string" && zone !== "" ? zone : undefined,
    },
    where,
  );
};

const isDictionary = (type: A.DataType): type is A.Dictionary => type.typeId === -1;

/**
 * A field of a table in memory.
 * @throws E_LIMIT where it is nested too deeply; E_TYPE where its type is not known
 */
export const fieldOf = (field: A.Field, depth = 1): Field => {
  checkDepth(depth, field.name.slice(0, 500));
  const encoded = isDictionary(field.type) ? field.type : undefined;
  const type: A.DataType = encoded?.dictionary ?? field.type;
  return {
    name: field.name,
    type: typeOf(type, field.name),
    children: (type.children ?? []).map((child: A.Field) => fieldOf(child, depth + 1)),
    metadata: field.metadata,
    dictionary: encoded && { id: encoded.id, index: typeOf(encoded.indices, field.name) },
  };
};

/** The bytes of an array; none where its buffer was given to another thread. */
const bytesOf = (view: unknown): Uint8Array | undefined => {
  if (!ArrayBuffer.isView(view)) return undefined;
  const { buffer, byteOffset, byteLength } = view;
  const gone = buffer instanceof ArrayBuffer && buffer.detached;
  return gone ? new Uint8Array() : new Uint8Array(buffer, byteOffset, byteLength);
};

const entriesByVector = new WeakMap<A.Vector, readonly Part[]>();

const entriesOf = (vector: A.Vector, field: Field): readonly Part[] => {
  const known = entriesByVector.get(vector);
  if (known) return known;
  const entries = vector.data.map((data) => partOf(data, { ...field, dictionary: undefined }));
  entriesByVector.set(vector, entries);
  return entries;
};

const partOf = (data: A.Data, field: Field): Part => {
  const validity = bytesOf(data.nullBitmap);
  const children = field.dictionary ? [] : field.children;
  return {
    field,
    length: data.length,
    nulls: validity && validity.length > 0 ? 0 : data.nullCount,
    validity: validity?.length === 0 ? undefined : validity,
    firstBit: data.offset,
    values: bytesOf(data.values),
    offsets: bytesOf(data.valueOffsets),
    sizes: undefined,
    // a table without rows may have data without them
    heaps: Array.from(data.variadicBuffers ?? []),
    children: children.map((child, k) => {
      const inside = data.children[k];
      if (inside) return partOf(inside, child);
      throw fail("E_SHAPE", { what: "the data of a field is missing", where: child.name });
    }),
    dictionary: field.dictionary && (data.dictionary ? entriesOf(data.dictionary, field) : []),
  };
};

/** The events of a record batch in memory; its buffers are shared, so they must not change. */
export const partOfBatch = (batch: A.RecordBatch): Part =>
  partOf(batch.data, recordOf(batch.schema.fields.map((field) => fieldOf(field))));
