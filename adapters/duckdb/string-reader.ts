import { DuckDBEnumType, type DuckDBType, DuckDBTypeId as T } from "@duckdb/node-api";
import native from "@duckdb/node-bindings";
import { fail, isValid } from "../../core/index.ts";
import { zeroMissing } from "../values.ts";
import { wordCodes } from "../word-codes.ts";
import { longestWord } from "./limits.ts";
import { bytesOf, free, type Reader, validityOf } from "./reader.ts";
import { shortWords } from "./short-words.ts";

const inlined = 12;
const longestRun = 2 ** 20;

/** Bytes as an array of the one kind that the loops over bytes are compiled for. */
const plainBytes = ({ buffer, byteOffset, length }: Uint8Array): Uint8Array =>
  new Uint8Array(buffer, byteOffset, length);

/** Words as DuckDB lays them out: 16 bytes each, the word itself if it is short, else length, prefix and address. */
const varcharReader = (path: string): Reader => {
  const words = wordCodes();
  const { dictionary, codeOf } = words;
  const shortCode = shortWords(words);
  let long = new Int32Array(0); // rows with long words
  return (vector, rows, parent) => {
    const validity = validityOf(vector, rows, parent);
    const raw = bytesOf(vector, rows * 16);
    const entries = new Uint32Array(raw);
    const bytes = new Uint8Array(raw);
    const values = new Int32Array(rows);
    // Long words of consecutive rows mostly lie one behind the other: each such run is copied at once.
    if (long.length < rows) long = new Int32Array(rows);
    let [run, count, size] = [0, 0, 0];
    const readRun = (): void => {
      if (run === count) return;
      const words = plainBytes(native.get_data_from_pointer(raw, 16 * (long[run] ?? 0) + 8, size));
      for (let at = 0; run < count; run++) {
        const row = long[run] ?? 0;
        const end = at + (entries[4 * row] ?? 0);
        values[row] = codeOf(words, at, end);
        at = end;
      }
      free(words.buffer);
      size = 0;
    };
    const continues = (row: number): boolean => {
      const at = 4 * (long[run] ?? 0) + 2;
      return entries[4 * row + 3] === entries[at + 1] && entries[4 * row + 2] === (entries[at] ?? 0) + size;
    };
    for (let row = 0; row < rows; row++) {
      if (!isValid(validity, row)) continue;
      const length = entries[4 * row] ?? 0;
      if (length <= inlined) {
        values[row] = shortCode(entries, 4 * row, bytes);
        continue;
      }
      if (length > longestWord)
        throw fail("E_LIMIT", { what: `a string has ${length} bytes, more than ${longestWord}`, where: path });
      if (size + length > longestRun || !continues(row)) readRun();
      long[count++] = row;
      size += length;
    }
    readRun();
    free(raw);
    return { kind: "leaf", dtype: "string", values, dictionary, validity };
  };
};

const codeArrays: ReadonlyMap<T, { readonly width: number; readonly view: (bytes: ArrayBuffer) => Iterable<number> }> =
  new Map([
    [T.UTINYINT, { width: 1, view: (b: ArrayBuffer): Iterable<number> => new Uint8Array(b) }],
    [T.USMALLINT, { width: 2, view: (b: ArrayBuffer): Iterable<number> => new Uint16Array(b) }],
    [T.UINTEGER, { width: 4, view: (b: ArrayBuffer): Iterable<number> => new Uint32Array(b) }],
  ]);

const enumReader = ({ values: dictionary, internalTypeId }: DuckDBEnumType): Reader | undefined => {
  const codes = codeArrays.get(internalTypeId);
  if (codes === undefined) return undefined;
  return (vector, rows, parent) => {
    const validity = validityOf(vector, rows, parent);
    const values = Int32Array.from(codes.view(bytesOf(vector, rows * codes.width)));
    zeroMissing(values, validity);
    return { kind: "leaf", dtype: "string", values, dictionary, validity };
  };
};

/** The reader of a type whose values are words; undefined for others. */
export const stringReader = (type: DuckDBType, path: string): Reader | undefined => {
  if (type instanceof DuckDBEnumType) return enumReader(type);
  return type.typeId === T.VARCHAR ? varcharReader(path) : undefined;
};
