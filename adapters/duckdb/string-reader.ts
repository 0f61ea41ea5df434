import { DuckDBEnumType, type DuckDBType, DuckDBTypeId as T } from "@duckdb/node-api";
import native from "@duckdb/node-bindings";
import { fail, isValid } from "../../core/index.ts";
import { zeroMissing } from "../values.ts";
import { longestWord } from "./limits.ts";
import { bytesOf, type Reader, validityOf } from "./reader.ts";

const inlined = 12;

const varcharReader = (path: string): Reader => {
  const dictionary: string[] = [];
  const codes = new Map<string, number>();
  const codeOf = (word: string): number => {
    const code = codes.get(word) ?? dictionary.push(word) - 1;
    codes.set(word, code);
    return code;
  };
  // Keys are the 16 bytes of a string entry: the whole word if it is short, else length, prefix and address. An
  // address means something only while the vector lives, so long entries are forgotten with it.
  const short = new Map<string, number>();
  return (vector, rows, parent) => {
    const validity = validityOf(vector, rows, parent);
    const raw = bytesOf(vector, rows * 16);
    const bytes = Buffer.from(raw);
    const lengths = new Uint32Array(raw);
    const long = new Map<string, number>();
    const values = new Int32Array(rows);
    for (let i = 0; i < rows; i++) {
      if (!isValid(validity, i)) continue;
      const length = lengths[4 * i] ?? 0;
      if (length > longestWord)
        throw fail("E_LIMIT", { what: `a string has ${length} bytes, more than ${longestWord}`, where: path });
      const entry = 16 * i;
      const known = length <= inlined ? short : long;
      const key = bytes.toString("latin1", entry, entry + 16);
      let code = known.get(key);
      if (code === undefined) {
        const word =
          length <= inlined
            ? bytes.toString("utf8", entry + 4, entry + 4 + length)
            : Buffer.from(native.get_data_from_pointer(raw, entry + 8, length)).toString("utf8");
        code = codeOf(word);
        known.set(key, code);
      }
      values[i] = code;
    }
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
