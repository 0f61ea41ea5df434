import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Counts } from "./count-reporter.ts";

const run = (command: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): boolean => {
  console.log(`> ${[command, ...args].join(" ")}`);
  return spawnSync(command, args, { stdio: "inherit", env: { ...process.env, ...env } }).status === 0;
};

const runVitest = (): Counts => {
  const folder = mkdtempSync(join(tmpdir(), "jagrad-test-"));
  const file = join(folder, "counts.json");
  const succeeded = run("vitest", ["run", ...process.argv.slice(2)], { JAGRAD_TEST_COUNTS: file });
  try {
    const counts: Counts = JSON.parse(readFileSync(file, "utf8"));
    return succeeded || counts.failed > 0 ? counts : { ...counts, failed: 1 };
  } catch {
    return { passed: 0, failed: 1, skipped: 0 };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

const before = (process.env.JAGRAD_FAILED_CHECKS ?? "").split(" ").filter((name) => name !== "");
const checks = [
  { name: "typecheck", succeeded: run("tsc", ["--noEmit"]) },
  { name: "lint", succeeded: run("biome", ["check", "--error-on-warnings"]) },
];
const counts = runVitest();
const broken = [...before, ...checks.filter(({ succeeded }) => !succeeded).map(({ name }) => name)];
const failed = counts.failed + broken.length;

if (broken.length > 0) console.log(`failed checks: ${broken.join(", ")}`);
console.log(`${counts.skipped} skipped`);
console.log(`${counts.passed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;
