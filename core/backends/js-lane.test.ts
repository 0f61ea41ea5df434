import { spawnSync } from "node:child_process";
import { dirname } from "node:path";
import { execPath } from "node:process";
import { fileURLToPath } from "node:url";
import { buildSync } from "esbuild";
import { describe, expect, it } from "vitest";
import { columnOf, linspace, type RecordColumn, schemaOf } from "../columns/index.ts";
import type { Pass } from "../program/index.ts";
import { elaboratePipeline, harden, type LambdaStage, plan, type Sink } from "../transforms/index.ts";
import { interpreterLane, jsLane, type Lane, runOnce, writeJs } from "./index.ts";

const filter = (f: object, scope: LambdaStage["scope"] = {}): LambdaStage => ({
  kind: "filter",
  operator: "filter",
  flavour: "hard",
  f,
  scope,
  options: {},
});
const sink = (kind: Sink["kind"], f: object | undefined, edges: readonly number[] = []): Sink => ({
  kind,
  operator: kind,
  f,
  scope: {},
  edges,
  bandwidth: undefined,
  width: undefined,
  step: undefined,
});

const random = ((state: number) => () => {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return state / 2 ** 32;
})(3);

const rows = Array.from({ length: 1000 }, (_, i) => ({
  met: i % 50 === 0 ? null : 100 * random(),
  n: BigInt(i % 5),
  good: random() < 0.8,
  muon: Array.from({ length: Math.floor(4 * random()) }, () => ({
    pt: 60 * random(),
    charge: random() < 0.5 ? 1 : -1,
  })),
}));
const columns = columnOf(rows) as RecordColumn;

const passOf = (stages: readonly LambdaStage[], last: Sink): Pass => {
  const { b, fills } = elaboratePipeline(schemaOf(columns), stages, [{ stages: [], sink: last }]);
  const outputs = fills.flatMap((fill) => {
    const { contents, variances, entries, skipped } = harden(b, fill);
    return [contents, variances, entries, skipped];
  });
  const { pass } = plan(b.program(outputs));
  if (!pass) throw new TypeError("events are summed");
  return pass;
};

interface Event {
  readonly met: number;
  readonly good: boolean;
  readonly n: bigint;
  readonly muon: readonly { readonly pt: number; readonly charge: number }[];
}

const small = (): Pass =>
  passOf(
    [filter((ev: Event) => ev.good && ev.muon.filter((m) => m.pt > 20).length >= 2)],
    sink("histogram", (ev: Event) => ev.met, linspace(0, 100, 3)),
  );

const grid = (f: object, ...axes: readonly (readonly number[])[]): Sink => ({
  ...sink("grid", f),
  axes: axes.map((edges) => ({ edges, bandwidth: undefined })),
});

const onTwoAxes = (): Pass =>
  passOf(
    [],
    grid((ev: Event) => ev.muon.map((m) => [m.pt, m.charge]), linspace(0, 60, 4), [-2, 0, 2]),
  );

const run = (lane: Lane, pass: Pass): readonly (readonly number[])[] => {
  const totals = pass.accumulators.map(
    ({ output }) => new Float64Array(output.axis?.extent.kind === "fixed" ? output.axis.extent.size : 1),
  );
  const given = new Map(
    pass.program.inputs.flatMap(({ variable, source }) =>
      source.kind === "array" ? [[variable.id, Float64Array.from(source.values)] as const] : [],
    ),
  );
  runOnce(lane.prepare(pass), { columns, from: 0, to: rows.length, first: 0 }, given, totals);
  return totals.map((total) => [...total]);
};

const passes: readonly (readonly [string, () => Pass])[] = [
  ["a histogram behind a cut", small],
  ["a histogram of two axes", onTwoAxes],
  [
    "a sum over items",
    () =>
      passOf(
        [],
        sink("sum", (ev: Event) => ev.muon.map((m) => m.pt * m.charge)),
      ),
  ],
  [
    "a sum over sorted items",
    () =>
      passOf(
        [],
        sink("sum", (ev: Event) =>
          ev.muon
            .toSorted((a, b) => b.pt - a.pt)
            .slice(0, 2)
            .map((m) => m.pt),
        ),
      ),
  ],
  [
    "a chosen item",
    () =>
      passOf(
        [filter((ev: Event) => ev.muon.length >= 2)],
        sink("sum", (ev: Event) => (ev.muon[0]?.pt ?? 0) - (ev.muon.at(-1)?.pt ?? 0)),
      ),
  ],
  [
    "what is missing",
    () =>
      passOf(
        [],
        sink("histogram", (ev: Event) => ev.muon[1]?.pt ?? ev.met, linspace(0, 60, 7)),
      ),
  ],
  [
    "64-bit whole numbers",
    () =>
      passOf(
        [filter((ev: Event) => ev.n > 2 && ev.n !== 4n)].slice(1),
        sink("sum", (ev: Event) => Number(ev.n)),
      ),
  ],
  [
    "reductions that share a loop",
    () =>
      passOf(
        [],
        sink(
          "sum",
          (ev: Event) => ev.muon.reduce((s, m) => s + m.pt, 0) * ev.muon.reduce((s, m) => Math.max(s, m.pt), 0),
        ),
      ),
  ],
];

