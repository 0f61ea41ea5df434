import { defineConfig } from "vitest/config";

const conditions = ["source", "module", "node"];

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: conditions } },
  test: {
    include: ["**/*.test.ts"],
    exclude: ["**/node_modules/**", "dist/**", "out/**"],
    pool: "forks",
    coverage: {
      provider: "v8",
      include: ["core/**/*.ts", "ops/**/*.ts", "adapters/**/*.ts", "plugins/**/*.ts"],
      exclude: ["**/*.test.ts"],
      reporter: ["text-summary", "html"],
    },
  },
});
