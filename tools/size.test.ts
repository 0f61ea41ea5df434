import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { describe, expect, it } from "vitest";
import { root } from "./shell.ts";

/**
 * Bytes after minification and gzip, without rxjs and acorn, as measured when the table was last written. The table
 * protects a page that loads an analysis: a formula, a rule or a table that slips into an entry which does not need it
 * shows here first. A quarter more is a change to decide on: find what came in (esbuild --analyze), or measure anew.
 * A good part is what writes WebAssembly, and elementary functions in terms of lanes, which primitives bring along: an
 * engine has none of its own.
 */
const measured: Readonly<Record<string, number>> = {
  acorn: 34_600,
  "jagrad/core": 124_400,
  "jagrad/ops/hard": 106_900,
  "jagrad/ops/diff": 124_700,
  "jagrad/plugins/kinematics": 5_100,
  "jagrad/ops/hard filter map histogram": 92_100,
  "jagrad/ops/diff filter map histogram": 107_800,
};
const room = 1.25;

/** An entry, or some of what it exports. */
const importOf = (name: string): string => {
  const [entry, ...names] = name.split(" ");
  return `export ${names.length > 0 ? `{ ${names.join(", ")} }` : "*"} from "${entry}";`;
};

const sizeOf = async (name: string): Promise<number> => {
  const { outputFiles } = await build({
    stdin: { contents: importOf(name), resolveDir: root },
    absWorkingDir: root,
    bundle: true,
    conditions: ["source"],
    external: ["rxjs", "acorn"].filter((other) => other !== name),
    format: "esm",
    minify: true,
    platform: "browser",
    write: false,
  });
  return outputFiles.reduce((sum, { contents }) => sum + gzipSync(contents, { level: 9 }).length, 0);
};

describe("the size of a bundle", () => {
  it.each(Object.entries(measured))("of %s stays within a quarter more than %i bytes", async (name, bytes) => {
    const size = await sizeOf(name);
    console.log(`${name}: ${size} bytes minified and compressed, budget ${Math.floor(room * bytes)}`);
    expect(size).toBeLessThanOrEqual(room * bytes);
    expect(size, "much smaller now: measure anew").toBeGreaterThan(bytes / 2);
  });
});
