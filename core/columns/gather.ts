import { fail } from "../errors.ts";
import { type Column, isValid, type LeafColumn, type ListColumn, type RecordColumn, type Validity } from "./column.ts";
import { valuesFor } from "./values-for.ts";

/** Some rows of several columns of one type: row `row[i]` of column `part[i]`. */
export interface Picks {
  readonly part: Int32Array;
  readonly row: Int32Array;
}

const differ = () =>
  fail("E_SCHEMA", {
    what: "two batches of one stream have different columns",
    cure: "give all batches the same columns",
  });

const bitsOf = (validities: readonly (Validity | undefined)[], { part, row }: Picks): Validity | undefined => {
  if (validities.every((bits) => bits === undefined)) return undefined;
  const out = new Uint8Array((row.length + 7) >> 3);
  let all = true;
  for (let i = 0; i < row.length; i++)
    if (isValid(validities[part[i] ?? 0], row[i] ?? 0)) out[i >> 3] = (out[i >> 3] ?? 0) | (1 << (i & 7));
    else all = false;
  return all ? undefined : out;
};

/** The dictionaries as one, and the code in it of each code of each of them. */
const dictionaryOf = (parts: readonly LeafColumn[]) => {
  const [first] = parts;
  if (parts.every(({ dictionary }) => dictionary === first?.dictionary))
    return { dictionary: first?.dictionary, codes: undefined };
  const known = new Map<string, number>();
  const codes = parts.map(({ dictionary = [] }) =>
    dictionary.map((word) => {
      const code = known.get(word) ?? known.size;
      known.set(word, code);
      return code;
    }),
  );
  return { dictionary: [...known.keys()], codes };
};

const gatherLeaves = (first: LeafColumn, parts: readonly LeafColumn[], picks: Picks): LeafColumn => {
  const { part, row } = picks;
  const values = valuesFor(first.dtype, row.length);
  const { dictionary, codes } = dictionaryOf(parts);
  for (let i = 0; i < row.length; i++) {
    const [p, r] = [part[i] ?? 0, row[i] ?? 0];
    const value = parts[p]?.values[r] ?? 0;
    if (values instanceof BigInt64Array) values[i] = BigInt(value);
    else values[i] = codes ? (codes[p]?.[Number(value)] ?? 0) : Number(value);
  }
  const validity = bitsOf(
    parts.map((column) => column.validity),
    picks,
  );
  return { kind: "leaf", dtype: first.dtype, values, ...(dictionary ? { dictionary } : {}), validity };
};

const maxItems = 2 ** 31 - 1;

const gatherLists = (parts: readonly ListColumn[], picks: Picks): ListColumn => {
  const { part, row } = picks;
  const offsets = new Int32Array(row.length + 1);
  let total = 0;
  for (let i = 0; i < row.length; i++) {
    const from = parts[part[i] ?? 0]?.offsets;
    total += (from?.[(row[i] ?? 0) + 1] ?? 0) - (from?.[row[i] ?? 0] ?? 0);
    offsets[i + 1] = total;
  }
  if (total > maxItems) throw fail("E_LIMIT", { what: `${total} list items do not fit into one column` });
  const inner: Picks = { part: new Int32Array(total), row: new Int32Array(total) };
  for (let i = 0; i < row.length; i++) {
    const [at, end] = [offsets[i] ?? 0, offsets[i + 1] ?? 0];
    const first = parts[part[i] ?? 0]?.offsets[row[i] ?? 0] ?? 0;
    inner.part.fill(part[i] ?? 0, at, end);
    for (let k = at; k < end; k++) inner.row[k] = first + k - at;
  }
  const validity = bitsOf(
    parts.map((column) => column.validity),
    picks,
  );
  return {
    kind: "list",
    offsets,
    item: gatherRows(
      parts.map(({ item }) => item),
      inner,
    ),
    validity,
  };
};

/** `gatherRows` of the events themselves. */
export const gatherRecords = (parts: readonly RecordColumn[], picks: Picks): RecordColumn => {
  const names = [...(parts[0]?.fields.keys() ?? [])];
  const fieldOf = ({ fields }: RecordColumn, name: string): Column => {
    const field = fields.get(name);
    if (!field || fields.size !== names.length) throw differ();
    return field;
  };
  const fields = names.map((name): [string, Column] => [
    name,
    gatherRows(
      parts.map((part) => fieldOf(part, name)),
      picks,
    ),
  ]);
  const validity = bitsOf(
    parts.map((column) => column.validity),
    picks,
  );
  return { kind: "record", fields: new Map(fields), validity };
};

const isLeaf = (column: Column): column is LeafColumn => column.kind === "leaf";
const isList = (column: Column): column is ListColumn => column.kind === "list";
const isRecord = (column: Column): column is RecordColumn => column.kind === "record";

/**
 * Rows of several columns of one type as one column, copied buffer by buffer.
 * @throws E_SCHEMA where the types differ; E_LIMIT where a list gets more items than 32-bit offsets reach
 */
export const gatherRows = (parts: readonly Column[], picks: Picks): Column => {
  const [first] = parts;
  if (first?.kind === "leaf" && parts.every(isLeaf) && parts.every(({ dtype }) => dtype === first.dtype))
    return gatherLeaves(first, parts, picks);
  if (first?.kind === "list" && parts.every(isList)) return gatherLists(parts, picks);
  if (first?.kind === "record" && parts.every(isRecord)) return gatherRecords(parts, picks);
  throw differ();
};