describe("generated JavaScript", () => {
  it("of a histogram of two axes finds each place once", () => {
    expect(writeJs(onTwoAxes()).text).toMatchInlineSnapshot(`
      "let t0 = A[0][0];
      let t1 = A[1][0];
      const t2 = A[2];
      const l0 = L[0];
      const l1 = L[1];
      const o0 = O[0];
      const a0 = V[0];
      const a1 = V[1];
      for (let e = from; e < to; e++) {
        const i1 = o0[e], i2 = o0[e + 1];
        for (let i0 = i1; i0 < i2; i0++) {
          const x3 = l0[i0];
          const x4 = (x3 !== x3);
          const x5 = (!x4);
          const x6 = l1[i0];
          const x7 = (x6 !== x6);
          const x8 = (!x7);
          const x9 = (x5 && x8);
          const x10 = (!x9);
          if (x10) {
            t0 += 1;
          }
          if (x9) {
            t1 += 1;
            const x11 = digitize(a0, x6);
            const x12 = (x11 < 3);
            const x13 = (x11 > 0);
            const x14 = digitize(a1, x3);
            const x15 = (x14 > 0);
            const x16 = (x14 < 4);
            const x17 = (x15 && x16);
            const x18 = (x13 && x17);
            const x19 = (x12 && x18);
            const x20 = (x14 * 2);
            const x21 = (x20 + (-2));
            const x22 = (x11 + x21);
            const x23 = (x19 ? x22 : 0);
            t2[x23] += 1;
          }
        }
      }
      A[0][0] = t0;
      A[1][0] = t1;"
    `);
  });

  it("of a small pipeline reads as one loop", () => {
    expect(writeJs(small()).text).toMatchInlineSnapshot(`
      "let t0 = A[0][0];
      let t1 = A[1][0];
      const t2 = A[2];
      const l0 = L[0];
      const l1 = L[1];
      const l2 = L[2];
      const o0 = O[0];
      const q0 = Q[0];
      const a0 = V[0];
      for (let e = from; e < to; e++) {
        const x0 = l0[e] === 1;
        let r1 = 0;
        const i3 = o0[e], i4 = o0[e + 1];
        for (let i2 = i3; i2 < i4; i2++) {
          const x5 = l1[i2];
          const x6 = (x5 > 20);
          if (x6) {
            const x7 = 1;
            r1 += x7;
          }
        }
        const x8 = (r1 >= 2);
        const x9 = (x0 && x8);
        const x10 = ((q0[e >> 3] >> (e & 7)) & 1) === 1;
        const x11 = l2[e];
        if (x9) {
          const x12 = (x11 !== x11);
          const x13 = (!x12);
          const x14 = (x10 && x13);
          const x15 = (!x14);
          if (x15) {
            t0 += 1;
          }
          if (x14) {
            t1 += 1;
            const x16 = digitize(a0, x11);
            t2[x16] += 1;
          }
        }
      }
      A[0][0] = t0;
      A[1][0] = t1;"
    `);
  });

  it.each(passes)("parses: %s", (_what, pass) => {
    expect(() => new Function(writeJs(pass()).text)).not.toThrow();
  });

  it.each(passes)("gives what the interpreter gives, to the bit: %s", (_what, pass) => {
    const made = pass();
    const totals = run(jsLane, made);
    expect(totals).toEqual(run(interpreterLane, made));
    expect(totals.flat().some((x) => x !== 0)).toBe(true);
  });

  it("holds no name of a column, and no number that is not plain", () => {
    const name = "x];process.exit(9);//";
    const odd = columnOf([{ [name]: 1 }]);
    const f = Function(`return (ev) => ev[${JSON.stringify(name)}] * 0.1 > 1e-300`)();
    const { b, fills } = elaboratePipeline(
      schemaOf(odd),
      [filter(f)],
      [{ stages: [], sink: sink("count", undefined) }],
    );
    const [fill] = fills;
    if (!fill) throw new TypeError("there is a fill");
    const { pass } = plan(b.program([harden(b, fill).contents]));
    const { text, slots } = writeJs(pass ?? small());
    expect(text).not.toContain("process");
    expect(text).not.toContain("0.1");
    expect(text).not.toContain("e-300");
    expect(slots.constants).toEqual(expect.arrayContaining([0.1, 1e-300]));
    expect(slots.leaves).toEqual([JSON.stringify([name])]);
  });

  it("is one text for lambdas that differ in numbers of the scope alone, and each has its own numbers", () => {
    const above = (cut: number) =>
      passOf(
        [filter((ev: Event, { cut }: { readonly cut: number }) => ev.met > cut, { cut })],
        sink("count", undefined),
      );
    expect(writeJs(above(0.25)).text).toBe(writeJs(above(77.5)).text);
    for (const cut of [0.25, 77.5])
      expect(run(jsLane, above(cut))[0]).toEqual([rows.filter(({ met }) => (met ?? -1) > cut).length]);
  });

  it("is right after more kernels than are kept", () => {
    const counts = Array.from({ length: 300 }, (_, k) =>
      passOf([filter((ev: Event, { k }: { readonly k: number }) => ev.met > k, { k })], sink("count", undefined)),
    );
    counts.forEach((pass, k) => {
      expect(run(jsLane, pass)[0]).toEqual([rows.filter(({ met }) => (met ?? -1) > k).length]);
    });
    expect(run(jsLane, small())).toEqual(run(interpreterLane, small()));
  });
});

