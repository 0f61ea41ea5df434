import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { execPath } from "node:process";
import { setTimeout as pause } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { gzipSync, zstdCompressSync } from "node:zlib";
import { lastValueFrom, reduce, toArray } from "rxjs";
import { afterAll, afterEach, describe, expect, it, vi } from "vitest";
import { columnOf, isJagradError, type RecordColumn } from "../../core/index.ts";
import { plainRows } from "../plain-rows.ts";
import { type Crafted, craftedFile, flat, levels, listed, run, text } from "./crafted-file.ts";
import { csv, parquet, writeParquet } from "./index.ts";
import { removeSamples, sampleFile, samplePath } from "./sample-file.ts";

afterAll(removeSamples);

const outcome = (path: string): Promise<number | string> =>
  lastValueFrom(parquet(path).pipe(reduce((sum, batch) => sum + batch.size, 0))).catch((error: unknown) =>
    isJagradError(error) ? error.code : `not ours: ${error}`,
  );
const crafted = async (column: Crafted): Promise<string> => {
  const path = await samplePath("crafted.parquet");
  await writeFile(path, craftedFile(column));
  return path;
};
const recordOf = (rows: readonly object[]): RecordColumn => {
  const column = columnOf(rows);
  return column.kind === "record" ? column : { kind: "record", fields: new Map() };
};

const indices = (count: number): readonly number[] => [1, ...run(count, 0)];
const numbers: Crafted = { ...flat, values: 10, page: indices(10), encoding: 8, rows: 10 };
const lists: Crafted = {
  ...listed,
  values: 10,
  page: [...levels([1, 0], [9, 1]), ...levels([10, 1]), ...indices(10)],
  encoding: 8,
  rows: 1,
};

describe("Parquet files that say what is not so", () => {
  it("are read where they do not", async () => {
    expect([await outcome(await crafted(numbers)), await outcome(await crafted(lists))]).toEqual([10, 1]);
  });

  it.each<[string, Crafted]>([
    ["more rows than the pages hold", { ...numbers, rows: 20 }],
    ["more rows in the file than in its row groups", { ...numbers, rowsOfFile: 20 }],
    ["fewer rows in the file than in its row groups", { ...numbers, rowsOfFile: 5 }],
    ["fewer values in the page than rows", { ...numbers, values: 5 }],
    ["values that the bytes of the page do not hold", { ...numbers, page: new Uint8Array(40), encoding: 0 }],
    ["a run that is too short", { ...numbers, page: indices(5) }],
    ["an index outside the dictionary", { ...numbers, page: [8, ...run(10, 77)] }],
    [
      "a first repetition level that goes on with nothing",
      { ...lists, page: [...levels([10, 1]), ...levels([10, 1]), ...indices(10)] },
    ],
    ["fewer lists than rows", { ...lists, rows: 3 }],
  ])("are refused: %s", async (_what, column) => {
    expect(await outcome(await crafted(column))).toBe("E_FILE");
  });
});

