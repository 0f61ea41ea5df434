import type { Input } from "../../program/index.ts";

/** A column that is copied into the memory of a kernel, as doubles. */
export interface LeafSlot {
  readonly kind: "leaf" | "validity" | "words" | "event";
  readonly slot: string;
  /** For a column of strings, the words that are asked for: their place here is their code. */
  readonly words: readonly string[];
}

/** What a kernel is handed. */
export interface Handed {
  readonly leaves: readonly LeafSlot[];
  readonly lists: readonly string[];
  /** Single numbers and arrays, with where they lie in its memory. */
  readonly given: readonly { readonly id: number; readonly at: number; readonly size: number }[];
}

/** The columns that inputs of a program read. */
export const leavesOf = (inputs: readonly Input[]): readonly LeafSlot[] => {
  const words = new Map<string, string[]>();
  for (const { source } of inputs)
    if (source.kind === "code") words.set(source.slot, [...(words.get(source.slot) ?? []), source.word]);
  return inputs.flatMap(({ variable, source }): LeafSlot[] => {
    if (source.kind === "column")
      return [
        {
          kind: variable.dtype === "string" ? "words" : "leaf",
          slot: source.slot,
          words: words.get(source.slot) ?? [],
        },
      ];
    if (source.kind === "validity") return [{ kind: "validity", slot: source.slot, words: [] }];
    return source.kind === "event" ? [{ kind: "event", slot: "", words: [] }] : [];
  });
};
