import { join, relative } from "node:path";
import { type BuildOptions, buildSync } from "esbuild";
import { rolldown } from "rolldown";
import { bin, root, run } from "./shell.ts";

/** Makes something of a TypeScript file in a folder; returns the command that runs it. */
type ToolChain = (file: string, folder: string) => readonly string[] | Promise<readonly string[]>;

const node = bin("node");

const esbuild =
  (options: BuildOptions): ToolChain =>
  (file, folder) => {
    const outfile = join(folder, "bundle.mjs");
    buildSync({ ...options, bundle: true, entryPoints: [file], format: "esm", logLevel: "error", outfile });
    return [node, outfile];
  };

const tsc =
  (target: string): ToolChain =>
  (file, folder) => {
    const settings = [
      "--ignoreConfig",
      "--module",
      "nodenext",
      "--target",
      target,
      "--lib",
      "esnext,webworker",
      "--types",
      "node",
    ];
    const form = [
      "--rewriteRelativeImportExtensions",
      "--skipLibCheck",
      "--noCheck",
      "--rootDir",
      root,
      "--outDir",
      folder,
    ];
    run(root, bin("tsc"), ...settings, ...form, file);
    return [node, join(folder, relative(root, file).replace(/\.ts$/, ".js"))];
  };

const bundler =
  (minify: boolean): ToolChain =>
  async (file, folder) => {
    const bundle = await rolldown({ input: file, platform: "node", logLevel: "silent" });
    const { output } = await bundle.write({ dir: folder, format: "esm", minify, entryFileNames: "bundle.mjs" });
    return [node, join(folder, output[0].fileName)];
  };

/** The library itself counts in BigInt, which has no older form. */
const old: BuildOptions = { target: "es2015", supported: { bigint: true } };

/** Tools that people put between their text and its run; each rewrites lambdas in its own way. */
export const toolChains: Readonly<Record<string, ToolChain>> = {
  "type stripping by Node": (file) => [node, file],
  tsx: (file) => [bin("tsx"), file],
  tsc: tsc("es2024"),
  "tsc for ES2015": tsc("es2015"),
  esbuild: esbuild({}),
  "esbuild, minified": esbuild({ minify: true }),
  "esbuild, names kept": esbuild({ keepNames: true }),
  "esbuild, minified, names kept": esbuild({ minify: true, keepNames: true }),
  "esbuild for ES2020, minified": esbuild({ target: "es2020", minify: true }),
  "esbuild for ES2015": esbuild(old),
  "esbuild for ES2015, minified": esbuild({ ...old, minify: true }),
  rolldown: bundler(false),
  "rolldown, minified": bundler(true),
};

/** Tools that take the `??` and `?.` of ES2020 apart into assignments inside expressions, which may be refused. */
export const lowering: readonly string[] = ["tsc for ES2015", "esbuild for ES2015", "esbuild for ES2015, minified"];
