import { describe, expect, it } from "vitest";
import { drawWords, openUnit, philox } from "./philox.ts";

/** Known answers that come with Random123, the authors' library. */
const known = [
  [
    [0, 0, 0, 0],
    [0, 0],
    [0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8],
  ],
  [
    [0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff],
    [0xffffffff, 0xffffffff],
    [0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd],
  ],
  [
    [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344],
    [0xa4093822, 0x299f31d0],
    [0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1],
  ],
] as const;

describe("philox", () => {
  it.each(known)("of counter %j and key %j is the known answer", (counter, [k0, k1], answer) => {
    expect(philox(counter, k0, k1)).toEqual(answer);
  });

  it("takes whole numbers above 2^32 apart", () => {
    expect(drawWords(7, 2 ** 40 + 3, 1)).toEqual(philox([3, 256, 1, 0], 7, 0));
    expect(drawWords(-1, -1, 0)).toEqual(philox([0xffffffff, 0xffffffff, 0, 0], 0xffffffff, 0xffffffff));
  });

  it("gives numbers inside the unit interval at both ends", () => {
    expect(openUnit(0, 0)).toBeGreaterThan(0);
    expect(openUnit(0xffffffff, 0xffffffff)).toBeLessThanOrEqual(1);
  });
});
