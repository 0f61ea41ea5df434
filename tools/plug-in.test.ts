import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { install, pack } from "./pack.ts";
import { bin, ended, root, run } from "./shell.ts";

const work = mkdtempSync(join(tmpdir(), "jagrad-plug-in-"));
let home = "";

beforeAll(() => {
  const project = install(work, pack(work), ["rxjs", "fast-check", "vitest"]);
  home = join(project, "plug-in");
  cpSync(join(root, "examples/plug-in"), home, {
    recursive: true,
    filter: (path) => basename(path) !== "node_modules",
  });
}, 240_000);
afterAll(() => rmSync(work, { recursive: true, force: true }));

const test = (...options: readonly string[]): ReturnType<typeof ended> =>
  ended(home, bin("vitest"), "run", "--root", home, "--reporter", "verbose", ...options);

const check = [
  "--noEmit",
  "--allowImportingTsExtensions",
  "--strict",
  "--exactOptionalPropertyTypes",
  "--skipLibCheck",
];
const target = ["--ignoreConfig", "--module", "nodenext", "--target", "es2024", "--lib", "es2024,dom", "--types", ""];

describe("the example of a plug-in, beside the packed package", () => {
  it("type-checks against the shipped types, and builds", () => {
    run(home, bin("tsc"), ...check, ...target, "event-shapes.test.ts");
    run(home, bin("tsc"), "-p", "tsconfig.build.json");
    const script = `import { plugin } from "./dist/index.js"; console.log(Object.keys(plugin.functions).join(" "));`;
    expect(run(home, bin("node"), "--input-type=module", "--eval", script)).toBe("breitWigner sphericity\n");
  }, 60_000);

  it("holds itself to the laws", async () => {
    const { code, out } = await test();
    for (const law of ["partials: 3 of 3", "slopes of functions: 1 of 1", "modes of an operator: 1 of 1"])
      expect(out).toContain(`law ${law} subjects`);
    expect(code, out).toBe(0);
  }, 120_000);

  it("fails with a fault in it", async () => {
    writeFileSync(join(home, "sphericity.ts"), faulty(run(home, "cat", "sphericity.ts")));
    const { code, out } = await test("-t", "slopes of functions");
    expect(out).toMatch(/slopes of functions: sphericity[\s\S]*forward on interpreter, input 1\[\]\.\w+ at/);
    expect(code).not.toBe(0);
  }, 120_000);
});

/** The derivative with respect to one of the two components is cut off. */
const faulty = (text: string): string => {
  const other = text.replace("const square = x * x + y * y;", "const square = x * x + stopGradient(y * y);");
  expect(other).not.toBe(text);
  return other;
};
