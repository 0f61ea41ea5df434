import { describe, expect, it } from "vitest";
import { columnOf, linspace, type RecordColumn, schemaOf } from "../core/columns/index.ts";
import { normalPdf, nuisance } from "../core/index.ts";
import { emit } from "../core/lambda/index.ts";
import { mul, position, sin, sumTo } from "../core/primitives/index.ts";
import { axisOf, constant, type Program } from "../core/program/index.ts";
import { elaboratePipeline, jvp, movingTogether, relax, type Sink } from "../core/transforms/index.ts";
import { lanes } from "./per-event.ts";
import { runProgram } from "./run-program.ts";

interface Row {
  readonly m: number;
  readonly w: number;
}

type Scope = { readonly p: number };

/** An observable, and how it moves with the parameter. */
interface Observable {
  readonly x: (ev: Row, scope: Scope) => number;
  readonly moves: (m: number, p: number) => number;
  readonly values: readonly number[];
}

const observables: Readonly<Record<string, Observable>> = {
  "that is scaled": { x: (ev, { p }) => ev.m * p, moves: (m) => m, values: [1.01, -0.5, 0, 1e-13, 1e-300] },
  "that is scaled by a square": { x: (ev, { p }) => ev.m * p * p, moves: (m, p) => 2 * m * p, values: [0.9, 0, 1e-9] },
  "that is scaled about a place": {
    x: (ev, { p }) => 3 + (ev.m - 3) * (1 + p),
    moves: (m) => m - 3,
    values: [0, -1, 0.25],
  },
  "that is divided": { x: (ev, { p }) => ev.m / p, moves: (m, p) => -m / p ** 2, values: [1.5, -40, 1e9] },
  "that is shifted": { x: (ev, { p }) => ev.m + 2 * p, moves: () => 2, values: [0, 0.7, 1e5] },
  "that is scaled and shifted": { x: (ev, { p }) => p * ev.m - p * p, moves: (m, p) => m - 2 * p, values: [0.8, 0, 3] },
  "that is far from where it would stay": {
    x: (ev, { p }) => (ev.m + 1000) * (1 + p) - 1000,
    moves: (m) => m + 1000,
    values: [0, 1e-3],
  },
};

const rows: readonly Row[] = Array.from({ length: 1100 }, (_, i) => ({
  m: 12 * Math.sin(i * i),
  w: Math.cos(i) + 0.5,
}));
const columns = columnOf(rows) as RecordColumn;
const bins = { "bins of one size": linspace(-8, 8, 17), "bins of several sizes": [-8, -5, -4.5, 0, 0.3, 2, 7, 8] };
const width = 1.2;

/** The sum over bins of the derivative of an entry of weight 1 at `x`. */
const slopeAt = (edges: readonly number[], x: number): number => {
  const below = [...edges.map((edge) => -normalPdf((edge - x) / width) / width), 0];
  return below.reduce((sum, n, k) => sum + (n - (below[k - 1] ?? 0)) * Math.sin(k), 0);
};

/** A sum over bins that counts each so often, and its derivative. */
const programOf = (x: Observable["x"], edges: readonly number[]): Program => {
  const p = nuisance("p", 1, { sigma: 0.1 });
  const sink: Sink = {
    ...{ kind: "histogram", operator: "histogram", f: x, scope: { p }, edges, bandwidth: width },
    ...{ width: undefined, step: undefined },
  };
  const f = (ev: Row): number => ev.w;
  const stage = { kind: "weight", operator: "weight", flavour: "diff", f, scope: {}, options: {} } as const;
  const { b, fills } = elaboratePipeline(schemaOf(columns), [stage], [{ stages: [], sink }]);
  const [fill] = fills;
  if (!fill) throw new TypeError("a pipeline fills something");
  const { contents } = relax(b, fill).collected;
  const axis = axisOf(contents);
  const value = sumTo(b, emit(b, mul, contents, emit(b, sin, b.emit(position, [], { axis, owner: null }))), axis, null);
  const parameter = b.input({ kind: "parameter", parameter: p, part: "value" }, "f64", null);
  const [slope] = jvp(b, [value], new Map([[parameter.id, constant(1)]]));
  return movingTogether(b, [value, slope ?? constant(Number.NaN)]);
};

/** Rounding in cells further from the place that stays than a window reaches, and truncation of a derivative. */
const tolerance = 2 ** 12 * 2 ** -53;

const cases = Object.entries(observables).flatMap(([name, observable]) =>
  Object.entries(bins).map(([size, edges]) => ({ name, ...observable, size, edges })),
);

describe.each(lanes)("by $name", (lane) => {
  it.each(cases)("an observable $name has its derivative in $size", (given) => {
    const { x, moves, values, edges } = given;
    const program = programOf(x, edges);
    expect(program.equations.map(({ primitive }) => primitive.name)).toContain("moved");
    const all = { columns, from: 0, to: rows.length, first: 0 };
    for (const p of values) {
      const found = runProgram(program, lane, all, ({ source }) =>
        source.kind === "parameter" ? Float64Array.of(p) : undefined,
      );
      let [slope, scale] = [0, 0];
      for (const row of rows) {
        const moved = row.w * moves(row.m, p);
        slope += moved * slopeAt(edges, x(row, { p }));
        scale += Math.abs(moved);
      }
      expect(Math.abs((found[1]?.[0] ?? Number.NaN) - slope), `p = ${p}`).toBeLessThanOrEqual(tolerance * scale);
    }
  });
});
