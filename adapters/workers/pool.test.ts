import * as workerThreads from "node:worker_threads";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { Workers } from "../../core/backends/index.ts";
import { type Board, usedBy } from "./board.ts";
import { type WorkerPool, workers } from "./index.ts";
import { all, bits, type Event, events, lambdas, started, sums } from "./lambda-sums.ts";
import { poolOf } from "./pool.ts";
import { inNode } from "./start-thread.ts";

const total = ({ here, workers }: ReturnType<WorkerPool["chunks"]>): number =>
  workers.reduce((sum, n) => sum + n, here);

/** A pool of one thread, and the memory that it shares. */
const seenPool = async (): Promise<{ readonly pool: WorkerPool; readonly board: Board }> => {
  const boards: Board[] = [];
  const start = inNode(workerThreads);
  const pool = await poolOf(1, (orders, ended) => {
    boards.push(orders.board);
    return start(orders, ended);
  });
  const [board] = boards;
  if (!board) throw new TypeError("no thread was started");
  return { pool, board };
};

describe("a pool of workers", () => {
  const pools: WorkerPool[] = [];
  beforeAll(async () => {
    for (const n of [0, 1, 2, 3]) pools.push(await workers(n));
  });
  afterAll(async () => {
    for (const pool of pools) await pool.close();
  });

  it("adds up what the lambdas give as JavaScript", () => {
    const found = sums(all, pools[2]).map(([sum]) => sum);
    const wanted = all.map((f) => events.reduce((sum, ev) => sum + f(ev), 0));
    for (const [k, sum] of wanted.entries()) expect(found[k]).toBeCloseTo(sum, 6);
    expect(found[0]).toBe(wanted[0]);
    expect(found[1]).toBe(wanted[1]);
  });

  it.each([45_000, 4_096, 1_000, 7])("has the same bits for any number of threads, in batches of %i", (batchSize) => {
    const alone = bits(sums(all, undefined));
    for (const pool of pools) expect(bits(sums(all, pool, events, batchSize))).toEqual(alone);
  });

  describe("adds up many sums in chunks of 32768 events", () => {
    const edges = Array.from({ length: 5_001 }, (_, k) => 9 * k);
    const bins = [{ of: (ev: Event) => ev.n, edges }, lambdas.sines];
    const some = [...events, ...events, ...events.slice(0, 10_000)];

    it.each([100_000, 4_096, 1_000])("with the same bits, in batches of %i", (batchSize) => {
      const alone = sums(bins, undefined, some);
      expect(alone[0]).toHaveLength(5_002);
      expect(alone[0]?.subarray(1, 3)).toEqual(Float64Array.of(27, 27));
      for (const pool of pools) expect(bits(sums(bins, pool, some, batchSize))).toEqual(bits(alone));
    });

    it("where one of their events has many items", () => {
      const item = { x: 1, n: 1, l: new Array<number>(20_000).fill(2) };
      const given = [...some.slice(0, 10_000), item, ...some.slice(10_000, 70_000)];
      const fs = [...bins, lambdas.items];
      const [alone, found] = [sums(fs, undefined, given), sums(fs, pools[1], given)];
      expect(found[2]?.[0]).toBe(given.reduce((sum, { l }) => sum + l.length, 0));
      expect(bits(found)).toEqual(bits(alone));
    });

    it("where passes take turns, each with slots of its own", () => {
      const passes = [bins, [bins[0], lambdas.roots], all].map((fs) => fs.filter((f) => f !== undefined));
      const [one] = pools.slice(1);
      const wanted = passes.map((fs) => bits(sums(fs, undefined, some)));
      const feeds = passes.map((fs) => started(fs, one, some));
      for (let from = 0; from < some.length; from += 10_000)
        for (const feed of feeds) feed.add(from, Math.min(some.length, from + 10_000));
      expect(feeds.map((feed) => bits(feed.end()))).toEqual(wanted);
    });
  });

  it("has every chunk added up once, and some by each thread", () => {
    const [, , pool] = pools;
    if (!pool) throw new TypeError("there is no pool");
    const before = pool.chunks();
    const isIdle = () => pool.chunks().workers.some((n, k) => n === before.workers[k]);
    let runs = 0;
    while (isIdle() && runs < 1_000) {
      sums(all, pool);
      runs += 1;
    }
    expect(isIdle()).toBe(false);
    expect(total(pool.chunks()) - total(before)).toBe(runs * Math.ceil(45_000 / 4096));
  });

  it("has an event with many items added up here", () => {
    const large = [...events.slice(0, 5_000), { x: 1, n: 1, l: new Array<number>(20_000).fill(2) }];
    const fs = [lambdas.items, lambdas.sines];
    const found = sums(fs, pools[2], large);
    expect(found[0]?.[0]).toBe(large.reduce((sum, { l }) => sum + l.length, 0));
    expect(bits(found)).toEqual(bits(sums(fs, undefined, large)));
  });

  it("serves passes that take turns, and forgets one that is left", () => {
    const left = { sums: 0 };
    const leaving: Workers = {
      share: (work) => {
        const shared = pools[1]?.share(work);
        if (!shared) throw new TypeError("there is no pool");
        left.sums += 1;
        return { ...shared, take: () => [] };
      },
    };
    const alone = bits(sums(all, undefined));
    for (let k = 0; k < 5; k++) {
      sums(all, leaving);
      expect(bits(sums(all, pools[1]))).toEqual(alone);
    }
    expect(left.sums).toBe(5 * Math.ceil(45_000 / 4096));
  });

  it("begins with memory of another kernel as with new memory", async () => {
    const { pool, board } = await seenPool();
    const wanted = bits(sums(all, undefined));
    const another = 999;
    while ((pool.chunks().workers[0] ?? 0) < 20) {
      for (const [slot, { buffer }] of board.slots.entries()) {
        new Uint8Array(buffer).fill(63);
        board.control[usedBy(slot)] = another;
      }
      expect(bits(sums(all, pool))).toEqual(wanted);
      for (const [slot, { buffer }] of board.slots.entries())
        if (board.control[usedBy(slot)] !== another) expect(new Uint8Array(buffer, 0, 64)).toEqual(new Uint8Array(64));
    }
    await pool.close();
  });

  it("takes memory for chunks and kernels once, however many come", async () => {
    const { pool, board } = await seenPool();
    const bytesPerChunk = 4_096 * (8 + 8 + 4 + 3 * 8);
    const kernels = new Set<number>();
    const seen: Workers = {
      share: (work) => {
        kernels.add(work.kernel.places.size);
        return pool.share(work);
      },
    };
    for (let k = 0; k < 5; k++) sums(all, seen);
    const before = board.kernels.byteLength;
    for (let k = 0; k < 20; k++) sums(all, seen);
    expect(board.kernels.byteLength).toBe(before);
    const sizes = board.slots.map(({ buffer }) => buffer.byteLength);
    const beside = Math.max(...sizes) - Math.max(...kernels);
    expect(kernels.size).toBe(1);
    expect(beside).toBeGreaterThan(bytesPerChunk / 2);
    expect(beside).toBeLessThan(3 * bytesPerChunk);
    await pool.close();
  });

  it("has no threads where memory cannot be shared", async () => {
    vi.stubGlobal("SharedArrayBuffer", undefined);
    const pool = await workers(2);
    expect(pool.size()).toBe(0);
    expect(bits(sums(all, pool))).toEqual(bits(sums(all, undefined)));
    expect(pool.chunks()).toEqual({ here: Math.ceil(45_000 / 4096), workers: [] });
    vi.unstubAllGlobals();
  });

  it("refuses numbers that are none, and work after it has closed", async () => {
    for (const n of [-1, 1.5, Number.NaN, 1e6])
      await expect(workers(n)).rejects.toMatchObject({
        code: "E_PARAMETER",
        message: expect.stringContaining(String(n)),
      });
    const pool = await workers(1);
    expect(pool.size()).toBe(1);
    await pool.close();
    expect(pool.size()).toBe(0);
    expect(() => sums(all, pool)).toThrow(/E_PARAMETER: the pool of workers is closed/);
  });
});
