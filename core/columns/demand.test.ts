import { describe, expect, it } from "vitest";
import { currentDemand, isCounted, isDemanded, withDemand } from "./demand.ts";

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

  it("is for all of a member unless its items are left out", () => {
    const names = new Set(["muon", "jet"]);
    expect(isCounted({ names }, "muon")).toBe(false);
    expect(isCounted({ names: undefined }, "muon")).toBe(false);
    expect(["muon", "jet"].map((name) => isCounted({ names, items: new Set(["jet"]) }, name))).toEqual([true, false]);
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
