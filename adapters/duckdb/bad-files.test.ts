import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { lastValueFrom, reduce } from "rxjs";
import { describe, expect, it } from "vitest";
import { isJagradError } from "../../core/index.ts";
import { sharedData } from "../../property-tests/shared-data.ts";
import { parquet } from "./index.ts";

const folders = ["bad-apache", "bad-duckdb", "malformed-fuzz"];
const root = sharedData("data/parquet");

/** Files that are damaged in a part that holds no values: independent readers agree on their rows. */
const harmless: ReadonlyMap<string, number> = new Map([
  ["ARROW-GH-43605.parquet", 21_186],
  ["bloom_filter_bad_numbytes.parquet", 100_000],
  ["clusterfuzz-testcase-minimized-parquet-arrow-fuzz-5068991573000192", 24],
  ["clusterfuzz-testcase-minimized-parquet-arrow-fuzz-5382863341289472", 5120],
  ["crash-649c71a618ae2fd80cec177a9676eb3e280fc1fa", 7],
]);

const outcome = (path: string): Promise<number | string> =>
  lastValueFrom(parquet(path).pipe(reduce((sum, batch) => sum + batch.size, 0))).catch((error: unknown) =>
    isJagradError(error) ? error.code : `not ours: ${error}`,
  );

const deadline = (ms: number): Promise<string> =>
  new Promise((resolve) => {
    setTimeout(() => resolve("no answer"), ms).unref();
  });

describe("malformed Parquet files", () => {
  it.skipIf(root === undefined).each(folders)(
    "of %s are refused within seconds, or give the rows that other readers find",
    async (folder) => {
      const files = await readdir(join(root ?? "", folder));
      expect(files.length).toBeGreaterThan(0);
      for (const file of files) {
        const result = await Promise.race([outcome(join(root ?? "", folder, file)), deadline(5000)]);
        const known = [...harmless].find(([name]) => file.startsWith(name))?.[1];
        const answer = `${file}: ${result}`;
        if (typeof result === "number") expect(answer).toBe(`${file}: ${known}`);
        else expect(answer).toMatch(/: (E_FILE|E_TYPE|E_LIMIT)$/);
      }
    },
    60_000,
  );
});
