import { describe, expect, it } from "vitest";
import { powers, windowCells } from "../primitives/index.ts";
import { movedMoments } from "./moved.ts";

const cells = windowCells + 6;
const moments = Float64Array.from({ length: (cells + 2) * powers }, (_, i) => Math.cos(i) + 1);

/** The derivative of the k-th power of a distance that grows by `slope * distance + slope * centre + offset`. */
const changed = (of: Float64Array, cell: number, k: number, slope: number, offset: number): number => {
  const start = (cell + 1) * powers;
  const [own = 0, before = 0] = [of[start + k], of[start + k - 1]];
  return k === 0 ? 0 : k * slope * own + k * (slope * (cell + 0.5) + offset) * before;
};

describe("moments that move", () => {
  it.each([2, -5, cells - 3, cells + 4, Number.NaN])("change apart from the window from cell %d on", (from) => {
    const changes = movedMoments(moments, { slope: 0.75, offset: -2, from });
    expect(changes).toHaveLength(moments.length);
    for (let cell = -1; cell <= cells; cell++)
      for (let k = 0; k < powers; k++) {
        const isLeft = cell < 0 || cell === cells || (cell >= from && cell < from + windowCells);
        expect(changes[(cell + 1) * powers + k]).toBeCloseTo(isLeft ? 0 : changed(moments, cell, k, 0.75, -2), 9);
      }
  });

  it("stay in empty cells, however far these move, and in no other one", () => {
    const sparse = new Float64Array(moments.length);
    sparse.set(moments.subarray(0, powers), 3 * powers);
    const changes = movedMoments(sparse, { slope: Number.MAX_VALUE, offset: 0, from: cells });
    const areFinite = Array.from({ length: cells }, (_, cell) =>
      changes.subarray((cell + 1) * powers, (cell + 2) * powers).every((x) => Number.isFinite(x)),
    );
    expect(areFinite.flatMap((each, cell) => (each ? [] : [cell]))).toStrictEqual([2]);
  });
});
