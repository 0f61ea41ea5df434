import { globSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, posix } from "node:path";
import { publint } from "publint";
import { formatMessage } from "publint/utils";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { entries, programs } from "./entries.ts";
import { install, pack } from "./pack.ts";
import { bin, ended, root, run } from "./shell.ts";

const work = mkdtempSync(join(tmpdir(), "jagrad-pack-"));
const shipped = join(work, "shipped/package");
let tarball = "";
let files: readonly string[] = [];

beforeAll(() => {
  tarball = pack(work);
  run(work, "mkdir", "shipped");
  run(work, "tar", "-xzf", tarball, "-C", "shipped");
  files = readdirSync(shipped, { recursive: true, encoding: "utf8" });
}, 240_000);
afterAll(() => rmSync(work, { recursive: true, force: true }), 60_000);

const importOf = /(?:from|import\(|import) ?"(\.[^"]+)"/g;

/** Files that a source imports, or the code or the types of a file in dist/. */
const importsOf = (file: string): readonly string[] =>
  [...new Set([file, file.replace(/\.js$/, ".d.ts")])]
    .filter((each) => files.includes(each))
    .flatMap((each) => [...readFileSync(join(shipped, each), "utf8").matchAll(importOf)])
    .map(([, path = ""]) =>
      posix.join(posix.dirname(file), file.endsWith(".js") ? path.replace(/\.ts$/, ".js") : path),
    );

const reached = (from: readonly string[]): ReadonlySet<string> => {
  const seen = new Set(from);
  for (const file of seen) for (const next of importsOf(file)) seen.add(next);
  return seen;
};

const built = (source: string): string => `dist/${source.replace(/\.ts$/, ".js")}`;

/** publint would have `imports` replace `browser`, which stubs a module of Node that is loaded only to open a file. */
const accepted: readonly string[] = ["USE_EXPORTS_OR_IMPORTS_BROWSER"];

describe("the packed package", () => {
  it("has an entry for every room that customers enter", () => {
    const indices = globSync("{core,ops,property-tests,adapters/*,plugins/*}/index.ts", { cwd: root });
    expect(entries.map(({ source }) => source)).toEqual(expect.arrayContaining(indices));
  });

  it("holds a module, its types and its source for every entry", () => {
    expect(entries.length).toBeGreaterThan(8);
    const wanted = entries.flatMap(({ source }) => [
      source,
      built(source),
      built(source).replace(/\.js$/, ".d.ts"),
      `${built(source)}.map`,
    ]);
    expect(wanted.filter((file) => !files.includes(file))).toEqual([]);
    expect(files).toEqual(expect.arrayContaining(["LICENSE", "README.md", "package.json"]));
  });

  it("holds no test, no tool and nothing that only tests use", () => {
    expect(files.filter((file) => /\.test\.|^tools|^examples|^out|\.tgz$/.test(file))).toEqual([]);
    const starts = [...entries.map(({ source }) => source), ...programs];
    const modules = reached(starts.map(built));
    expect(files.filter((file) => /^dist\/.*\.js$/.test(file) && !modules.has(file))).toEqual([]);
    const sources = reached(starts);
    expect(files.filter((file) => /^(?!dist\/).*\.ts$/.test(file) && !sources.has(file))).toEqual([]);
  });

  it("has nothing that publint would say", async () => {
    const { buffer } = readFileSync(tarball);
    const { messages, pkg } = await publint({ pack: { tarball: buffer }, strict: true });
    const open = messages.filter(({ code }) => !accepted.includes(code));
    expect(open.map((message) => formatMessage(message, pkg, { color: false }))).toEqual([]);
  }, 60_000);

  it("has types that are right for every ESM resolution", async () => {
    const names = entries.map(({ name }) => name.replace("jagrad/", ""));
    const judge = ["--profile", "esm-only", "--no-definitely-typed", "--format", "ascii", "--no-color", "--no-emoji"];
    const { code, out } = await ended(work, bin("attw"), tarball, ...judge, "--entrypoints", ...names);
    for (const { name } of entries) expect(out).toContain(`"${name}"`);
    expect(code, out).toBe(0);
  }, 120_000);

  it("installs with acorn alone, and its core runs without a peer", () => {
    const project = install(work, tarball, []);
    const installed = readdirSync(join(project, "node_modules")).filter((name) => !name.startsWith("."));
    expect(installed).toEqual(["acorn", "jagrad"]);
    const script = 'import * as core from "jagrad/core"; console.log(JSON.stringify(Object.keys(core)));';
    const names: unknown = JSON.parse(run(project, bin("node"), "--input-type=module", "--eval", script));
    expect(names).toEqual(expect.arrayContaining(["parameter", "gradient"]));
  }, 120_000);
});
