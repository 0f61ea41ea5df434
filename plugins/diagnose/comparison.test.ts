import { describe, expect, it } from "vitest";
import { compared } from "./comparison.ts";

describe("a comparison", () => {
  it.each<[string, Parameters<typeof compared>, string, number]>([
    ["agrees within its error", [10, 11, 2, 50, 0.5], "agrees", 0.5],
    ["disagrees beyond three errors", [10, 17, 2, 50, 0.5], "disagrees", 3.5],
    ["disagrees at three errors", [10, 16, 2, 50, 0.5], "disagrees", 3],
    ["disagrees even if few events move", [100, 0, 1, 2, 0.5], "disagrees", -100],
    ["cannot decide if few events move", [3, 2, 0.5, 9, 0.5], "undecidable", -2],
    ["cannot decide if the error exceeds both changes", [1, -1, 2, 50, 0.5], "undecidable", -1],
    ["takes the error of one event where none moved", [0.1, 0, 0, 0, 0.5], "undecidable", -0.2],
  ])("%s", (_what, inputs, verdict, pull) => {
    const found = compared(...inputs);
    expect(found.verdict).toBe(verdict);
    expect(found.pull).toBeCloseTo(pull, 12);
    expect(found.error).toBe(Math.max(inputs[2], inputs[4]));
  });
});
