import { resolve } from "node:path";
import { build } from "esbuild";
import { expect, test } from "vitest";
import { settingsFrom } from "./index.ts";

test("the public entry needs no test runner, no shared data and nothing of one platform", async () => {
  const root = resolve(import.meta.dirname, "..");
  const { metafile } = await build({
    entryPoints: [resolve(import.meta.dirname, "index.ts")],
    absWorkingDir: root,
    bundle: true,
    conditions: ["source"],
    external: ["rxjs", "fast-check", "vitest", "node:*"],
    format: "esm",
    metafile: true,
    platform: "browser",
    write: false,
  });
  const imports = Object.values(metafile.outputs).flatMap((output) => output.imports.map(({ path }) => path));
  expect(new Set(imports)).toEqual(new Set(["rxjs", "fast-check"]));
  expect(Object.keys(metafile.inputs)).not.toContain("property-tests/shared-data.ts");
});

test("settings come from variables, and nonsense leaves the standard ones", () => {
  expect(settingsFrom({ JAGRAD_SEED: "7", JAGRAD_RUNS: "0.5" })).toEqual({ seed: 7, runs: 0.5 });
  expect(settingsFrom({ JAGRAD_SEED: "x", JAGRAD_RUNS: "" })).toEqual(settingsFrom({}));
});
