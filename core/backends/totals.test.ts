import { describe, expect, it } from "vitest";
import { type Totals, totalsOf } from "./totals.ts";
import type { Partial } from "./wasm/chunk.ts";

const lengths = [1, 5000, 0, 17, 4099];
const odd = [0, -0, 1, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 5e-324, 1e308];

/** Numbers whose sums depend on the order in which they are added, special ones among them. */
const partial = (seed: number, of: readonly number[] = lengths): Partial =>
  of.map((length, k) =>
    Float64Array.from({ length }, (_, i) => {
      const x = Math.sin(1e3 * seed + 37 * k + i);
      return x > 0.9 ? (odd[(7 * i + seed) % odd.length] ?? 0) : x * 10 ** (i % 9);
    }),
  );

const max = (a: number, b: number): number => Math.max(a, b);
const steps = [undefined, undefined, undefined, max, undefined];

const wantedOf = (partials: readonly Partial[]): Partial | undefined => {
  const [first, ...rest] = partials;
  return first?.map((numbers, k) =>
    numbers.map((number, i) =>
      rest.reduce((sum, more) => {
        const x = more[k]?.[i] ?? 0;
        return steps[k] ? Math.max(sum, x) : sum + x;
      }, number),
    ),
  );
};

const joined = (totals: Totals, partials: readonly Partial[]): Partial | undefined => {
  for (const each of partials) totals.join(each);
  return totals.read();
};

const some = [1, 2, 3, 4].map((seed) => partial(seed));

describe("totals", () => {
  it("are joined in order, each by its own step", () => {
    for (let n = 0; n <= some.length; n++)
      expect(joined(totalsOf(steps), some.slice(0, n))).toEqual(wantedOf(some.slice(0, n)));
  });

  it("are the same of few numbers", () => {
    const few = [1, 2, 3].map((seed) => partial(seed, [1, 20, 0, 17, 3]));
    expect(joined(totalsOf(steps), few)).toEqual(wantedOf(few));
  });

  it("are the same of numbers in shared memory", () => {
    const shared = some.map((each) =>
      each.map((numbers) => {
        const there = new Float64Array(new SharedArrayBuffer(numbers.byteLength));
        there.set(numbers);
        return there;
      }),
    );
    expect(joined(totalsOf(steps), shared)).toEqual(wantedOf(some));
  });

  it("do not change once they are read, and go on from there", () => {
    const totals = totalsOf(steps);
    const read = some.map((each) => {
      totals.join(each);
      return totals.read();
    });
    expect(read).toEqual(some.map((_, n) => wantedOf(some.slice(0, n + 1))));
  });

  it("are apart from those of others that are joined at the same time, and before", () => {
    const other = [5, 6, 7, 8].map((seed) => partial(seed, [4099, 1, 300, 17, 5000]));
    const [one, two] = [totalsOf(steps), totalsOf(steps)];
    for (const [k, each] of some.entries()) {
      one.join(each);
      two.join(other[k] ?? []);
    }
    expect(one.read()).toEqual(wantedOf(some));
    expect(two.read()).toEqual(wantedOf(other));
    expect(joined(totalsOf(steps), some)).toEqual(wantedOf(some));
  });
});
