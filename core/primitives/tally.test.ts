import { describe, expect, it } from "vitest";
import { tallied } from "./tally.ts";

/** What happens in every combination of the kinds of some items, with its probability. */
const combinations = (items: readonly (readonly number[])[]): readonly { kinds: readonly number[]; chance: number }[] =>
  items.reduce<readonly { kinds: readonly number[]; chance: number }[]>(
    (before, chances) =>
      before.flatMap(({ kinds, chance }) =>
        chances.map((p, kind) => ({ kinds: [...kinds, kind], chance: chance * p })),
      ),
    [{ kinds: [], chance: 1 }],
  );

const numberWith = (kinds: readonly number[], bit: number): number => kinds.filter((kind) => kind & bit).length;

describe("a tally", () => {
  it("of equal items is the binomial distribution", () => {
    const binomial = [1, 6, 15, 20, 15, 6, 1].map((ways, k) => ways * 0.3 ** k * 0.7 ** (6 - k));
    const chances = Array.from({ length: 6 }, () => [0.7, 0.3]).flat();
    binomial.forEach((p, k) => {
      expect(tallied(chances, 6, 2, k)).toBeCloseTo(p, 15);
    });
  });

  it("of three counts is the sum over all combinations of kinds", () => {
    const items = [1, 2, 3, 4].map((i) => {
      const weights = Array.from({ length: 8 }, (_, kind) => 1 + ((i * 7 + kind * 5) % 11));
      const total = weights.reduce((a, b) => a + b);
      return weights.map((w) => w / total);
    });
    const ways = combinations(items);
    for (const [a, b, c] of [
      [0, 0, 0],
      [1, 2, 3],
      [4, 0, 2],
      [4, 4, 4],
      [2, 2, 1],
    ] as const) {
      const expected = ways
        .filter(({ kinds }) => numberWith(kinds, 1) === a && numberWith(kinds, 2) === b && numberWith(kinds, 4) === c)
        .reduce((sum, { chance }) => sum + chance, 0);
      expect(tallied(items.flat(), 4, 8, a + 5 * b + 25 * c)).toBeCloseTo(expected, 14);
    }
  });

  it("of no items is certain to be zero, and never less than that", () => {
    expect([-1, 0, 1].map((code) => tallied([], 0, 2, code))).toEqual([0, 1, 0]);
  });

  it("keeps its accuracy where many items are nearly certain", () => {
    const chances = Array.from({ length: 40 }, () => [1e-9, 1 - 1e-9]).flat();
    expect(tallied(chances, 40, 2, 39) / (40e-9 * (1 - 1e-9) ** 39)).toBeCloseTo(1, 12);
  });
});
