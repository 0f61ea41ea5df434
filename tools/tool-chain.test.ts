import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { root, run } from "./shell.ts";
import { analyse } from "./tool-chain-analysis.ts";
import { lowering, toolChains } from "./tool-chains.ts";

mkdirSync(join(root, "out"), { recursive: true });
const work = mkdtempSync(join(root, "out/tool-chain-"));
const main = join(root, "tools/tool-chain-main.ts");

afterAll(() => rmSync(work, { recursive: true, force: true }));

type Result = Awaited<ReturnType<typeof analyse>>;

const resultOf = async (name: string): Promise<Result> => {
  const folder = mkdtempSync(join(work, "made-"));
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
  const [command = "", ...args] = (await toolChains[name]?.(main, folder)) ?? [];
  return JSON.parse(run(folder, command, ...args));
};

/** What does not depend on how a lambda is written: how many comparisons there are, of what kind, where, and how wide. */
const withoutText = ({ texts, ...result }: Result) => ({ ...result, comparisons: texts.length });

const names = Object.keys(toolChains);

describe("an analysis", () => {
  it("has a result worth comparing", async () => {
    const { hard, diff, partials, slopes, steps } = await analyse();
    expect(hard[0]?.values.filter((n) => n > 0).length).toBeGreaterThan(5);
    expect(diff[0]?.values).not.toEqual(hard[0]?.values);
    expect(Object.values(partials).flat().filter(Number.isFinite).length).toBeGreaterThan(30);
    expect(Object.values(slopes).filter((slope) => Math.abs(slope) > 1e-3).length).toBe(2);
    expect(steps.map(({ treatment }) => treatment)).toEqual(expect.arrayContaining(["exact", "hard"]));
  });

  const [kept, lowered] = [false, true].map((lowers) => names.filter((name) => lowering.includes(name) === lowers));

  it.each(kept ?? [])(
    "has the same numbers and the same comparisons under vitest and after %s",
    async (name) => {
      const here: Result = JSON.parse(JSON.stringify(await analyse()));
      expect(withoutText(await resultOf(name))).toEqual(withoutText(here));
    },
    120_000,
  );

  it.each(lowered ?? [])(
    "has the same numbers or is refused with a place after %s",
    async (name) => {
      const here: Result = JSON.parse(JSON.stringify(await analyse()));
      const there = await resultOf(name).catch(String);
      if (typeof there === "string") expect(there).toMatch(/JagradError.*E_(LAMBDA|FREE)[\s\S]*\^/);
      else expect(withoutText(there)).toEqual(withoutText(here));
    },
    120_000,
  );
});
