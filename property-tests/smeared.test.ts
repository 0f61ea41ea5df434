import { describe, expect, it } from "vitest";
import { columnOf, linspace, type RecordColumn, schemaOf } from "../core/columns/index.ts";
import { normalCdf, normalPdf, nuisance } from "../core/index.ts";
import { emit } from "../core/lambda/index.ts";
import { mul, position, sin, sumTo } from "../core/primitives/index.ts";
import { type Atom, axisOf, constant, type Var } from "../core/program/index.ts";
import { elaboratePipeline, jvp, relax, type Sink, vjp } from "../core/transforms/index.ts";
import { lanes } from "./per-event.ts";
import { runProgram } from "./run-program.ts";

interface Row {
  readonly m: number;
  readonly w: number;
}

const rows: readonly Row[] = Array.from({ length: 40 }, (_, i) => ({ m: 12 * Math.sin(i * i), w: 1 + Math.cos(i) }));
const columns = columnOf(rows) as RecordColumn;
const edges = linspace(-8, 8, 17);
const width = 1.2;
const p = nuisance("p", 0.9, { sigma: 0.1 });

const sink: Sink = {
  kind: "histogram",
  operator: "histogram",
  f: (ev: Row, { p }: { readonly p: number }) => ev.m * p * p,
  scope: { p },
  edges,
  bandwidth: width,
  width: undefined,
  step: undefined,
};

/** A sum over bins that counts each so often, of a histogram whose observable and weight depend on a parameter. */
const built = () => {
  const weigh = (ev: Row, { p }: { readonly p: number }): number => ev.w * p;
  const stage = { kind: "weight", operator: "weight", flavour: "diff", f: weigh, scope: { p }, options: {} } as const;
  const { b, fills } = elaboratePipeline(schemaOf(columns), [stage], [{ stages: [], sink }]);
  const [fill] = fills;
  if (!fill) throw new TypeError("a pipeline fills something");
  const { contents } = relax(b, fill).collected;
  const bins = axisOf(contents);
  const often = emit(b, sin, b.emit(position, [], { axis: bins, owner: null }));
  const value = sumTo(b, emit(b, mul, contents, often), bins, null);
  const parameter = b.input({ kind: "parameter", parameter: p, part: "value" }, "f64", null);
  return { b, value, parameter };
};

type Slope = (b: ReturnType<typeof built>["b"], value: Atom, parameter: Var) => Atom;

const forward: Slope = (b, value, parameter) =>
  jvp(b, [value], new Map([[parameter.id, constant(1)]]))[0] ?? constant(Number.NaN);
const reverse: Slope = (b, value, parameter) => vjp(b, [value], [constant(1)], [parameter])[0] ?? constant(Number.NaN);

/** The sum over bins of an entry of weight 1 at `x`, and its derivatives by `x`. */
const countedAt = (x: number, order: number): number => {
  const below = edges.map((edge) => {
    const z = (edge - x) / width;
    return [normalCdf(z), -normalPdf(z) / width, (-z * normalPdf(z)) / width ** 2][order] ?? Number.NaN;
  });
  return [...below, order === 0 ? 1 : 0].reduce((sum, n, k) => sum + (n - (below[k - 1] ?? 0)) * Math.sin(k), 0);
};

/** In closed form: the value w p G(m p^2), and its derivatives by p. */
const wanted: readonly ((row: Row, p: number) => number)[] = [
  ({ m, w }, p) => w * p * countedAt(m * p * p, 0),
  ({ m, w }, p) => w * countedAt(m * p * p, 0) + 2 * w * m * p * p * countedAt(m * p * p, 1),
  ({ m, w }, p) => 6 * w * m * p * countedAt(m * p * p, 1) + 4 * w * m * m * p ** 3 * countedAt(m * p * p, 2),
];

/** Tolerances of an event: what truncation leaves of a derivative, which is multiplied by up to a thousand here. */
const derivatives: readonly (readonly [string, readonly Slope[], number])[] = [
  ["the value", [], 1e-13],
  ["the derivative, forward", [forward], 1e-11],
  ["the derivative, in reverse", [reverse], 1e-11],
  ["the second derivative, forward twice", [forward, forward], 1e-8],
  ["the second derivative, forward over reverse", [reverse, forward], 1e-8],
  ["the second derivative, reverse over forward", [forward, reverse], 1e-8],
];

describe.each(lanes)("a smeared histogram by $name", (lane) => {
  it.each(derivatives)("has %s in closed form", (_name, slopes, tolerance) => {
    const { b, value, parameter } = built();
    const atom = slopes.reduce((inner, slope) => slope(b, inner, parameter), value);
    const program = b.program([atom]);
    const names = program.equations.map(({ primitive }) => primitive.name);
    expect(names).toContain("smear");
    const all = { columns, from: 0, to: rows.length, first: 0 };
    const [found] = runProgram(program, lane, all, ({ source }) => (source.kind === "parameter" ? p.value : undefined));
    const sum = rows.reduce((total, row) => total + (wanted[slopes.length]?.(row, p.value) ?? Number.NaN), 0);
    expect(Math.abs((found?.[0] ?? Number.NaN) - sum)).toBeLessThan(tolerance * rows.length);
  });
});
