import { isValid, type LeafColumn, type Values } from "../core/index.ts";

/** Words of several dictionaries under numbers of its own: those that occur, each once. */
export interface Vocabulary {
  readonly words: readonly string[];
  /** Writes rows `first` to `end - 1` of a column of words to `target` from place `at` on; 0 for what is missing. */
  readonly put: (target: Values, at: number, column: LeafColumn, first: number, end: number) => void;
}

export const vocabulary = (): Vocabulary => {
  const words: string[] = [];
  const codes = new Map<string, number>();
  return {
    words,
    put: (target, at, { dictionary, values, validity }, first, end) => {
      const known = new Int32Array(dictionary?.length ?? 0).fill(-1);
      for (let i = first; i < end; i++) {
        if (!isValid(validity, i)) {
          target[at + i - first] = 0;
          continue;
        }
        const old = Number(values[i]);
        let code = known[old] ?? -1;
        if (code < 0) {
          const word = dictionary?.[old] ?? "";
          code = codes.get(word) ?? words.push(word) - 1;
          codes.set(word, code);
          known[old] = code;
        }
        target[at + i - first] = code;
      }
    },
  };
};
