import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TransformOptions, transformSync } from "esbuild";
import { rolldown } from "rolldown";
import { bin, run } from "./shell.ts";

/** Rewrites modules, given as texts. */
type Rewriter = (modules: readonly string[]) => readonly string[] | Promise<readonly string[]>;

const esbuild =
  (options: TransformOptions): Rewriter =>
  (modules) =>
    modules.map((text) => transformSync(text, options).code);

const byRolldown = async (text: string): Promise<string> => {
  const only = { name: "only", resolveId: (name: string) => name, load: () => text };
  const bundle = await rolldown({ input: "module", plugins: [only] });
  const { output } = await bundle.generate({ format: "esm", minify: true });
  return output[0].code;
};

const tsc =
  (target: string): Rewriter =>
  (modules) => {
    const folder = mkdtempSync(join(tmpdir(), "jagrad-tsc-"));
    const files = modules.map((_, k) => `module${k}`);
    files.forEach((name, k) => {
      writeFileSync(join(folder, `${name}.ts`), modules[k] ?? "");
    });
    const settings = ["--ignoreConfig", "--noCheck", "--types", "", "--target", target, "--outDir", "out"];
    run(folder, bin("tsc"), ...settings, ...files.map((name) => `${name}.ts`));
    const made = files.map((name) => readFileSync(join(folder, "out", `${name}.js`), "utf8"));
    rmSync(folder, { recursive: true });
    return made;
  };

/** Tools that rewrite single lambdas. */
export const rewriters: Readonly<Record<string, Rewriter>> = {
  "esbuild, minified": esbuild({ minify: true }),
  "esbuild, names kept": esbuild({ keepNames: true }),
  "esbuild, minified, names kept": esbuild({ keepNames: true, minify: true }),
  "esbuild for ES2020, minified": esbuild({ target: "es2020", minify: true }),
  "esbuild for ES2015": esbuild({ target: "es2015" }),
  "esbuild for ES2015, minified": esbuild({ target: "es2015", minify: true }),
  "rolldown, minified": (modules) => Promise.all(modules.map(byRolldown)),
  "tsc for ES2015": tsc("es2015"),
};
