import { describe, expect, it } from "vitest";
import { hasNegative, widened } from "./values.ts";

describe("values", () => {
  it("keep their sign when they become wider", () => {
    expect([...widened(Int32Array.of(0, 1, -1, 2 ** 31 - 1, -(2 ** 31)))]).toEqual([
      0n,
      1n,
      -1n,
      2n ** 31n - 1n,
      -(2n ** 31n),
    ]);
    expect([...widened(Uint32Array.of(7, 2 ** 31, 2 ** 32 - 1))]).toEqual([7n, 2n ** 31n, 2n ** 32n - 1n]);
  });

  it("say whether one is below zero, looking at their own rows only", () => {
    const values = BigInt64Array.of(-1n, 0n, 2n ** 62n, -(2n ** 63n));
    expect(hasNegative(values)).toBe(true);
    expect(hasNegative(values.subarray(1, 3))).toBe(false);
    expect(hasNegative(values.subarray(1))).toBe(true);
  });
});
