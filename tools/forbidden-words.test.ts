import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { root, run } from "./shell.ts";

/** What no tracked file says, with a text that says it. */
const forbidden: readonly (readonly [what: string, pattern: RegExp, said: string])[] = [
  ["a path of one machine", /(?<![\w-])\/(?:work|root|home|Users)\/\w/, "see /work/main"],
  ["an issue of a tracker", /\bissues? #|\bissue \d/i, "fixes issue #7"],
  ["who or what wrote it", /\b(?:claude|anthropic|openai|chatgpt|copilot|sub-?agents?|ai agents?)\b/i, "by a subagent"],
  ["a sitting in which it was written", /\b(?:this|my|previous|last|other) session\b/i, "as in the previous session"],
  ["other people at work", /\b(?:other|another) engineers?\b/i, "another engineer fixes it"],
];

const binary = /\.(?:parquet|png|tgz|wasm)$/;
const self = "tools/forbidden-words.test.ts";

const saidIn = (text: string): readonly string[] =>
  text
    .split("\n")
    .flatMap((line, k) =>
      forbidden.filter(([, pattern]) => pattern.test(line)).map(([what]) => `line ${k + 1}, ${what}: ${line.trim()}`),
    );

const tracked = (): readonly string[] =>
  run(root, "git", "ls-files", "-z")
    .split("\0")
    .filter((file) => file !== "" && file !== self && statSync(join(root, file), { throwIfNoEntry: false })?.isFile());

describe.skipIf(!existsSync(join(root, ".git")))("the project speaks of itself alone", () => {
  it("in every tracked file", () => {
    const read = tracked();
    expect(read.length).toBeGreaterThan(100);
    const texts = read.filter((file) => !binary.test(file));
    const found = texts.flatMap((file) =>
      saidIn(readFileSync(join(root, file), "utf8")).map((line) => `${file}, ${line}`),
    );
    expect(found).toEqual([]);
  });

  it("in the name of every tracked file", () => {
    expect(tracked().flatMap(saidIn)).toEqual([]);
  });
});

it.each(forbidden)("%s is recognised", (what, _pattern, said) => {
  expect(saidIn(said)).toEqual([`line 1, ${what}: ${said}`]);
});
