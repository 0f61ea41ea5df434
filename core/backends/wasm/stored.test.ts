import { describe, expect, it } from "vitest";
import type { Column, LeafColumn, ListColumn, RecordColumn, Values } from "../../columns/index.ts";
import { schemaOf } from "../../columns/index.ts";
import { asScalar, columnValue, combinations, elaborate, type Scope } from "../../lambda/index.ts";
import { scatter, spreadTo } from "../../primitives/index.ts";
import { builder, type Pass } from "../../program/index.ts";
import { plan } from "../../transforms/index.ts";
import { runOnce } from "../lane.ts";
import { improved } from "../passes/index.ts";
import { instructionsOf } from "./disassembled.ts";
import { wasmLaneOf } from "./index.ts";
import { storedAs } from "./stored.ts";
import { writeKernel } from "./write-kernel.ts";

const leaf = (dtype: LeafColumn["dtype"], values: Values): LeafColumn => ({ kind: "leaf", dtype, values });

const lengths = Array.from({ length: 1301 }, (_, i) => (i * 7) % 5);
const items = lengths.reduce((sum, n) => sum + n, 0);
let end = 0;
const offsets = Int32Array.from([0, ...lengths.map((n) => (end += n))]);
/** No double is the same as the nearest number of 32 bits here; multiples of 2 ** -12 whose products of two are exact. */
const pt = Float32Array.from({ length: items }, (_, i) => Math.round(4096 * (20 + 30 * Math.sin(i))) / 4096);
const charge = Int32Array.from({ length: items }, (_, i) => (i % 3) - 1);
const met = Float32Array.from(lengths, (_, i) => Math.fround(0.1 * i));
const run = Int32Array.from(lengths, (_, i) => (i % 2 === 0 ? -1 : 1) * 2_000_000_011 + i);

const columnsOf = (metColumn: LeafColumn): RecordColumn => {
  const muon: RecordColumn = {
    kind: "record",
    fields: new Map([
      ["pt", leaf("f32", pt)],
      ["charge", leaf("i32", charge)],
    ]),
  };
  const list: ListColumn = { kind: "list", offsets, item: muon };
  return {
    kind: "record",
    fields: new Map<string, Column>([
      ["met", metColumn],
      ["run", leaf("i32", run)],
      ["muon", list],
    ]),
  };
};

const columns = columnsOf(leaf("f32", met));

interface Muon {
  readonly pt: number;
  readonly charge: number;
}
interface Event {
  readonly met: number;
  readonly run: number;
  readonly muon: Muon[];
}

const events: readonly Event[] = lengths.map((n, i) => ({
  met: met[i] ?? Number.NaN,
  run: run[i] ?? Number.NaN,
  muon: Array.from({ length: n }, (_, k) => ({
    pt: pt[(offsets[i] ?? 0) + k] ?? Number.NaN,
    charge: charge[(offsets[i] ?? 0) + k] ?? Number.NaN,
  })),
}));

const pairsOf = <T>(list: readonly T[]): readonly (readonly [T, T])[] =>
  list.flatMap((a, i) => list.slice(i + 1).map((b): [T, T] => [a, b]));

const passFor = (f: object, scope: Scope = {}): Pass => {
  const b = builder();
  const axis = b.axis("event", { kind: "events" }, {});
  const { atom } = asScalar(elaborate(b, f, [columnValue(b, schemaOf(columns), [], axis)], scope, { label: "test" }));
  const bins = b.axis("one per event", { kind: "fixed", size: events.length }, {});
  const { pass } = plan(
    b.program([b.emit(scatter, [spreadTo(b, atom, axis), b.input({ kind: "event" }, "i32", axis)], { axis: bins })]),
  );
  if (!pass) throw new TypeError("events are read");
  return pass;
};

type Pairs = (list: Muon[], k: 2) => [Muon, Muon][];

const lambdas: readonly (readonly [string, object, Scope, (ev: Event) => number])[] = [
  ["side by side", (ev: Event) => ev.met + ev.run, {}, ({ met, run }) => met + run],
  [
    "in lists",
    (ev: Event) => ev.muon.map((m) => m.pt * m.charge).reduce((s, x) => s + x, 0),
    {},
    ({ muon }) => muon.reduce((s, m) => s + m.pt * m.charge, 0),
  ],
  ["at a place of a list", (ev: Event) => ev.muon[1]?.pt ?? -1, {}, ({ muon }) => muon[1]?.pt ?? -1],
  [
    "in pairs, with what their event has",
    (ev: Event, { combinations }: { readonly combinations: Pairs }) =>
      combinations(ev.muon, 2)
        .filter(([a, b]) => a.charge !== b.charge)
        .map(([a, b]) => a.pt * b.pt - a.charge * ev.run)
        .reduce((s, x) => s + x, 0),
    { combinations },
    ({ muon, run }) =>
      pairsOf(muon)
        .filter(([a, b]) => a.charge !== b.charge)
        .reduce((s, [a, b]) => s + (a.pt * b.pt - a.charge * run), 0),
  ],
];

const rowsOf = (of: RecordColumn, from: number, to: number) => ({ columns: of, from, to, first: 0 });

describe.each(["f64", "f64x2", "f64x2+fma"] as const)("numbers of 32 bits, widened in a kernel of %s", (width) => {
  it.each(lambdas)("are those of JavaScript %s", (_name, f, scope, plainly) => {
    const totals = new Float64Array(events.length);
    runOnce(wasmLaneOf(width).prepare(passFor(f, scope)), rowsOf(columns, 0, events.length), new Map(), [totals]);
    expect([...totals]).toStrictEqual(events.map(plainly));
  });

  it("are read as they are stored", () => {
    const pass = improved(passFor((ev: Event) => ev.met + ev.run));
    const stored = new Map([
      [JSON.stringify(["met"]), "f32"],
      [JSON.stringify(["run"]), "i32"],
    ] as const);
    const room = { events: 512, items: 8192 };
    const code = instructionsOf(writeKernel(pass, width, room, stored).bytes).join("\n");
    expect(code).toContain(width === "f64" ? "f64.promote_f32" : "f64x2.promote_low_f32x4");
    expect(code).toContain(width === "f64" ? "f64.convert_i32_s" : "f64x2.convert_low_i32x4_s");
  });
});

describe("how a column is stored", () => {
  it("follows its values", () => {
    expect([met, run, new Float64Array(1), new BigInt64Array(1), new Uint8Array(1)].map(storedAs)).toStrictEqual([
      "f32",
      "i32",
      "f64",
      "f64",
      "f64",
    ]);
  });

  it("may not change within a sum", () => {
    const feed = wasmLaneOf("f64").prepare(passFor((ev: Event) => ev.met))([new Float64Array(events.length)]);
    feed.add(rowsOf(columns, 0, 10), new Map());
    const doubles = columnsOf(
      leaf(
        "f64",
        Float64Array.from(met, (x) => x + 1e-12),
      ),
    );
    expect(() => feed.add(rowsOf(doubles, 10, 20), new Map())).toThrow(/E_SCHEMA/);
  });
});
