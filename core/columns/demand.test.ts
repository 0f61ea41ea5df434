import { describe, expect, it } from "vitest";
import { currentDemand, isDemanded, withDemand } from "./demand.ts";

describe("the demand", () => {
  it("is everything where nobody asks", () => {
    expect(currentDemand().names).toBeUndefined();
    expect(isDemanded(currentDemand(), "anything")).toBe(true);
  });

  it("holds while a subscription is made, and is the outer one again after it", () => {
    const inner = { names: new Set(["b"]) };
    withDemand({ names: new Set(["a"]) }, () => {
      expect(withDemand(inner, currentDemand)).toBe(inner);
      expect(isDemanded(currentDemand(), "a")).toBe(true);
      expect(isDemanded(currentDemand(), "b")).toBe(false);
    });
    expect(currentDemand().names).toBeUndefined();
  });

  it("is restored after an error", () => {
    expect(() =>
      withDemand({ names: new Set() }, () => {
        throw new RangeError("inner");
      }),
    ).toThrow(RangeError);
    expect(currentDemand().names).toBeUndefined();
  });
});