describe("small files that become large", () => {
  const many = 200_000_000;
  const entry = pathToFileURL(join(import.meta.dirname, "index.ts")).href;
  /** Reads the first batch of each file, and says how much memory the process has taken at most. */
  const script = `
    const { parquet } = await import(${JSON.stringify(entry)});
    const { firstValueFrom } = await import("rxjs");
    const outcomes = [];
    for (const path of process.argv.slice(1)) {
      const began = performance.now();
      const first = await firstValueFrom(parquet(path, { memoryLimit: "100MB" })).then((batch) => batch.size, (error) => error.code);
      outcomes.push([first, performance.now() - began]);
    }
    console.log(JSON.stringify({ outcomes, bytes: process.resourceUsage().maxRSS * 1024 }));
  `;

  it("are refused or read batch by batch, in bounded memory and soon", async () => {
    const word = Buffer.alloc(2 ** 28, 97);
    word.writeUInt32LE(2 ** 28 - 4);
    const page = zstdCompressSync(word);
    const bombs: readonly Crafted[] = [
      { ...numbers, values: many, rows: many, page: indices(many) },
      { ...lists, values: many, page: [...levels([1, 0], [many - 1, 1]), ...levels([many, 1]), ...indices(many)] },
      { ...text, values: 1, rows: 1, page, encoding: 0, zstd: word.length },
    ];
    const paths = await Promise.all(bombs.map(crafted));
    const sizes = await Promise.all(paths.map(async (path) => (await readFile(path)).length));
    expect(Math.max(...sizes)).toBeLessThan(50_000);
    const args = ["--conditions=source", "--input-type=module", "--eval", script, ...paths];
    const { stdout } = await promisify(execFile)(execPath, args);
    const { outcomes, bytes }: { outcomes: [unknown, number][]; bytes: number } = JSON.parse(stdout);
    expect(outcomes.map(([first]) => first)).toEqual([65_536, "E_LIMIT", "E_LIMIT"]);
    expect(Math.max(...outcomes.map(([, ms]) => ms))).toBeLessThan(5000);
    expect(bytes).toBeLessThan(512 * 2 ** 20);
  }, 60_000);
});

describe("CSV files", () => {
  it("with a line of ten megabytes are refused with its number", async () => {
    for (const [line, content] of [
      [3, `x,y\n1,2\n${"7".repeat(1e7)},4\n`],
      [2, `x,y\n1,"${"a\n".repeat(5e6)}"\n`],
    ] as const) {
      const path = await samplePath("long.csv");
      await writeFile(path, content);
      await expect(lastValueFrom(csv(path))).rejects.toMatchObject({
        code: "E_LIMIT",
        message: expect.stringMatching(new RegExp(`Line: ${line}.*Maximum line size`)),
      });
    }
  });

  it("that are compressed are read, or refused where what they hold is no lines", async () => {
    const path = await samplePath("small.csv.gz");
    await writeFile(path, gzipSync("x,y\n1,2\n3,4\n"));
    const batches = await lastValueFrom(csv(path).pipe(toArray()));
    expect(batches.flatMap((batch) => plainRows(batch.columns, batch.size))).toEqual([
      { x: 1, y: 2 },
      { x: 3, y: 4 },
    ]);
    await writeFile(path, gzipSync(`x,y\n1,${"0".repeat(5e7)}\n`));
    await expect(lastValueFrom(csv(path))).rejects.toMatchObject({ code: expect.stringMatching(/E_(FILE|LIMIT)/) });
    await writeFile(path, gzipSync(gzipSync("x,y\n1,2\n")));
    await expect(lastValueFrom(csv(path))).rejects.toMatchObject({ code: "E_FILE" });
    await writeFile(path, gzipSync("x,y\n1,2\n3,4\n").subarray(0, 20));
    await expect(lastValueFrom(csv(path))).rejects.toMatchObject({ code: "E_FILE" });
  });
});

