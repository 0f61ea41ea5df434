import { describe, expect, it } from "vitest";
import { powers } from "../../primitives/index.ts";
import { type CellSums, plainSums, putMoved } from "../plain-cells.ts";
import { encode } from "./bytes.ts";
import { cellBytes } from "./cell-bytes.ts";
import { cellFunctions } from "./cell-code.ts";
import { type Cells, cellsInVectors } from "./cells.ts";

const cells = (): Cells => {
  const found = cellsInVectors();
  if (!found) throw new Error("this engine has no vectors");
  return found;
};

const values = Float64Array.from({ length: 4000 }, (_, i) => Math.sin(i) * 10 ** (i % 7));
const series = (length: number, step: number): Float64Array =>
  Float64Array.from({ length }, (_, i) => Math.cos(step * i) / (1 + i));
const short = series(8, 0.3);
const long = series(2176, 0.01);
const factors = [
  { series: long, start: 0 },
  { series: long, start: 1824 },
  { series: short, start: 3992 },
  { series: long, start: 24 },
  { series: short, start: 17 },
];
const borders = [0, 8, 8, 1000, 984, 2400, 4000];

const shown = (sums: CellSums | undefined) => sums && { crossed: [...sums.crossed], held: [...sums.held] };

describe("the module of cells", () => {
  it("is what its code is encoded as", () => {
    expect(cellBytes).toStrictEqual([...encode([], cellFunctions(), { pages: 1, shared: false })]);
  });
});

describe("sums over cells in vectors", () => {
  it("are those of JavaScript to the last bit", () => {
    expect(shown(cells().sums(values, factors, borders))).toStrictEqual(shown(plainSums(values, factors, borders)));
  });

  it("are those of plain loops, to rounding", () => {
    const sums = cells().sums(values, factors, borders);
    for (const [k, { series, start }] of factors.entries()) {
      const terms = Array.from(series, (factor, i) => factor * (values[start + i] ?? Number.NaN));
      const [sum, size] = terms.reduce(([sum = 0, size = 0], x) => [sum + x, size + Math.abs(x)], [0, 0]);
      expect(Math.abs((sums?.crossed[k] ?? Number.NaN) - (sum ?? 0))).toBeLessThanOrEqual(1e-13 * (size ?? 0));
    }
    for (const [k, from] of borders.slice(0, -1).entries()) {
      const zeroth = values.slice(from, borders[k + 1]).filter((_, i) => i % powers === 0);
      expect(sums?.held[k]).toBe(zeroth.reduce((sum, x) => sum + x, 0));
    }
  });

  it("forget the moments before", () => {
    const others = values.map((x) => -x);
    cells().sums(values, factors, borders);
    const sums = cells().sums(others, factors, []);
    expect(shown(sums)).toStrictEqual({
      crossed: [...(cells().sums(values, factors, [])?.crossed ?? [])].map((x) => -x),
      held: [],
    });
  });

  it("of nothing are zero", () => {
    const nothing = { series: series(0, 1), start: 0 };
    expect(shown(cells().sums(values, [nothing, { series: short, start: 0 }, nothing], [16, 16]))).toStrictEqual(
      shown(plainSums(values, [nothing, { series: short, start: 0 }, nothing], [16, 16])),
    );
    expect(shown(cells().sums(values, [], [0]))).toStrictEqual({ crossed: [], held: [] });
  });

  it("have room for more moments than there were at first", () => {
    const many = new Float64Array(500_000).fill(1);
    const twos = { series: new Float64Array(16).fill(2), start: 499_984 };
    expect(shown(cells().sums(many, [twos], [0, 80, 500_000]))).toStrictEqual({ crossed: [32], held: [10, 62_490] });
  });
});

describe("moments that move, in vectors", () => {
  const line = { slope: 1.25, offset: -3.5 };
  const plainly = (moments: Float64Array, ...ranges: readonly (readonly [number, number])[]): readonly number[] => {
    const changes = new Float64Array(moments.length);
    for (const range of ranges) putMoved(changes, moments, line, range);
    return [...changes];
  };

  it("change as in JavaScript, to the last bit, and nowhere else", () => {
    const ranges = [[0, 200] as const, [200, 200] as const, [217, 498] as const];
    expect([...(cells().moved(values, line, ranges) ?? [])]).toStrictEqual(plainly(values, ...ranges));
  });

  it("change by NaN and infinities as in JavaScript, and never in the zeroth power", () => {
    const strange = values.map((x, i) => ({ 8: Number.NaN, 20: Infinity, 48: -Infinity, 63: -0 })[i] ?? x);
    expect([...(cells().moved(strange, line, [[0, 498]]) ?? [])]).toStrictEqual(plainly(strange, [0, 498]));
  });
});
