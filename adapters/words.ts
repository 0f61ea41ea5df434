import type { LeafColumn } from "../core/index.ts";
import { isValid } from "../core/index.ts";

interface WordPart {
  readonly column: LeafColumn;
  readonly rows: number;
}

const recode = ({ column, rows }: WordPart, codes: Map<string, number>, dictionary: string[]): WordPart => {
  const known = new Int32Array(column.dictionary?.length ?? 0).fill(-1);
  const values = new Int32Array(rows);
  for (let i = 0; i < rows; i++) {
    if (!isValid(column.validity, i)) continue;
    const old = Number(column.values[i]);
    let code = known[old] ?? -1;
    if (code < 0) {
      const word = column.dictionary?.[old] ?? "";
      code = codes.get(word) ?? dictionary.push(word) - 1;
      codes.set(word, code);
      known[old] = code;
    }
    values[i] = code;
  }
  return { column: { ...column, values, dictionary }, rows };
};

/** String columns brought to one dictionary, which holds only words that occur; parts that share one are left as is. */
export const unifyWords = (parts: readonly WordPart[]): readonly WordPart[] => {
  const shared = parts[0]?.column.dictionary;
  if (parts.every((part) => part.column.dictionary === shared)) return parts;
  const codes = new Map<string, number>();
  const dictionary: string[] = [];
  return parts.map((part) => recode(part, codes, dictionary));
};
