import { describe, expect, it } from "vitest";
import { columnOf, linspace, type RecordColumn, schemaOf } from "../columns/index.ts";
import { constant, type Nuisance, type Program } from "../program/index.ts";
import { elaboratePipeline, jvp, movingTogether, relax, type Sink } from "./index.ts";

interface Row {
  readonly m: number;
  readonly w: number;
}

type Scope = { readonly p: number };

const p: Nuisance = { kind: "nuisance", name: "p", value: 0.1, sigma: 0.1, unit: undefined };

const programOf = (f: (ev: Row, scope: Scope) => number, amount: (ev: Row, scope: Scope) => number): Program => {
  const sink: Sink = {
    ...{ kind: "histogram", operator: "histogram", f, scope: { p }, edges: linspace(60, 120, 31), bandwidth: 1 },
    ...{ width: undefined, step: undefined },
  };
  const stage = { kind: "weight", operator: "weight", flavour: "diff", f: amount, scope: { p }, options: {} } as const;
  const schema = schemaOf(columnOf([{ m: 1.5, w: 0.5 }]) as RecordColumn);
  const { b, fills } = elaboratePipeline(schema, [stage], [{ stages: [], sink }]);
  const [fill] = fills;
  if (!fill) throw new TypeError("a pipeline fills something");
  const { contents } = relax(b, fill).collected;
  const parameter = b.input({ kind: "parameter", parameter: p, part: "value" }, "f64", null);
  const [slope] = jvp(b, [contents], new Map([[parameter.id, constant(1)]]));
  return movingTogether(b, [contents, slope ?? constant(0)]);
};

/** The axes of the sums over events that cells keep. */
const keptBy = ({ equations }: Program): readonly (string | undefined)[] =>
  equations.flatMap(({ primitive, output }) => (primitive.name === "moments" ? [output.axis?.name] : []));

const fixed = (ev: Row): number => ev.w;

describe("places that move together", () => {
  it.each<[string, (ev: Row, scope: Scope) => number]>([
    ["a factor", (ev, { p }) => ev.m * (1 + p)],
    ["a factor of what is computed", (ev, { p }) => Math.sqrt(ev.m) * Math.exp(p)],
    ["a divisor", (ev, { p }) => ev.m / p],
    ["a factor and a shift", (ev, { p }) => 3 - (ev.m * p - p)],
  ])("by %s need no sums but in a window of cells", (_name, f) => {
    expect(keptBy(programOf(f, fixed))).toEqual(["moment", "window"]);
  });

  it("by a shift need no sums at all", () => {
    expect(keptBy(programOf((ev, { p }) => ev.m + p * p, fixed))).toEqual(["moment"]);
  });

  it.each<[string, (ev: Row, scope: Scope) => number, (ev: Row, scope: Scope) => number]>([
    ["the weight moves as well", (ev, { p }) => ev.m * p, (ev, { p }) => ev.w * p],
    ["they move as another column says", (ev, { p }) => ev.m + p * ev.w, fixed],
    ["the motion is no linear function of the place", (ev, { p }) => ev.m ** p, fixed],
  ])("keep their own sums where %s", (_name, f, amount) => {
    expect(keptBy(programOf(f, amount))).toEqual(["moment", "moment"]);
  });
});
