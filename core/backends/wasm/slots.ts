import type { Input } from "../../program/index.ts";
import type { Stored } from "./stored.ts";

/** A column that is copied into the memory of a kernel. */
export interface LeafSlot {
  readonly kind: "leaf" | "validity" | "words" | "event";
  readonly slot: string;
  readonly stored: Stored;
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

/**
 * The columns that inputs of a program read.
 * @param stored - how columns of numbers are stored, by slot
 */
export const leavesOf = (
  inputs: readonly Input[],
  stored: ReadonlyMap<string, Stored> = new Map(),
): readonly LeafSlot[] => {
  const words = new Map<string, string[]>();
  for (const { source } of inputs)
    if (source.kind === "code") words.set(source.slot, [...(words.get(source.slot) ?? []), source.word]);
  return inputs.flatMap(({ variable, source }): LeafSlot[] => {
    if (source.kind === "column") {
      const { slot } = source;
      if (variable.dtype === "string") return [{ kind: "words", slot, stored: "f64", words: words.get(slot) ?? [] }];
      return [{ kind: "leaf", slot, stored: stored.get(slot) ?? "f64", words: [] }];
    }
    if (source.kind === "validity") return [{ kind: "validity", slot: source.slot, stored: "f64", words: [] }];
    return source.kind === "event" ? [{ kind: "event", slot: "", stored: "f64", words: [] }] : [];
  });
};
