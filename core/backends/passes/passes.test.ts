import { describe, expect, it } from "vitest";
import { columnOf, linspace, schemaOf } from "../../columns/index.ts";
import { combinations, type Scope } from "../../lambda/index.ts";
import { axesOf, type Pass } from "../../program/index.ts";
import { elaboratePipeline, harden, type LambdaStage, plan, type Sink } from "../../transforms/index.ts";
import { runOnce } from "../lane.ts";
import { lanes } from "../lanes.ts";
import { improved } from "./index.ts";

interface Muon {
  readonly pt: number;
  readonly q: number;
}

interface Event {
  readonly x: number | null;
  readonly muon: readonly Muon[];
}

const rows = Array.from(
  { length: 700 },
  (_, i): Event => ({
    x: i % 11 === 0 ? null : (i * 7) % 50,
    muon: Array.from({ length: (i * 5) % 6 }, (_, j) => ({
      pt: 5 + ((i * 13 + j * 29) % 60),
      q: (i + j) % 3 ? 1 : -1,
    })),
  }),
);
const columns = columnOf(rows);
if (columns.kind !== "record") throw new TypeError("events are records");

const filter = (f: object, scope: Scope = {}): LambdaStage => ({
  kind: "filter",
  operator: "filter",
  flavour: "hard",
  f,
  scope,
  options: {},
});

const filled = (f: object, scope: Scope, stages: readonly LambdaStage[] = []): Pass => {
  const sink: Sink = {
    kind: "histogram",
    operator: "histogram",
    f,
    scope,
    edges: linspace(0, 200, 21),
    bandwidth: undefined,
    width: undefined,
    step: undefined,
  };
  const { b, fills } = elaboratePipeline(schemaOf(columns), stages, [{ stages: [], sink }]);
  const { pass } = plan(b.program(fills.map((fill) => harden(b, fill).contents)));
  if (!pass) throw new TypeError("there is something to add up");
  return pass;
};

const sumsOf = (pass: Pass, lane: keyof typeof lanes): readonly (readonly number[])[] => {
  const sums = pass.accumulators.map(({ output }) => {
    const { extent } = output.axis ?? {};
    return new Float64Array(extent?.kind === "fixed" ? extent.size : 1);
  });
  const given = new Map(
    pass.program.inputs.flatMap(({ variable, source }) =>
      source.kind === "array" ? [[variable.id, Float64Array.from(source.values)] as const] : [],
    ),
  );
  runOnce(lanes[lane].prepare(pass), { columns, from: 0, to: rows.length, first: 0 }, given, sums);
  return sums.map((sum) => [...sum]);
};

const axesIn = (pass: Pass) => [...new Set(pass.program.equations.flatMap(axesOf))];
const named = (pass: Pass, name: string) => pass.program.equations.filter(({ primitive }) => primitive.name === name);

/** The histogram of a lambda over the muons of an event, on plain objects. */
const wanted = (of: (ev: Event) => readonly number[]): readonly number[] => {
  const bins = new Array<number>(22).fill(0);
  for (const row of rows)
    for (const x of of(row)) {
      const bin = Math.min(21, Math.max(0, Math.floor(x / 10) + 1));
      bins[bin] = (bins[bin] ?? 0) + 1;
    }
  return bins;
};

const pairs = (list: readonly Muon[]): readonly (readonly [Muon, Muon])[] =>
  list.flatMap((a, i) => list.slice(i + 1).map((b) => [a, b] as const));

describe("a pass that is improved", () => {
  it("goes through pairs from the item after the first one, and computes what one item is once", () => {
    const pass = filled(
      (ev: Event, { combinations: each }: { combinations: typeof combinations }) =>
        each(ev.muon, 2).map(([a, b]) => Math.sqrt(a.pt) * Math.sqrt(b.pt)),
      { combinations },
    );
    const better = improved(pass);
    expect(named(pass, "position")).toHaveLength(2);
    expect(named(better, "position")).toHaveLength(0);
    expect(axesIn(better).filter(({ extent }) => extent.kind === "column" && extent.after)).toHaveLength(1);
    expect(named(pass, "sqrt")).toHaveLength(2);
    expect(named(better, "sqrt")).toHaveLength(1);
    const sums = wanted((ev) => pairs(ev.muon).map(([a, b]) => Math.sqrt(a.pt) * Math.sqrt(b.pt)));
    expect(sumsOf(pass, "wasm")).toEqual([sums]);
    expect(sumsOf(pass, "javascript")).toEqual([sums]);
  });

  it("does not where something else asks for the items before", () => {
    const pass = filled(
      (ev: Event) =>
        ev.muon.map(
          (a, i) =>
            ev.muon.filter((b, j) => j > i && b.q !== a.q).length + 20 * ev.muon.filter((_, j) => j !== i).length,
        ),
      {},
    );
    expect(axesIn(improved(pass)).some(({ extent }) => extent.kind === "column" && extent.after)).toBe(false);
    const sums = wanted((ev) =>
      ev.muon.map((a, i) => ev.muon.filter((b, j) => j > i && b.q !== a.q).length + 20 * (ev.muon.length - 1)),
    );
    expect(sumsOf(pass, "wasm")).toEqual([sums]);
    expect(sumsOf(pass, "javascript")).toEqual([sums]);
  });

  it("adds nothing for what is missing, without picking out what is there", () => {
    const pass = filled((ev: { readonly x: number }) => ev.x * 3, {});
    expect(axesIn(pass).some(({ extent }) => extent.kind === "where")).toBe(true);
    expect(axesIn(improved(pass)).some(({ extent }) => extent.kind === "where")).toBe(false);
    const sums = wanted((ev) => (ev.x === null ? [] : [ev.x * 3]));
    expect(sumsOf(pass, "wasm")).toEqual([sums]);
  });

  it("still picks out what passes a cut", () => {
    const pass = filled((ev: Event) => ev.muon.map(({ pt }) => pt), {}, [filter((ev: Event) => ev.muon.length > 2)]);
    expect(axesIn(improved(pass)).some(({ extent }) => extent.kind === "where")).toBe(true);
    expect(sumsOf(pass, "wasm")).toEqual([wanted((ev) => (ev.muon.length > 2 ? ev.muon.map(({ pt }) => pt) : []))]);
  });
});
