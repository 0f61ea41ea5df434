import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { writeParquet } from "../adapters/duckdb/index.ts";
import { columnOf } from "../core/index.ts";
import { readme, readmeEvents, readmeExample } from "./readme-example.ts";
import { bin, type Ended, ended, root } from "./shell.ts";

const place = join(root, "out", "readme");
const data = mkdtempSync(join(tmpdir(), "jagrad-readme-"));

const runExample = (name: string, text: string): Promise<Ended> => {
  const file = join(place, name);
  writeFileSync(file, text);
  return ended(data, bin("node"), "--conditions=source", file);
};

describe("the example of the README", () => {
  beforeAll(async () => {
    mkdirSync(place, { recursive: true });
    for (const [name, events] of Object.entries(readmeEvents)) {
      const columns = columnOf(events);
      if (columns.kind === "record") await writeParquet(join(data, `${name}.parquet`), columns);
    }
  });
  afterAll(() => {
    rmSync(data, { recursive: true });
    rmSync(place, { recursive: true });
  });

  it("gives a slope per GeV", async () => {
    const { code, out } = await runExample("diff.ts", readmeExample);
    expect(out).toMatch(/^\{"cut":-?\d/);
    expect(Math.abs(JSON.parse(out).cut)).toBeGreaterThan(0);
    expect(code).toBe(0);
  }, 60_000);

  it("refuses a gradient of the exact analysis, by one swapped import, with stage and cure", async () => {
    const { code, out } = await runExample("hard.ts", readmeExample.replace('"jagrad/ops/diff"', '"jagrad/ops/hard"'));
    expect(out).toContain("E_HARD");
    expect(out).toContain("filter");
    expect(out).toContain('"jagrad/ops/diff"');
    expect(code).not.toBe(0);
  }, 60_000);

  it("needs no annotation that it does not show", async () => {
    writeFileSync(join(place, "typed.ts"), readmeExample);
    const config = { extends: "../../tsconfig.json", include: ["typed.ts"], exclude: [] };
    writeFileSync(join(place, "tsconfig.json"), JSON.stringify(config));
    const { code, out } = await ended(root, bin("tsc"), "-p", place);
    expect(out).toBe("");
    expect(code).toBe(0);
  }, 60_000);

  it("is followed by exactly two commands", () => {
    const commands = [...readme.matchAll(/```sh\n([\s\S]*?)```/g)].map((match) => match[1]?.trim());
    expect(commands).toEqual(["npm install && npm start", "npm install && npm test"]);
  });
});
