import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { answers } from "./browser-analysis.ts";
import { browserAt, browsers, visit } from "./browsers.ts";
import { root } from "./shell.ts";

mkdirSync(join(root, "out"), { recursive: true });
const folder = mkdtempSync(join(root, "out/browsers-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const names = Object.keys(browsers);
for (const name of names) if (!browserAt(name)) console.warn(`skipped: ${name} is not on this machine`);

const page = '<!doctype html><link rel="icon" href="data:,"><script type="module" src="page.js"></script>\n';

beforeAll(async () => {
  await build({
    entryPoints: { page: join(root, "tools/browser-main.ts"), thread: join(root, "adapters/workers/thread.ts") },
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "browser",
    logLevel: "error",
    outdir: folder,
  });
  writeFileSync(join(folder, "index.html"), page);
}, 60_000);

type Answers = Awaited<ReturnType<typeof answers>>;

const open = async (browser: string, isIsolated: boolean): Promise<Answers> => {
  const answer = JSON.parse(await visit({ browser, folder, isIsolated }));
  expect(answer).toMatchObject({ found: expect.anything(), isIsolated });
  return answer.found;
};

/** A value of JSON with numbers that may differ by 1e-12 of them. */
const near = (value: unknown): unknown => {
  if (typeof value === "number")
    return expect.closeTo(value, 12 - Math.floor(Math.log10(Math.max(1, Math.abs(value)))));
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(near);
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, near(part)]));
};

describe.each(names)("%s", (name) => {
  const there = it.skipIf(!browserAt(name));

  there(
    "has the numbers that Node has, and the same bits with threads",
    async () => {
      const [found, wanted] = [await open(name, true), await answers()];
      expect(found).toEqual(near(JSON.parse(JSON.stringify(wanted))));
      expect(found.threaded.numbers).toEqual(found.alone.numbers);
      expect(found.threaded).toMatchObject({ threads: 2, chunks: found.alone.chunks });
    },
    120_000,
  );

  there(
    "does all on one thread where a page may not share memory",
    async () => {
      const { alone, threaded } = await open(name, false);
      expect(threaded).toEqual(alone);
      expect(threaded.threads).toBe(0);
    },
    120_000,
  );
});
