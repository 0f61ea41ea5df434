/** Codes of the words of a column that are the same in all batches of a chunk: first those of the words asked for. */
export interface WordCodes {
  /** The codes of the words of a dictionary. */
  readonly of: (dictionary: readonly string[]) => Int32Array;
  /** Nothing that was coded is compared any more: words may have other codes from now on. */
  readonly release: () => void;
}

/** So many words are remembered from chunk to chunk. */
const mostWords = 65_536;

export const wordCodes = (asked: readonly string[]): WordCodes => {
  const fresh = (): Map<string, number> => new Map(asked.map((word, code) => [word, code]));
  let codes = fresh();
  let last: { readonly dictionary: readonly string[]; readonly codes: Int32Array } | undefined;
  const codeOf = (word: string): number => {
    const code = codes.get(word) ?? codes.size;
    codes.set(word, code);
    return code;
  };
  return {
    of: (dictionary) => {
      if (last?.dictionary !== dictionary) last = { dictionary, codes: Int32Array.from(dictionary, codeOf) };
      return last.codes;
    },
    release: () => {
      if (codes.size <= mostWords) return;
      codes = fresh();
      last = undefined;
    },
  };
};
