import * as A from "apache-arrow";
import { fail, isValid, type LeafColumn } from "../../core/index.ts";
import { allRows, type Rows, rowsOf, type Writing } from "./writing.ts";

const packed = (values: LeafColumn["values"], length: number): Uint8Array => {
  const bits = new Uint8Array((length + 7) >> 3);
  for (let i = 0; i < length; i++) if (values[i]) bits[i >> 3] = (bits[i >> 3] ?? 0) | (1 << (i & 7));
  return bits;
};

const encoder = new TextEncoder();

const utf8Of = (words: readonly string[], rows: Rows): A.Data<A.Utf8> => {
  const broken = words.find((word) => !word.isWellFormed());
  if (broken !== undefined)
    throw fail("E_TYPE", { what: `${JSON.stringify(broken)} holds half a character: it cannot be written as UTF-8` });
  const bytes = words.map((word) => encoder.encode(word));
  const valueOffsets = new Int32Array(words.length + 1);
  let end = 0;
  bytes.forEach((word, i) => {
    end += word.length;
    valueOffsets[i + 1] = end;
  });
  if (end > 2 ** 31 - 1)
    throw fail("E_LIMIT", { what: `a batch holds strings of ${end} bytes`, cure: "smaller batches" });
  const data = new Uint8Array(end);
  bytes.forEach((word, i) => {
    data.set(word, valueOffsets[i]);
  });
  return A.makeData({ type: new A.Utf8(), ...rows, valueOffsets, data });
};

const wordsOf = ({ values, dictionary = [], validity }: LeafColumn, length: number, writing: Writing): A.Data => {
  const rows = rowsOf(validity, length, writing.apart);
  if (writing.words === "dictionary" && values instanceof Int32Array) {
    const entries = new A.Vector([utf8Of(dictionary, allRows(dictionary.length))]);
    const type = new A.Dictionary(new A.Utf8(), new A.Int32());
    const buffers = {
      [A.BufferType.DATA]: writing.apart(values.subarray(0, length)),
      ...(rows.nullBitmap && { [A.BufferType.VALIDITY]: rows.nullBitmap }),
    };
    return new A.Data(type, 0, length, rows.nullCount, buffers, [], entries);
  }
  const wordAt = (row: number): string => dictionary[Number(values[row])] ?? "";
  return utf8Of(
    Array.from({ length }, (_, row) => (isValid(validity, row) ? wordAt(row) : "")),
    rows,
  );
};

/** The first `length` rows of a leaf without its derivatives; numbers share their buffer. */
export const writeLeaf = (column: LeafColumn, length: number, writing: Writing): A.Data => {
  const { values, dtype, validity } = column;
  if (dtype === "string") return wordsOf(column, length, writing);
  const rows = rowsOf(validity, length, writing.apart);
  if (dtype === "bool") return A.makeData({ type: new A.Bool(), ...rows, data: packed(values, length) });
  if (values instanceof Float64Array)
    return A.makeData({ type: new A.Float64(), ...rows, data: writing.apart(values.subarray(0, length)) });
  if (values instanceof Float32Array)
    return A.makeData({ type: new A.Float32(), ...rows, data: writing.apart(values.subarray(0, length)) });
  if (values instanceof Int32Array)
    return A.makeData({ type: new A.Int32(), ...rows, data: writing.apart(values.subarray(0, length)) });
  if (values instanceof BigInt64Array)
    return A.makeData({ type: new A.Int64(), ...rows, data: writing.apart(values.subarray(0, length)) });
  throw fail("E_TYPE", { what: `a column of type ${dtype} holds bytes` });
};
