import { readdir } from "node:fs/promises";
import { DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import { lastValueFrom, take, toArray } from "rxjs";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { parquet } from "./index.ts";
import { removeSamples, sampleFile } from "./sample-file.ts";
import { session } from "./session.ts";

afterAll(removeSamples);

let path = "";
beforeAll(async () => {
  path = await sampleFile("select i, range(i % 5) as l, 'word ' || i as w from range(200000) as r(i)");
});

const closedConnections = vi.spyOn(DuckDBConnection.prototype, "closeSync");
const closedInstances = vi.spyOn(DuckDBInstance.prototype, "closeSync");
const opened = vi.spyOn(DuckDBInstance, "create");
const closed = (): readonly number[] => [closedConnections, closedInstances].map((spy) => spy.mock.calls.length);
afterEach(() => vi.clearAllMocks());
afterAll(() => vi.restoreAllMocks());

const until = async (done: () => boolean): Promise<number> => {
  const began = performance.now();
  while (!done() && performance.now() - began < 5000) await new Promise((resolve) => setTimeout(resolve, 1));
  return performance.now() - began;
};

describe("a subscription to a file", () => {
  it("opens one instance and one connection, and closes them when the events end", async () => {
    await lastValueFrom(parquet(path));
    expect([opened.mock.calls.length, ...closed()]).toEqual([1, 1, 1]);
  });

  it("opens nothing before somebody subscribes", async () => {
    parquet(path);
    expect(opened).not.toHaveBeenCalled();
  });

  it("gives each subscriber all events, also at the same time", async () => {
    const events = parquet(path, { batchSize: 30_000 });
    const runs = await Promise.all([1, 2, 3].map(() => lastValueFrom(events.pipe(toArray()))));
    for (const batches of runs)
      expect(batches.map((batch) => batch.first)).toEqual([0, 30_000, 60_000, 90_000, 120_000, 150_000, 180_000]);
    expect(closed()).toEqual([3, 3]);
  });

  it("releases the connection soon after it is left inside next", async () => {
    await lastValueFrom(parquet(path, { batchSize: 2048 }).pipe(take(2)));
    expect(await until(() => closed().every((n) => n === 1))).toBeLessThan(500);
    expect(closed()).toEqual([1, 1]);
  });

  it("releases the connection soon after it is left while a batch is read, and says nothing more", async () => {
    for (const wait of [0, 1, 5, 20]) {
      vi.clearAllMocks();
      const after: unknown[] = [];
      let left = false;
      const subscription = parquet(path).subscribe({
        next: () => left && after.push("next"),
        error: (error) => left && after.push(error),
        complete: () => left && after.push("complete"),
      });
      await new Promise((resolve) => setTimeout(resolve, wait));
      left = true;
      subscription.unsubscribe();
      subscription.unsubscribe();
      expect(await until(() => closedInstances.mock.calls.length === opened.mock.calls.length)).toBeLessThan(500);
      expect(after).toEqual([]);
    }
  });

  it("survives being taken up and left many times", async () => {
    for (let i = 0; i < 30; i++) await lastValueFrom(parquet(path, { batchSize: 2048 }).pipe(take(1)));
    await until(() => closedInstances.mock.calls.length === 30);
    expect([opened.mock.calls.length, ...closed()]).toEqual([30, 30, 30]);
  });

  it("keeps no file open", async () => {
    const descriptors = async () => (await readdir("/proc/self/fd").catch(() => [])).length;
    const before = await descriptors();
    for (let i = 0; i < 5; i++) await lastValueFrom(parquet(path));
    expect(await descriptors()).toBeLessThanOrEqual(before + 2);
  });

  it("reaches no other file and can change no setting", async () => {
    const stream = vi.spyOn(DuckDBConnection.prototype, "stream").mockImplementation(async function (
      this: DuckDBConnection,
    ) {
      for (const sql of [
        "select * from read_text('/etc/hostname')",
        "set threads = 1",
        "install httpfs",
        "load httpfs",
      ])
        await expect(this.run(sql)).rejects.toThrow();
      throw new Error("checked");
    });
    await expect(lastValueFrom(parquet(path))).rejects.toThrow("checked");
    stream.mockRestore();
  });

  it("that was given up before it began, or while a query runs, is cancelled", async () => {
    const options = { threads: 1, memoryLimit: "100MB", paths: [path], name: "sums", cure: "" };
    const long = "select sum(a.range * b.range) from range(1000000) as a, range(1000000) as b";
    const run = async (signal: AbortSignal) => {
      const work = async function* (connection: DuckDBConnection) {
        yield (await connection.run(long)).rowCount;
      };
      for await (const _ of session(options, signal, work)) return "read";
    };
    await expect(run(AbortSignal.abort())).rejects.toMatchObject({ code: "E_CANCELLED" });
    await expect(run(AbortSignal.timeout(50))).rejects.toMatchObject({ code: "E_CANCELLED", where: "sums" });
    expect(closed()).toEqual([2, 2]);
  });

  it("says so where memory does not suffice", async () => {
    const read = (memoryLimit: string) => lastValueFrom(parquet(path, { memoryLimit }));
    await expect(read("1MB")).rejects.toMatchObject({ code: "E_LIMIT" });
    await expect(read("plenty")).rejects.toMatchObject({ code: "E_LIMIT" });
    expect(() => parquet(path, { threads: 0 })).toThrow("E_LIMIT");
  });
});
