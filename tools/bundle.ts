// Makes few files of the modules that tsc left in dist, and of acorn: to find a module costs a process more than to
// compile it.

import { copyFileSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { build, type Plugin } from "esbuild";
import { calledBy } from "./called.ts";
import { eager } from "./eager.ts";
import { entries, programs } from "./entries.ts";

const { peerDependencies }: { readonly peerDependencies: object } = JSON.parse(readFileSync("package.json", "utf8"));

const called = calledBy("tools/first-gradients.ts");

const marking: Plugin = {
  name: "eager",
  setup: ({ onLoad }) => {
    onLoad({ filter: /\.m?js$/ }, ({ path }) => {
      const text = readFileSync(path, "utf8");
      return { contents: eager(text, called.get(path) ?? new Set()) };
    });
  },
};

const modules = globSync("dist/**/*.js{,.map}");
const { outputFiles } = await build({
  entryPoints: [...entries.map(({ source }) => source), ...programs].map(
    (source) => `dist/${source.replace(/\.ts$/, ".js")}`,
  ),
  bundle: true,
  chunkNames: "chunks/[hash]",
  external: Object.keys(peerDependencies),
  format: "esm",
  logLevel: "warning",
  outbase: "dist",
  outdir: "dist",
  platform: "node",
  plugins: [marking],
  sourcemap: true,
  sourcesContent: false,
  splitting: true,
  target: "es2024",
  write: false,
});
for (const file of modules) rmSync(file);
for (const { path, contents } of outputFiles) {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, contents);
}
copyFileSync("node_modules/acorn/LICENSE", "dist/chunks/LICENSE-acorn");
