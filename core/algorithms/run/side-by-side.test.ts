import { describe, expect, it } from "vitest";
import { type Lowering, lowered, plainLanes } from "../../numerics/index.ts";
import { sideBySide } from "./side-by-side.ts";

const arguments_ = [0.5, -3, Number.NaN, -0];

describe("lanes side by side", () => {
  const lanes = plainLanes();
  const names = Object.keys(lowered) as (keyof typeof lowered)[];

  it.each(names.map((name) => [name]))("give what each of them gives: %s", (name) => {
    const lowering: Lowering = lowered[name];
    const settled: unknown[] = [];
    const several = sideBySide<ReturnType<typeof lanes.k>>(lanes, arguments_.length, (value) => settled.push(value));
    const [x, y] = [arguments_, arguments_.toReversed()].map((values) => values.map(lanes.k));
    const found = lowering(several, x ?? [], y ?? []);
    const expected = arguments_.map((_, k) => lowering(lanes, x?.[k] ?? lanes.k(0), y?.[k] ?? lanes.k(0)));
    expect(found).toEqual(expected);
    expect(settled.length).toBeGreaterThan(0);
  });
});
