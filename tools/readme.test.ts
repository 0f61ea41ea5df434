import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
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

describe("the example of whole algorithms", () => {
  const text = readFileSync(join(root, "core/algorithms/README.md"), "utf8");
  const example = /```ts\n([\s\S]*?)```/.exec(text)?.[1] ?? "";
  const here = join(place, "algorithms");
  beforeAll(() => {
    mkdirSync(here, { recursive: true });
    writeFileSync(join(here, "example.ts"), example);
  });
  afterAll(() => {
    rmSync(here, { recursive: true, force: true });
  });

  it("prints the slopes of a sum of squares, and how its minimum moves", async () => {
    const { code, out } = await ended(root, bin("node"), "--conditions=source", join(here, "example.ts"));
    const numbers = [...out.matchAll(/-?\d+\.\d+/g)].map(([number]) => Number(number));
    const points = [0, 1, 2, 3, 4].map((x) => ({ x, y: Math.exp(-x / 2) + 0.1 * Math.sin(9 * x) }));
    const slope = (of: (x: number) => number): number =>
      points.reduce((s, { x, y }) => s - 2 * (y - Math.exp(-0.4 * x)) * of(x), 0);
    expect(numbers[0]).toBeCloseTo(
      slope((x) => Math.exp(-0.4 * x)),
      12,
    );
    expect(numbers[1]).toBeCloseTo(
      slope((x) => -x * Math.exp(-0.4 * x)),
      12,
    );
    expect(numbers).toHaveLength(12);
    expect(code).toBe(0);
  }, 60_000);

  it("needs no annotation that it does not show", async () => {
    const config = { extends: "../../../tsconfig.json", include: ["example.ts"], exclude: [] };
    writeFileSync(join(here, "tsconfig.json"), JSON.stringify(config));
    const { code, out } = await ended(root, bin("tsc"), "-p", here);
    expect(out).toBe("");
    expect(code).toBe(0);
  }, 60_000);
});
