import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import { afterAll, expect, test } from "vitest";

const root = resolve(import.meta.dirname, "..");
const bin = join(root, "node_modules/.bin");
const work = mkdtempSync(join(tmpdir(), "jagrad-pack-"));
const copy = join(work, "package");
const project = join(work, "project");
const left = new Set(["node_modules", ".git", "dist", "coverage", "out"]);

const run = (cwd: string, command: string, ...args: string[]): string =>
  execFileSync(command, args, { cwd, encoding: "utf8", stdio: "pipe" });

afterAll(() => rmSync(work, { recursive: true, force: true }));

/** Packs a copy of the sources, so that a build beside it never sees half a dist folder. */
const pack = (): string => {
  cpSync(root, copy, { recursive: true, filter: (path) => !left.has(basename(path)) });
  symlinkSync(join(root, "node_modules"), join(copy, "node_modules"));
  run(copy, "npm", "run", "build");
  run(copy, "npm", "pack", "--pack-destination", work);
  const tarball = readdirSync(work).find((name) => name.endsWith(".tgz"));
  if (tarball === undefined) throw new Error("npm pack left no tarball");
  return join(work, tarball);
};

test("the packed package works in an empty project", { timeout: 240_000 }, () => {
  const tarball = pack();
  const files = run(work, "tar", "-tzf", tarball).split("\n");
  expect(files).toEqual(
    expect.arrayContaining(["package/LICENSE", "package/core/index.ts", "package/dist/core/index.js"]),
  );
  expect(files.filter((file) => /\.test\.|^package\/tools\//.test(file))).toEqual([]);

  mkdirSync(project);
  writeFileSync(join(project, "package.json"), JSON.stringify({ private: true, type: "module" }));
  run(project, "npm", "install", tarball, "--no-audit", "--no-fund", "--prefer-offline");
  expect(readdirSync(join(project, "node_modules")).filter((name) => !name.startsWith("."))).toEqual([
    "acorn",
    "jagrad",
  ]);

  const script = 'import * as core from "jagrad/core"; console.log(JSON.stringify(Object.keys(core)));';
  const names: unknown = JSON.parse(run(project, join(bin, "node"), "--input-type=module", "--eval", script));
  expect(names).toEqual(expect.arrayContaining(["parameter", "gradient"]));

  writeFileSync(
    join(project, "use.ts"),
    'import { gradient, parameter } from "jagrad/core";\nexport { gradient, parameter };\n',
  );
  run(project, join(bin, "tsc"), "--noEmit", "--strict", "--module", "nodenext", "--target", "es2024", "use.ts");
});
