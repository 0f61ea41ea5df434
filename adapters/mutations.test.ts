import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execPath } from "node:process";
import { pathToFileURL } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import { scaled, settings } from "../property-tests/index.ts";
import { sharedData } from "../property-tests/shared-data.ts";

const folder = mkdtempSync(join(tmpdir(), "jagrad-mutations-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** Bytes that are changed by xor, and how many of all are left. */
interface Mutation {
  readonly changes: readonly (readonly [at: number, by: number])[];
  readonly length: number;
}
interface Case extends Mutation {
  readonly path: string;
}
/** How many events were read, or the code of the error; the most memory that the process has taken so far. */
interface Outcome {
  readonly found: number | string;
  readonly bytes: number;
}

const urlOf = (file: string): string => JSON.stringify(pathToFileURL(join(import.meta.dirname, file)).href);

/** Reads every value of each damaged file that it is sent. */
const script = `
  const { readFileSync, writeFileSync } = await import("node:fs");
  const [{ arrow }, { parquet }, { plainRows }, { lastValueFrom, reduce }] = await Promise.all(
    [${urlOf("arrow/index.ts")}, ${urlOf("duckdb/index.ts")}, ${urlOf("plain-rows.ts")}, "rxjs"].map((name) => import(name)));
  const count = (sum, { columns, size }) => sum + plainRows(columns, size).length;
  const damaged = process.argv[1];
  process.on("message", async ({ path, changes, length }) => {
    const bytes = new Uint8Array(readFileSync(path)).slice(0, length);
    for (const [at, by] of changes) bytes[at] ^= by;
    const isParquet = path.endsWith(".parquet");
    if (isParquet) writeFileSync(damaged, bytes);
    const events = isParquet ? parquet(damaged) : arrow(bytes);
    const found = await lastValueFrom(events.pipe(reduce(count, 0)))
      .catch((error) => error.name === "JagradError" ? error.code : "not ours: " + error);
    process.send({ found, bytes: process.resourceUsage().maxRSS * 1024 });
  });
  process.send("ready");
`;

const started = async (): Promise<ChildProcess> => {
  const flags = ["--conditions=source", "--no-warnings", "--max-old-space-size=400", "--input-type=module"];
  const child = spawn(execPath, [...flags, "--eval", script, join(folder, "damaged.parquet")], {
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  await once(child, "message");
  return child;
};

const deadline = 5000;

const ask = (child: ChildProcess, one: Case): Promise<Outcome> =>
  new Promise((resolve) => {
    const settle = (outcome: Outcome): void => {
      clearTimeout(timer);
      child.off("message", settle).off("exit", died);
      resolve(outcome);
    };
    const died = (code: number | null): void => settle({ found: `not ours: the process ended with ${code}`, bytes: 0 });
    const timer = setTimeout(() => settle({ found: "not ours: no answer", bytes: 0 }), deadline);
    child.once("message", settle).once("exit", died);
    child.send(one);
  });

const outcomesOf = async (cases: readonly Case[]): Promise<readonly Outcome[]> => {
  let child = await started();
  const outcomes: Outcome[] = [];
  for (const one of cases) {
    const outcome = await ask(child, one);
    outcomes.push(outcome);
    if (outcome.bytes > 0) continue;
    child.kill("SIGKILL");
    child = await started();
  }
  child.kill();
  return outcomes;
};

/** Whole numbers below `n`, the same for the same seed. */
const randomFrom = (seed: number) => {
  let state = seed >>> 0;
  return (n: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * n);
  };
};

type Mutate = (size: number, random: (n: number) => number) => Mutation;

const changed = (size: number, first: number, count: number, by: () => number): Mutation => ({
  changes: Array.from({ length: Math.min(count, size - first) }, (_, k) => [first + k, by()]),
  length: size,
});

/** What goes wrong with bytes; metadata stands at both ends of files. */
const mutations: Readonly<Record<string, Mutate>> = {
  "a byte": (size, random) => changed(size, random(size), 1, () => 1 + random(255)),
  "a byte near the end": (size, random) =>
    changed(size, size - 1 - random(Math.ceil(size / 4)), 1, () => 1 + random(255)),
  "a byte near the beginning": (size, random) => changed(size, random(Math.ceil(size / 4)), 1, () => 1 << random(8)),
  "eight bytes": (size, random) => changed(size, random(size), 8, () => random(256)),
  "a cut": (size, random) => ({ changes: [], length: random(size) }),
};

const casesFor = (
  paths: readonly string[],
  perKind: number,
  seed: number,
): readonly (Case & { readonly kind: string })[] => {
  const random = randomFrom(seed);
  return Object.entries(mutations).flatMap(([kind, mutate]) =>
    Array.from({ length: perKind }, () => {
      const path = paths[random(paths.length)] ?? "";
      return { kind, path, ...mutate(statSync(path).size, random) };
    }),
  );
};

const whole = (path: string): Case => ({ path, changes: [], length: statSync(path).size });

const filesIn = (place: string, ending: RegExp): readonly string[] => {
  const root = sharedData(place);
  if (root === undefined) return [];
  return readdirSync(root, { recursive: true, encoding: "utf8" })
    .filter((name) => ending.test(name) && statSync(join(root, name)).size < 200_000)
    .sort()
    .map((name) => join(root, name));
};

describe.each([
  ["Arrow", "data/arrow-ipc/gold", /\.(stream|arrow_file)$/, 60, 30],
  ["Parquet", "data/parquet/good-apache", /\.parquet$/, 20, 20],
] as const)("damaged %s files", (format, place, ending, perKind, atLeast) => {
  const files = filesIn(place, ending);

  it.skipIf(files.length === 0)(
    "are read in full or refused, within seconds and in bounded memory",
    async () => {
      const intact = await outcomesOf(files.map(whole));
      const events = new Map(files.map((path, k) => [path, intact[k]?.found]));
      const readable = files.filter((path) => typeof events.get(path) === "number");
      expect(readable.length).toBeGreaterThanOrEqual(atLeast);
      const cases = casesFor(readable, scaled(settings, perKind), settings.seed);
      const outcomes = await outcomesOf(cases);
      const tally: Record<string, number> = {};
      const wrong = cases.flatMap((one, k) => {
        const { found = "", bytes = 0 } = outcomes[k] ?? {};
        const whole = events.get(one.path) ?? 0;
        // a stream may end between two messages
        const mayBeFewer = one.kind === "a cut" && one.path.endsWith(".stream") && found < whole;
        const isRight = typeof found === "number" ? found === whole || mayBeFewer : /^E_[A-Z]+$/.test(found);
        const key = typeof found === "number" ? "read" : found;
        tally[key] = (tally[key] ?? 0) + 1;
        return isRight && bytes < 512 * 2 ** 20 ? [] : [{ ...one, found, wanted: whole, bytes }];
      });
      console.log(`${format}: ${cases.length} damaged files, seed ${settings.seed}: ${JSON.stringify(tally)}`);
      expect(wrong).toEqual([]);
    },
    Math.max(60_000, 200 * scaled(settings, 5 * perKind)),
  );
});
