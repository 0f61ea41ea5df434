import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { writeParquet } from "../adapters/duckdb/index.ts";
import { columnOf } from "../core/index.ts";

const root = join(import.meta.dirname, "..");
const bin = (name: string): string => join(root, "node_modules", ".bin", name);
const readme = readFileSync(join(root, "README.md"), "utf8");
const example = /```ts\n([\s\S]*?)```/.exec(readme)?.[1] ?? "";
const place = join(root, "out", "readme");

const data = mkdtempSync(join(tmpdir(), "jagrad-readme-"));

const run = (command: string, inputs: readonly string[], cwd: string): Promise<{ code: number; out: string }> =>
  new Promise((resolve) => {
    execFile(command, inputs, { cwd }, (error, stdout, stderr) =>
      resolve({ code: typeof error?.code === "number" ? error.code : error ? 1 : 0, out: stdout + stderr }),
    );
  });

const runExample = (name: string, text: string): Promise<{ code: number; out: string }> => {
  const file = join(place, name);
  writeFileSync(file, text);
  return run(bin("node"), ["--conditions=source", file], data);
};

const sample = (masses: (k: number) => number) =>
  columnOf(
    Array.from({ length: 400 }, (_, k) => {
      const pt = 10 + ((k * 7) % 50);
      const phi = Math.acos(Math.max(-1, 1 - masses(k) ** 2 / (2 * pt * 50)));
      return {
        muon: [
          { pt, eta: 0, phi: 0, charge: 1 },
          { pt: 50, eta: 0, phi, charge: k % 5 === 0 ? 1 : -1 },
        ],
      };
    }),
  );

describe("the example of the README", () => {
  beforeAll(async () => {
    mkdirSync(place, { recursive: true });
    for (const [name, masses] of [
      ["signal", () => 85],
      ["background", (k: number) => 60 + (k % 60)],
    ] as const) {
      const columns = sample(masses);
      if (columns.kind === "record") await writeParquet(join(data, `${name}.parquet`), columns);
    }
  });
  afterAll(() => {
    rmSync(data, { recursive: true });
    rmSync(place, { recursive: true });
  });

  it("gives a slope per GeV", async () => {
    const { code, out } = await runExample("diff.ts", example);
    expect(out).toMatch(/^\{"cut":-?\d/);
    expect(Math.abs(JSON.parse(out).cut)).toBeGreaterThan(0);
    expect(code).toBe(0);
  }, 60_000);

  it("refuses a gradient of the exact analysis, by one swapped import, with stage and cure", async () => {
    const { code, out } = await runExample("hard.ts", example.replace('"jagrad/ops/diff"', '"jagrad/ops/hard"'));
    expect(out).toContain("E_HARD");
    expect(out).toContain("filter");
    expect(out).toContain('"jagrad/ops/diff"');
    expect(code).not.toBe(0);
  }, 60_000);

  it("needs no annotation that it does not show", async () => {
    writeFileSync(join(place, "typed.ts"), example);
    const config = { extends: "../../tsconfig.json", include: ["typed.ts"], exclude: [] };
    writeFileSync(join(place, "tsconfig.json"), JSON.stringify(config));
    const { code, out } = await run(bin("tsc"), ["-p", place], root);
    expect(out).toBe("");
    expect(code).toBe(0);
  }, 60_000);

  it("is followed by exactly two commands", () => {
    const commands = [...readme.matchAll(/```sh\n([\s\S]*?)```/g)].map((match) => match[1]?.trim());
    expect(commands).toEqual(["npm install && npm start", "npm install && npm test"]);
  });
});