describe("where code may not be made from text", () => {
  const folder = dirname(fileURLToPath(import.meta.url));
  const script = `
    import { columnOf, schemaOf } from "../columns/index.ts";
    import { elaboratePipeline, harden, plan } from "../transforms/index.ts";
    import { jsLane, runOnce } from "./index.ts";
    const rows = Array.from({ length: 500 }, (_, i) => ({ x: Math.sin(i) * 100, l: [i / 7, i / 3].slice(i % 3) }));
    const columns = columnOf(rows);
    const stages = [{ kind: "filter", operator: "filter", flavour: "hard", f: (ev) => ev.x > -50, scope: {}, options: {} }];
    const sinks = [
      { kind: "histogram", operator: "histogram", f: (ev) => ev.l.map((y) => y * ev.x), scope: {}, edges: [0, 0.1, 3000, 1e9] },
      { kind: "sum", operator: "sum", f: (ev) => Math.exp(ev.x / 100) / 3, scope: {}, edges: [] },
    ];
    const { b, fills } = elaboratePipeline(schemaOf(columns), stages, sinks.map((sink) => ({ stages: [], sink })));
    const { pass } = plan(b.program(fills.map((fill) => harden(b, fill).contents)));
    const totals = pass.accumulators.map(({ output }) => new Float64Array(output.axis?.extent.size ?? 1));
    const given = new Map(pass.program.inputs.filter(({ source }) => source.kind === "array").map(({ variable, source }) => [variable.id, Float64Array.from(source.values)]));
    runOnce(jsLane.prepare(pass), { columns, from: 0, to: 500, first: 0 }, given, totals);
    let refused = false;
    try { new Function("return 1"); } catch (error) { refused = error instanceof EvalError; }
    console.log(JSON.stringify({ refused, bits: totals.map((total) => [...new BigUint64Array(total.buffer)].map(String)) }));
  `;
  const { outputFiles } = buildSync({
    stdin: { contents: script, resolveDir: folder, loader: "ts" },
    bundle: true,
    format: "esm",
    platform: "node",
    write: false,
  });
  const under = (
    ...flags: readonly string[]
  ): { readonly refused: boolean; readonly bits: readonly (readonly string[])[] } => {
    const { stdout, stderr } = spawnSync(execPath, [...flags, "--input-type=module", "-"], {
      input: outputFiles[0]?.text ?? "",
      encoding: "utf8",
    });
    expect(stderr).toBe("");
    return JSON.parse(stdout);
  };

  it.each([
    ["--disallow-code-generation-from-strings"],
    ["--frozen-intrinsics"],
    ["--disable-proto=throw"],
    ["--jitless"],
  ])("the numbers are the same to the bit: %s", (flag) => {
    const usual = under();
    const strict = under("--no-warnings", flag);
    expect(strict.bits).toEqual(usual.bits);
    expect(usual.refused).toBe(false);
    expect(strict.refused).toBe(flag === "--disallow-code-generation-from-strings");
    expect(usual.bits.flat().some((word) => word !== "0")).toBe(true);
  });
});
