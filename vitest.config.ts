import { defineConfig } from "vitest/config";
import { countReporter } from "./tools/count-reporter.ts";

const conditions = ["source", "module", "node"];
const countsFile = process.env.JAGRAD_TEST_COUNTS;

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: conditions } },
  test: {
    include: ["**/*.test.ts"],
    exclude: ["**/node_modules/**", "dist/**", "out/**"],
    pool: "forks",
    maxWorkers: 2,
    testTimeout: 30_000,
    reporters: ["default", ...(countsFile ? [countReporter(countsFile)] : [])],
    coverage: {
      provider: "v8",
      include: ["core/**/*.ts", "ops/**/*.ts", "adapters/**/*.ts", "plugins/**/*.ts"],
      exclude: ["**/*.test.ts"],
      reporter: ["text-summary", "html"],
    },
  },
});
