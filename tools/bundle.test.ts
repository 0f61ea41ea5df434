import { build } from "esbuild";
import { expect, test } from "vitest";
import { entries } from "./entries.ts";
import { root } from "./shell.ts";

/** Packages that run in a browser, and the entry that runs in none. */
const forBrowsers: string[] = ["rxjs", "apache-arrow", "fast-check"];
const forNode = "jagrad/adapters/duckdb";

/** Files of core/transforms/ that the hard flavour may contain, with the reason. */
const transformsInHard: Readonly<Record<string, string>> = {
  "core/transforms/bin.ts": "the bin of an entry on one axis or several",
  "core/transforms/event-rows.ts": "the hard meaning of columns of events",
  "core/transforms/fill.ts": "the hard meaning of a fill",
  "core/transforms/filled.ts": "a sink behind its stages",
  "core/transforms/fold-term.ts": "what a fold adds for one event",
  "core/transforms/pipeline.ts": "stages and sinks become one program",
  "core/transforms/plan.ts": "a program is cut at the event loop",
  "core/transforms/reaching.ts": "parameters that decide which events come first",
  "core/transforms/shape.ts": "what an event became, member by member",
  "core/transforms/shift.ts": "a nuisance is moved up and down",
  "core/transforms/sink.ts": "how many bins a sink has",
};

const bundle = async (name: string) => {
  const { metafile } = await build({
    stdin: { contents: `export * from "${name}";`, resolveDir: root },
    absWorkingDir: root,
    bundle: true,
    conditions: ["source"],
    external: forBrowsers,
    format: "esm",
    metafile: true,
    platform: "browser",
    write: false,
  });
  const outputs = Object.values(metafile.outputs);
  return {
    imports: outputs.flatMap(({ imports }) => imports.map(({ path }) => path)),
    files: outputs.flatMap(({ inputs }) =>
      Object.entries(inputs).flatMap(([file, { bytesInOutput }]) => (bytesInOutput > 0 ? [file] : [])),
    ),
  };
};

test.for(entries.filter(({ name }) => name !== forNode))("$name runs in a browser", async ({ name }) => {
  const { imports, files } = await bundle(name);
  expect(files).toContainEqual(expect.stringMatching(/^(core|ops|adapters|plugins|property-tests)\//));
  expect(imports.filter((path) => !forBrowsers.includes(path.replace(/\/.*/, "")))).toEqual([]);
});

test("the hard flavour contains no transform", async () => {
  const { files } = await bundle("jagrad/ops/hard");
  expect(files).toContainEqual(expect.stringMatching(/^ops\//));
  const transforms = files.filter((file) => file.startsWith("core/transforms/"));
  expect(transforms.sort()).toEqual(Object.keys(transformsInHard).sort());
});
