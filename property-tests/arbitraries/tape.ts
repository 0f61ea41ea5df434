import fc from "fast-check";

/** Decisions one after the other; past the end every decision is the first one, so a shorter tape is a smaller case. */
export interface Tape {
  readonly pick: <T>(items: readonly [T, ...T[]] | readonly T[]) => T;
  readonly below: (n: number) => number;
}

export const tapeOf = (numbers: readonly number[]): Tape => {
  let next = 0;
  const below = (n: number): number => (numbers[next++] ?? 0) % n;
  return {
    below,
    pick: (items) => {
      const item = items[below(items.length)];
      if (item === undefined) throw new RangeError("nothing to pick from");
      return item;
    },
  };
};

/** Numbers for a tape. */
export const tapeArbitrary = (maxLength: number): fc.Arbitrary<readonly number[]> =>
  fc.array(fc.nat({ max: 9999 }), { maxLength, size: "max" });
