import { cpSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { root, run } from "./shell.ts";

const left = new Set(["node_modules", ".git", "dist", "coverage", "out"]);

/**
 * Packs a copy of the sources, so that a build beside it never sees half a dist folder.
 * @param work - an empty folder; the copy stays in it as `package`
 * @returns the path of the tarball
 */
export const pack = (work: string): string => {
  const copy = join(work, "package");
  cpSync(root, copy, { recursive: true, filter: (path) => !left.has(basename(path)) });
  symlinkSync(join(root, "node_modules"), join(copy, "node_modules"));
  run(copy, "npm", "run", "build");
  run(copy, "npm", "pack", "--pack-destination", work);
  const tarball = readdirSync(work).find((name) => name.endsWith(".tgz"));
  if (tarball === undefined) throw new Error("npm pack left no tarball");
  return join(work, tarball);
};

/**
 * Makes an empty project and installs a tarball there, as a customer does.
 * @param linked - packages that are linked from the repository instead of installed: peers of many megabytes
 * @returns the folder of the project
 */
export const install = (work: string, tarball: string, linked: readonly string[]): string => {
  const project = join(work, "project");
  mkdirSync(project);
  writeFileSync(join(project, "package.json"), JSON.stringify({ private: true, type: "module" }));
  run(project, "npm", "install", tarball, "--no-audit", "--no-fund", "--prefer-offline");
  for (const name of linked) {
    const place = join(project, "node_modules", name);
    mkdirSync(dirname(place), { recursive: true });
    symlinkSync(join(root, "node_modules", name), place);
  }
  return project;
};
