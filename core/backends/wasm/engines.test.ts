import { spawnSync } from "node:child_process";
import { dirname } from "node:path";
import { execPath } from "node:process";
import { fileURLToPath } from "node:url";
import { buildSync } from "esbuild";
import { describe, expect, it } from "vitest";

const script = `
  import { columnOf, schemaOf } from "../../columns/index.ts";
  import { elaboratePipeline, harden, plan } from "../../transforms/index.ts";
  import { runOnce, wasmLane } from "../index.ts";
  import { widest } from "./index.ts";
  const rows = Array.from({ length: 900 }, (_, i) => ({ x: Math.sin(i) * 100, l: [i / 7, i / 3].slice(i % 3) }));
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
  runOnce(wasmLane.prepare(pass), { columns, from: 0, to: 900, first: 0 }, given, totals);
  const kept = rows.filter(({ x }) => x > -50);
  const wanted = kept.reduce((sum, { x }) => sum + Math.exp(x / 100) / 3, 0);
  const filled = kept.flatMap(({ x, l }) => l.map((y) => y * x));
  const below = [0, 0.1, 3000, 1e9].map((edge) => filled.filter((y) => y < edge).length);
  console.log(JSON.stringify({ width: widest() ?? "none", totals: totals.map((total) => [...total]), wanted, below }));
`;

interface Said {
  readonly width: string;
  readonly totals: readonly (readonly number[])[];
  readonly wanted: number;
  readonly below: readonly number[];
}

const { outputFiles } = buildSync({
  stdin: { contents: script, resolveDir: dirname(fileURLToPath(import.meta.url)), loader: "ts" },
  bundle: true,
  format: "esm",
  platform: "node",
  write: false,
});

const under = (...flags: readonly string[]): Said => {
  const { stdout, stderr } = spawnSync(execPath, ["--no-warnings", ...flags, "--input-type=module", "-"], {
    input: outputFiles[0]?.text ?? "",
    encoding: "utf8",
  });
  expect(stderr).toBe("");
  return JSON.parse(stdout);
};

const before = (text: string): string => `--import=data:text/javascript,${encodeURIComponent(text)}`;

const engines: readonly (readonly [string, readonly string[], string])[] = [
  ["the usual one", [], "f64x2+fma"],
  ["one that makes no code from text", ["--disallow-code-generation-from-strings"], "f64x2+fma"],
  ["one that knows no vectors", [before("WebAssembly.validate = () => false")], "f64"],
  ["one without a compiler", ["--jitless"], "none"],
  ["one without WebAssembly", [before("delete globalThis.WebAssembly")], "none"],
  [
    "one that may not compile WebAssembly",
    [before("WebAssembly.Module = class { constructor() { throw new WebAssembly.CompileError('refused'); } }")],
    "none",
  ],
];

describe("the WebAssembly lane in an engine", () => {
  it.each(engines)("gives the same numbers: %s", (_name, flags, width) => {
    const said = under(...flags);
    expect(said.width).toBe(width);
    const { totals, wanted, below } = said;
    const [histogram = [], [sum = Number.NaN] = []] = totals;
    let filled = 0;
    expect(histogram.slice(0, -1).map((content) => (filled += content))).toEqual(below);
    expect(Math.abs(sum - wanted)).toBeLessThan(1e-12 * wanted);
  });
});
