import { readdirSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { Worker } from "node:worker_threads";
import { describe, expect, it } from "vitest";
import { sharedData } from "../../property-tests/shared-data.ts";

const root = sharedData("data/arrow-ipc");
const deadline = 5000;
const entry = pathToFileURL(join(import.meta.dirname, "index.ts")).href;

/** Reads every file that it is sent: the number of events, or the code of the error. */
const source = `
  const { parentPort } = require("node:worker_threads");
  const loaded = Promise.all([import(${JSON.stringify(entry)}), import("rxjs")]);
  parentPort.on("message", async (path) => {
    const [{ arrow }, { lastValueFrom, reduce }] = await loaded;
    const count = lastValueFrom(arrow(path).pipe(reduce((sum, batch) => sum + batch.size, 0)));
    parentPort.postMessage(await count.catch((error) =>
      error.name === "JagradError" ? error.message.split("\\n")[0] : "not ours: " + error));
  });
  loaded.then(() => parentPort.postMessage("ready"));
`;

const answer = (worker: Worker, ms: number): Promise<unknown> =>
  new Promise((resolve) => {
    const timer = setTimeout(() => resolve("no answer"), ms);
    const settle = (value: unknown): void => {
      clearTimeout(timer);
      worker.off("message", settle).off("error", settle);
      resolve(value);
    };
    worker.once("message", settle).once("error", settle);
  });

const startWorker = async (): Promise<Worker> => {
  const worker = new Worker(source, {
    eval: true,
    execArgv: ["--conditions=source"],
    resourceLimits: { maxOldGenerationSizeMb: 400 },
  });
  expect(await answer(worker, 30_000)).toBe("ready");
  return worker;
};

const outcomes = async (paths: readonly string[]): Promise<readonly (readonly [string, unknown])[]> => {
  let worker = await startWorker();
  const all: [string, unknown][] = [];
  for (const path of paths) {
    worker.postMessage(path);
    const outcome = await answer(worker, deadline);
    all.push([path, outcome]);
    if (outcome !== "no answer") continue;
    await worker.terminate();
    worker = await startWorker();
  }
  await worker.terminate();
  return all;
};

const filesIn = (folder: string): readonly string[] =>
  readdirSync(join(root ?? "", folder), { recursive: true, withFileTypes: true })
    .filter((file) => file.isFile() && !file.name.endsWith(".md"))
    .map((file) => join(file.parentPath, file.name));

/** Damaged in a part that says nothing: no record batch. */
const harmless = new Map([["crash-5e88bae6ac5250714e8c8bc73b9d67b949fadbb4", 0]]);

describe("malformed Arrow files", () => {
  it.skipIf(root === undefined)(
    "are refused within seconds, and none is read as something it does not hold",
    async () => {
      const found = await outcomes(filesIn("malformed"));
      expect(found.length).toBe(88);
      for (const [path, outcome] of found) {
        const known = [...harmless].find(([name]) => path.endsWith(name))?.[1];
        if (known !== undefined) expect([path, outcome]).toEqual([path, known]);
        else expect(`${path}: ${outcome}`).toMatch(/: E_(FILE|TYPE|LIMIT|OFFSETS|SHAPE): /);
      }
      expect(found.filter(([, outcome]) => String(outcome).includes("big-endian")).length).toBeGreaterThan(5);
    },
    60_000,
  );

  it.skipIf(root === undefined)("of a version that does not exist yet are refused by that version", async () => {
    const [[, outcome] = []] = await outcomes(filesIn("forward-compatibility"));
    expect(outcome).toMatch(/E_FILE: metadata of version V6/);
  });
});
