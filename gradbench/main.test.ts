import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { handInput } from "./evaluations/hand-input.ts";
import { names } from "./evaluations.ts";
import { far } from "./far.ts";

const main = fileURLToPath(new URL("main.ts", import.meta.url));
const command = ["--conditions=source", main];

const talk = (args: readonly string[], lines: readonly string[]) => {
  const { stdout, stderr, status } = spawnSync(process.execPath, [...command, ...args], {
    input: lines.map((line) => `${line}\n`).join(""),
    encoding: "utf8",
  });
  const answers = stdout
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>);
  return { answers, stderr, status };
};

const zeros = (rows: number, columns: number) => Array.from({ length: rows }, () => Array<number>(columns).fill(0));

const square = {
  n: 1,
  m: 1,
  p: 1,
  cam: [0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0],
  x: [1, 2, 4],
  w: 1,
  feat: [0, 0],
};

/** A function of each evaluation with an input whose output is known in closed form. */
const messages: Readonly<Record<string, readonly [name: string, input: unknown, output: unknown][]>> = {
  hello: [
    ["square", 3, 9],
    ["double", 3, 6],
  ],
  det: [
    ["primal", { A: [2, 3, 5, 7], ell: 2 }, -1],
    ["gradient", { A: [2, 3, 5, 7], ell: 2 }, [7, -5, -3, 2]],
  ],
  gmm: [
    [
      "objective",
      { d: 1, k: 1, n: 1, x: [[3]], m: 0, gamma: 1, alpha: [0], mu: [[1]], q: [[0]], l: [[]] },
      // -ln(2 pi)/2 - 2 + 2 ln(1/sqrt 2) - ln Gamma(1) - 1/2
      -0.5 * Math.log(2 * Math.PI) - 2 - Math.LN2 - 0.5,
    ],
    [
      "jacobian",
      { d: 1, k: 1, n: 1, x: [[3]], m: 0, gamma: 1, alpha: [0], mu: [[1]], q: [[0]], l: [[]] },
      { alpha: [0], mu: [[2]], q: [[1 - 4 - 1]], l: [[]] },
    ],
  ],
  ht: [["objective", { ...handInput(3, 3, false), theta: Array(26).fill(0) }, undefined]],
  ba: [
    ["objective", square, { reproj_error: { elements: [0.5, 1], repeated: 1 }, w_err: { element: 0, repeated: 1 } }],
  ],
  kmeans: [
    ["cost", { points: [[0], [2], [10]], centroids: [[1], [10]] }, 2],
    ["dir", { points: [[0], [3], [10]], centroids: [[1], [11]] }, [[-0.5], [1]]],
  ],
  llsq: [
    ["primal", { x: [0, 0.5], n: 2 }, 0.25],
    ["gradient", { x: [0, 0.5], n: 2 }, [0, -1]],
  ],
  lse: [
    ["primal", { x: [800, 800] }, 800 + Math.LN2],
    ["gradient", { x: [0, 0] }, [0.5, 0.5]],
  ],
  lstm: [
    [
      "objective",
      { main_params: zeros(2, 4), extra_params: zeros(3, 1), state: zeros(2, 1), sequence: [[1], [1]] },
      Math.log(3),
    ],
    [
      "jacobian",
      { main_params: zeros(2, 4), extra_params: zeros(3, 1), state: zeros(2, 1), sequence: [[1], [1]] },
      // by the bias of the output alone: -(1 - 1/3)
      [...Array<number>(10).fill(0), -2 / 3],
    ],
  ],
  ode: [
    ["primal", { x: [3, 5], s: 1 }, [6, 30]],
    ["gradient", { x: [3, 5], s: 1 }, [10, 6]],
  ],
  particle: ["ff", "fr", "rf", "rr"].map((modes) => [modes, { w: 0 }, 0.20719187464861194]),
  saddle: ["ff", "fr", "rf", "rr"].map((modes) => [modes, { start: [1, 1] }, Array(4).fill(8.246324826140356e-6)]),
};

describe("the command", () => {
  it("has a message for every evaluation", () => {
    expect(Object.keys(messages).sort()).toEqual([...names].sort());
  });

  it.each(Object.entries(messages))("--eval %s speaks the protocol of the suite", (module, functions) => {
    const evaluations = functions.map(([name, input], k) =>
      JSON.stringify({ id: 10 + k, kind: "evaluate", module, function: name, input, description: "by hand" }),
    );
    const { answers, stderr, status } = talk(
      ["--eval", module],
      [
        JSON.stringify({ id: 0, kind: "start", eval: module }),
        "no message",
        JSON.stringify({ id: 1, kind: "define", module }),
        ...evaluations,
        JSON.stringify({ id: 2, kind: "analysis", of: 10, valid: true }),
        JSON.stringify({ id: 3, kind: "evaluate", module, function: functions[0]?.[0], input: { min_runs: 1 } }),
      ],
    );
    expect({ stderr, status }).toEqual({ stderr: "", status: 0 });
    expect(answers).toHaveLength(functions.length + 5);
    expect(answers.slice(0, 3)).toEqual([
      { id: 0, tool: "jagrad" },
      { id: null, success: false, error: expect.any(String) },
      { id: 1, success: true, timings: [{ name: "prepare", nanoseconds: expect.any(Number) }] },
    ]);
    functions.forEach(([, , output], k) => {
      const answer = answers[3 + k];
      expect(answer).toMatchObject({ id: 10 + k, success: true });
      if (output !== undefined) expect(far(answer?.output, output)).toBeLessThan(1e-12);
    });
    expect(answers.slice(-2)).toEqual([{ id: 2 }, { id: 3, success: false, error: expect.any(String) }]);
  });

  it("serves every module without --eval, and only one with it", () => {
    const define = (module: string, id: number) => JSON.stringify({ id, kind: "define", module });
    const success = (args: readonly string[]) =>
      talk(args, [define("hello", 1), define("lse", 2)]).answers.map((answer) => answer.success);
    expect(success([])).toEqual([true, true]);
    expect(success(["--eval", "lse"])).toEqual([false, true]);
  });

  it("refuses an evaluation that there is not", () => {
    const { stderr, status } = talk(["--eval", "nothing"], []);
    expect(status).toBe(1);
    expect(stderr).toContain("--eval nothing: there is no such evaluation");
  });

  it("ends when nobody reads its answers any more", async () => {
    const child = spawn(process.execPath, command, { stdio: ["pipe", "pipe", "pipe"] });
    const ended = once(child, "close");
    child.stdout.destroy();
    child.stdin.on("error", () => undefined);
    for (let id = 0; id < 1000; id++) child.stdin.write(`{"id":${id},"kind":"start"}\n`);
    child.stdin.end();
    expect(await ended).toEqual([0, null]);
  });
});

it("no rule and no derivative is written by hand: all derivatives are those of the lambdas", () => {
  const folder = fileURLToPath(new URL(".", import.meta.url));
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter(
    (file) => file.endsWith(".ts") && !file.endsWith(".test.ts"),
  );
  expect(files.length).toBeGreaterThan(20);
  const withRules = files.filter((file) => /\bcustom[JV]vp\b/.test(readFileSync(join(folder, file), "utf8")));
  expect(withRules).toEqual([]);
});
