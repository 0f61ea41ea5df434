import { describe, expect, it } from "vitest";
import { conversation } from "./conversation.ts";
import type { Evaluation } from "./evaluation.ts";
import { number, record } from "./fields.ts";

const squares: Evaluation = {
  square: (input) => {
    const { x } = record({ x: number })(input, "");
    return () => Float64Array.of(x * x);
  },
  root: (input) => {
    const { x } = record({ x: number })(input, "");
    return () => Math.sqrt(x);
  },
};

const begun = () => conversation(async () => squares, ["squares"]);
const said = async (answer: (line: string) => Promise<unknown>, message: object) => answer(JSON.stringify(message));
const defined = async () => {
  const answer = begun();
  expect(await said(answer, { id: 1, kind: "define", module: "squares" })).toMatchObject({ id: 1, success: true });
  return (message: object) => said(answer, message);
};
const evaluate = { kind: "evaluate", module: "squares", function: "square" };

describe("a conversation", () => {
  it("begins with the name of the tool", async () => {
    expect(await said(begun(), { id: 0, kind: "start", eval: "squares" })).toEqual({ id: 0, tool: "jagrad" });
  });

  it("gives results as JSON, and how long each part took", async () => {
    const say = await defined();
    expect(await say({ id: 2, ...evaluate, input: { x: 3 } })).toEqual({
      id: 2,
      success: true,
      output: [9],
      timings: [
        { name: "prepare", nanoseconds: expect.any(Number) },
        { name: "evaluate", nanoseconds: expect.any(Number) },
      ],
    });
  });

  it("runs as often and as long as it is asked", async () => {
    const say = await defined();
    const runs = async (input: object) => {
      const { timings } = (await say({ id: 2, ...evaluate, input: { x: 3, ...input } })) as {
        readonly timings: readonly { readonly name: string; readonly nanoseconds: number }[];
      };
      return timings.filter(({ name }) => name === "evaluate").map(({ nanoseconds }) => nanoseconds);
    };
    expect(await runs({ min_runs: 5 })).toHaveLength(5);
    const long = await runs({ min_runs: 1, min_seconds: 0.01 });
    expect(long.reduce((sum, ns) => sum + ns)).toBeGreaterThanOrEqual(1e7);
  });

  it("answers what was judged, and what it does not know, by the number alone", async () => {
    const say = await defined();
    expect(await say({ id: 3, kind: "analysis", of: 2, valid: true })).toEqual({ id: 3 });
    expect(await say({ id: 4, kind: "toString" })).toEqual({ id: 4 });
  });

  it.each<[string, object, string]>([
    ["a module that there is not", { kind: "define", module: "cubes" }, '"cubes" is not here; there is squares'],
    ["a module without a name", { kind: "define" }, "is not here"],
    ["a module that was not defined", { ...evaluate, module: "cubes", input: { x: 1 } }, '"cubes" is not defined'],
    ["a function that there is not", { ...evaluate, function: "toString", input: { x: 1 } }, "there is square, root"],
    ["an input that is none", { ...evaluate, input: { y: 1 } }, "x: a number is needed"],
    ["an impossible number of runs", { ...evaluate, input: { x: 1, min_runs: -1 } }, "min_runs: -1 is no count"],
    ["a result that is not finite", { ...evaluate, function: "root", input: { x: -1 } }, "a number that is NaN"],
  ])("refuses %s", async (_, message, error) => {
    const say = await defined();
    expect(await say({ id: 7, ...message })).toEqual({ id: 7, success: false, error: expect.stringContaining(error) });
  });

  it.each(["{", "null", "[]", '{"kind":"start"}', '{"id":"1"}'])("answers the line %s and goes on", async (line) => {
    const answer = begun();
    expect(await answer(line)).toEqual({ id: null, success: false, error: expect.any(String) });
    expect(await said(answer, { id: 1, kind: "start" })).toEqual({ id: 1, tool: "jagrad" });
  });
});
