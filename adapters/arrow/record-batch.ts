import { fail } from "../../core/index.ts";
import { type BufferName, bufferNames, isView } from "./buffer-names.ts";
import { type Field, recordOf } from "./field.ts";
import { type FlatTable, longAt } from "./flatbuffer.ts";
import type { Part } from "./part.ts";

/** The entries of the dictionaries read so far, by number. */
export type Dictionaries = ReadonlyMap<number, readonly Part[]>;

const codecs = ["LZ4", "ZSTD"];

const checkCodec = (batch: FlatTable, where: string): void => {
  const compression = batch.table(3);
  if (compression === undefined) return;
  throw fail("E_TYPE", {
    what: `the buffers are compressed with ${codecs[compression.int(0, 8)] ?? "an unknown codec"}`,
    where,
    cure: "write the file without compression",
  });
};

/**
 * The columns of a record batch, cut out of its body without a copy.
 * @throws E_FILE where nodes or buffers are missing, left over or outside the body; E_TYPE where they are compressed
 */
export const partFrom = (
  batch: FlatTable,
  body: Uint8Array,
  fields: readonly Field[],
  dictionaries: Dictionaries,
  version: number,
  where: string,
): Part => {
  checkCodec(batch, where);
  const nodes = batch.structs(1, 16)[Symbol.iterator]();
  const regions = batch.structs(2, 16)[Symbol.iterator]();
  const heapCounts = batch.structs(4, 8)[Symbol.iterator]();
  const broken = (what: string) => fail("E_FILE", { what, where });

  const node = (): { readonly length: number; readonly nulls: number } => {
    const { value } = nodes.next();
    if (value === undefined) throw broken("a record batch describes fewer columns than its schema");
    const [length, nulls] = [longAt(value, 0), longAt(value, 8)];
    if (!(length >= 0 && length < 2 ** 31 && nulls >= 0 && nulls <= length))
      throw broken(`a column cannot have ${length} rows, ${nulls} of them missing`);
    return { length, nulls };
  };
  const buffer = (): Uint8Array => {
    const { value } = regions.next();
    if (value === undefined) throw broken("a record batch has fewer buffers than its schema needs");
    const [offset, length] = [longAt(value, 0), longAt(value, 8)];
    if (!(offset >= 0 && length >= 0 && offset + length <= body.length))
      throw broken(`a buffer of ${length} bytes at ${offset} is outside the ${body.length} bytes of the batch`);
    return body.subarray(offset, offset + length);
  };
  const heaps = (): readonly Uint8Array[] => {
    const { value } = heapCounts.next();
    const count = value === undefined ? Number.NaN : longAt(value, 0);
    if (!(count >= 0)) throw broken("a record batch does not say how many buffers its views have");
    const all: Uint8Array[] = [];
    for (let i = 0; i < count; i++) all.push(buffer());
    return all;
  };
  const part = (field: Field): Part => {
    const own = field.dictionary?.index ?? field.type;
    const { length, nulls } = node();
    const buffers: Partial<Record<BufferName, Uint8Array>> = {};
    for (const name of bufferNames(own, version)) buffers[name] = buffer();
    const { validity, values, offsets, sizes } = buffers;
    return {
      field,
      length,
      nulls,
      validity: validity?.length === 0 ? undefined : validity,
      firstBit: 0,
      values,
      offsets,
      sizes,
      heaps: isView(own) ? heaps() : [],
      children: field.dictionary ? [] : field.children.map(part),
      // none where all rows are missing
      dictionary: field.dictionary && (dictionaries.get(field.dictionary.id) ?? []),
    };
  };
  const children = fields.map(part);
  if (!nodes.next().done || !regions.next().done)
    throw broken("a record batch has more columns or buffers than its schema needs");
  const length = batch.long(0);
  if (!(length >= 0 && length < 2 ** 31)) throw broken(`a record batch cannot have ${length} rows`);
  const other = children.find((child) => child.length !== length);
  if (other)
    throw broken(`a record batch of ${length} rows has ${other.length} of ${JSON.stringify(other.field.name)}`);
  return {
    field: recordOf(fields),
    length,
    nulls: 0,
    validity: undefined,
    firstBit: 0,
    values: undefined,
    offsets: undefined,
    sizes: undefined,
    heaps: [],
    children,
    dictionary: undefined,
  };
};
