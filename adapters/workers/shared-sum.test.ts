import { describe, expect, it } from "vitest";
import type { Adding, Chunk, Work } from "../../core/backends/index.ts";
import type { Ring } from "./ring.ts";
import { sharedSum } from "./shared-sum.ts";

const chunk: Chunk = {
  events: 1,
  first: 0,
  size: 0,
  starts: new Uint32Array(0),
  lists: new Uint32Array(0),
  given: new Float64Array(0),
  copyTo: () => undefined,
};

/** Counts chunks. */
const counting = (before = 0): Adding => {
  let count = before;
  return {
    add: () => {
      count += 1;
      return true;
    },
    finish: () => [Float64Array.of(count)],
  };
};

const work: Work = {
  kernel: {
    bytes: new Uint8Array(0),
    places: { size: 0, header: 0, tail: 0, given: [], accumulators: [] },
    functions: [],
    starts: [],
  },
  here: () => counting(),
};

/** One slot for three chunks, which some thread adds up at once when they are published. */
const ringOfOne = (changes: Partial<Ring> = {}) => {
  let [isFree, written] = [true, 0];
  const sums = Float64Array.of(0);
  const leave = <T>(what: T): T => {
    isFree = true;
    return what;
  };
  const ring: Ring = {
    hasEnough: () => false,
    open: () => {
      if (!isFree) return undefined;
      [isFree, written] = [false, 0];
      return 0;
    },
    write: () => {
      if (written === 3) return false;
      written += 1;
      return true;
    },
    publish: () => {
      sums[0] = 100 + written;
    },
    here: () => counting(),
    takeBack: () => leave(counting(10 + written)),
    isDone: () => true,
    help: () => undefined,
    take: () => leave([sums]),
    done: () => 0,
    ...changes,
  };
  return ring;
};

const added = (ring: Ring, chunks: number, makeRoom: () => void = () => undefined) => {
  const sum = sharedSum(ring, work, makeRoom);
  for (let k = 0; k < chunks; k++) sum.add(chunk);
  return sum;
};

describe("a sum that some thread adds up", () => {
  it("is in a slot where there is one, and here where there is none or threads have enough to do", () => {
    const ring = ringOfOne();
    const [first, second, third] = [added(ring, 2), added(ring, 3), added(ringOfOne({ hasEnough: () => true }), 1)];
    for (const sum of [first, second, third]) sum.end();
    expect([first, second, third].map((sum) => [...(sum.take()[0] ?? [])])).toEqual([[102], [3], [1]]);
  });

  it("goes on here where its slot is full", () => {
    const sum = added(ringOfOne(), 5);
    sum.end();
    expect(sum.take()).toEqual([Float64Array.of(15)]);
  });

  it("leaves its slot to another one while it is under way, and after", () => {
    const ring = ringOfOne();
    const one = added(ring, 2);
    const two = added(ring, 1, () => expect(one.keepsSlot()).toBe(false));
    one.add(chunk);
    two.end();
    const three = added(ring, 3, () => expect(two.keepsSlot()).toBe(false));
    three.end();
    expect([one, two, three].map((sum) => sum.take()[0]?.[0])).toEqual([13, 101, 103]);
  });

  it("keeps its slot while some thread is at it", () => {
    const sum = added(ringOfOne({ isDone: () => false }), 1);
    sum.end();
    expect(sum.keepsSlot()).toBe(true);
  });

  it("has errors of its own, whoever needs its slot, and every time that it is asked for", () => {
    const broken = (): never => {
      throw new Error("broken");
    };
    const underWay = added(ringOfOne({ takeBack: broken }), 1);
    const ended = added(ringOfOne({ take: broken }), 1);
    ended.end();
    for (const sum of [underWay, ended]) {
      expect(sum.keepsSlot()).toBe(false);
      expect(sum.take).toThrow("broken");
      expect(sum.take).toThrow("broken");
    }
  });
});