describe("writing", () => {
  const columns = recordOf([{ x: 1 }]);

  it("to what cannot be a file fails with the name, and leaves nothing behind", async () => {
    const path = await samplePath("out.parquet");
    await mkdir(path);
    const long = join(dirname(path), "x".repeat(300));
    for (const name of [path, long, join(path, "none", "out.parquet"), "/dev/null/out.parquet"])
      await expect(writeParquet(name, columns)).rejects.toMatchObject({ code: "E_FILE" });
    expect(await readdir(dirname(path))).toEqual(["out.parquet"]);
    expect(await readdir(path)).toEqual([]);
  });

  it("refuses a word that has no UTF-8, which DuckDB would change", async () => {
    const path = await samplePath("words.parquet");
    const broken = recordOf([{ l: [{ w: "whole" }, { w: "\ud800" }] }]);
    await expect(writeParquet(path, broken)).rejects.toMatchObject({ code: "E_TYPE", where: "l[].w" });
  });

  it("leaves a whole file when the process is killed at any moment", async () => {
    const path = await samplePath("kept.parquet");
    const entry = pathToFileURL(join(import.meta.dirname, "index.ts")).href;
    const script = `
      const { writeParquet } = await import(${JSON.stringify(entry)});
      for (let rows = 50_000; ; rows += 1000) {
        const x = { kind: "leaf", dtype: "f64", values: Float64Array.from({ length: rows }, Math.random) };
        await writeParquet(process.argv[1], { kind: "record", fields: new Map([["x", x]]) });
        console.log(rows);
      }
    `;
    for (const wait of [0, 8]) {
      const child = spawn(execPath, ["--conditions=source", "--input-type=module", "--eval", script, path]);
      await once(child.stdout, "data");
      await pause(wait);
      child.kill("SIGKILL");
      await once(child, "exit");
      expect([wait, Number(await outcome(path)) % 1000]).toEqual([wait, 0]);
    }
  }, 30_000);

  it("to a disk without room fails, and leaves the old file and nothing else", async () => {
    const path = await samplePath("full.parquet");
    await writeParquet(path, columns);
    const before = await readFile(path);
    const entry = pathToFileURL(join(import.meta.dirname, "index.ts")).href;
    const script = `
      const { writeParquet } = await import(${JSON.stringify(entry)});
      const x = { kind: "leaf", dtype: "f64", values: Float64Array.from({ length: 1e5 }, Math.random) };
      const columns = { kind: "record", fields: new Map([["x", x]]) };
      console.log(await writeParquet(process.argv[1], columns).catch((error) => error.name + " " + error.code));
    `;
    // no file may grow beyond 64 kB
    const command = `trap "" XFSZ; ulimit -f 64 && exec "$0" --conditions=source --input-type=module --eval "$1" "$2"`;
    const { stdout } = await promisify(execFile)("bash", ["-c", command, execPath, script, path]);
    expect(stdout.trim()).toBe("JagradError E_FILE");
    expect((await readFile(path)).equals(before)).toBe(true);
    expect(await readdir(dirname(path))).toEqual(["full.parquet"]);
  }, 30_000);
});

describe("few file descriptors", () => {
  it("are an error of the package, or suffice", async () => {
    const path = await sampleFile("select i as x from range(1000) as r(i)");
    const entry = pathToFileURL(join(import.meta.dirname, "index.ts")).href;
    const script = `
      const { parquet } = await import(${JSON.stringify(entry)});
      const { lastValueFrom, reduce } = await import("rxjs");
      const count = () => lastValueFrom(parquet(process.argv[1]).pipe(reduce((s, b) => s + b.size, 0)));
      const all = await Promise.all(Array.from({ length: 80 }, () => count().catch((e) => e.name + " " + e.code)));
      console.log(JSON.stringify([...new Set(all)]));
    `;
    const command = `ulimit -n 64 && exec "$0" --conditions=source --input-type=module --eval "$1" "$2"`;
    const { stdout } = await promisify(execFile)("bash", ["-c", command, execPath, script, path]);
    const outcomes: readonly unknown[] = JSON.parse(stdout);
    expect(
      outcomes.filter((found) => found !== 1000 && !/^JagradError E_(FILE|UPSTREAM|LIMIT)$/.test(String(found))),
    ).toEqual([]);
  }, 30_000);
});

describe("time that stands still", () => {
  afterEach(() => vi.useRealTimers());

  it("changes nothing, also for what is kept", async () => {
    const path = await sampleFile("select i as x from range(3000) as r(i)");
    const events = parquet(path, { keep: true, batchSize: 1000 });
    vi.useFakeTimers();
    for (let pass = 0; pass < 2; pass++)
      expect((await lastValueFrom(events.pipe(toArray()))).map(({ first }) => first)).toEqual([0, 1000, 2000]);
  });
});
