import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { wordCodes } from "./word-codes.ts";

const encoder = new TextEncoder();

const coded = (words: readonly Uint8Array[]) => {
  const { dictionary, codeOf } = wordCodes();
  const codes = words.map((word) => codeOf(Uint8Array.of(7, ...word, 7), 1, 1 + word.length));
  return { dictionary, codes };
};

describe("codes of words", () => {
  it("number words in the order in which they come, each once", () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: "grapheme" })), (words) => {
        const { dictionary, codes } = coded(words.map((word) => encoder.encode(word)));
        expect(dictionary).toEqual([...new Set(words)]);
        expect(codes.map((code) => dictionary[code])).toEqual(words);
      }),
    );
  });

  it("tell many thousands of words apart", () => {
    const words = Array.from({ length: 20_000 }, (_, i) => `word ${i}`);
    const { dictionary, codes } = coded([...words, ...words].map((word) => encoder.encode(word)));
    expect(dictionary).toEqual(words);
    expect(codes.slice(words.length)).toEqual(codes.slice(0, words.length));
  });

  it("give spellings that decode to one word one code", () => {
    const { dictionary, codes } = coded([Uint8Array.of(0xff), Uint8Array.of(0xfe), Uint8Array.of(0xef, 0xbf, 0xbd)]);
    expect(dictionary).toEqual(["\ufffd"]);
    expect(codes).toEqual([0, 0, 0]);
  });
});
