import { mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { calledBy } from "./called.ts";

const work = realpathSync(mkdtempSync(join(tmpdir(), "jagrad-calls-")));
afterAll(() => rmSync(work, { recursive: true, force: true }));

it("notes where functions begin that are called, in each file that a program loads", () => {
  const text = "export const f = (x) => [x].map((y) => y + 1);\nexport const g = (x) => x;\n";
  writeFileSync(join(work, "library.mjs"), text);
  writeFileSync(join(work, "program.mjs"), 'import { f } from "./library.mjs";\nf(1);\n');
  const starts = calledBy(join(work, "program.mjs")).get(join(work, "library.mjs")) ?? new Set();
  expect([...starts].sort((a, b) => a - b)).toEqual([0, text.indexOf("(x)"), text.indexOf("(y)")]);
});

it("says what a program says that fails", () => {
  writeFileSync(join(work, "wrong.mjs"), 'throw new Error("so it is");\n');
  expect(() => calledBy(join(work, "wrong.mjs"))).toThrow("so it is");
});
