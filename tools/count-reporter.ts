import { writeFileSync } from "node:fs";
import type { Reporter, TestModule } from "vitest/node";

export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

const count = (modules: readonly TestModule[], state: "passed" | "failed" | "skipped"): number =>
  modules.reduce((sum, module) => sum + [...module.children.allTests(state)].length, 0);

const failedToLoad = (module: TestModule): number =>
  module.errors().length + [...module.children.allSuites()].reduce((sum, suite) => sum + suite.errors().length, 0);

/** A vitest reporter that writes how many tests passed, failed and were skipped to a file. */
export const countReporter = (file: string): Reporter => ({
  onTestRunEnd(modules, unhandled) {
    const outsideTests = modules.reduce((sum, module) => sum + failedToLoad(module), unhandled.length);
    const counts: Counts = {
      passed: count(modules, "passed"),
      failed: count(modules, "failed") + outsideTests,
      skipped: count(modules, "skipped"),
    };
    writeFileSync(file, JSON.stringify(counts));
  },
});
