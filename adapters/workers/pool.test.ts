import * as workerThreads from "node:worker_threads";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { type Workers, wasmLane } from "../../core/backends/index.ts";
import { columnOf, isJagradError, type RecordColumn, schemaOf } from "../../core/index.ts";
import { elaboratePipeline, harden, plan } from "../../core/transforms/index.ts";
import { type Board, stateOf, states } from "./board.ts";
import { type WorkerPool, workers } from "./index.ts";
import { poolOf } from "./pool.ts";
import { inNode } from "./start-thread.ts";
import type { StartThread } from "./threads.ts";

interface Event {
  readonly x: number;
  readonly n: number;
  readonly l: readonly number[];
}

const events: readonly Event[] = Array.from({ length: 45_000 }, (_, i) => ({
  x: 100 * Math.sin(i),
  n: i,
  l: [i / 7, Math.cos(i), -i].slice(i % 4),
}));

/** What is added up over the events: lambdas that run here as JavaScript, too. */
const lambdas = {
  items: (ev: Event) => ev.l.length,
  odd: (ev: Event) => (ev.n % 2.5 === 2 ? 1 : 0),
  roots: (ev: Event) => (ev.x < 0 ? (-8) ** (ev.l.length + 1) : 0),
  sines: (ev: Event) => Math.sin(ev.x) * Math.exp(ev.x / 50),
  pairs: (ev: Event) => ev.l.map((y) => ev.l.filter((z) => z < y).length).reduce((s, k) => s + k, 0),
} as const;

const made = new WeakMap<readonly Event[], RecordColumn>();

const columnsOf = (given: readonly Event[]): RecordColumn => {
  const known = made.get(given) ?? columnOf(given);
  if (known.kind !== "record") throw new TypeError("events are records");
  made.set(given, known);
  return known;
};

type Summand = (ev: Event) => number;

interface Bins {
  readonly of: Summand;
  readonly edges: readonly number[];
}

const sinkOf = (f: Summand | Bins) => {
  const given = { scope: {}, options: {} };
  return "of" in f
    ? { kind: "histogram" as const, operator: "histogram", f: f.of, edges: f.edges, ...given }
    : { kind: "sum" as const, operator: "sum", f, ...given };
};

/** Begins to add up the sums and bins of lambdas over events. */
const started = (fs: readonly (Summand | Bins)[], threads: Workers | undefined, given: readonly Event[]) => {
  const columns = columnsOf(given);
  const branches = fs.map((f) => ({ stages: [], sink: sinkOf(f) }));
  const { b, fills } = elaboratePipeline(schemaOf(columns), [], branches as never);
  const { pass } = plan(b.program(fills.map((fill) => harden(b, fill).contents)));
  if (!pass) throw new TypeError("there is no loop over events");
  const totals = pass.accumulators.map(({ output: { axis } }) => {
    return new Float64Array(axis?.extent.kind === "fixed" ? axis.extent.size : 1);
  });
  const arrays = pass.program.inputs.flatMap(({ variable, source }) =>
    source.kind === "array" ? [[variable.id, Float64Array.from(source.values)] as const] : [],
  );
  const feed = wasmLane.prepare(pass)(totals, threads);
  return {
    add: (from: number, to: number): void => feed.add({ columns, from, to, first: 0 }, new Map(arrays)),
    end: () => (feed.end()?.take() ?? totals).map((sum) => Float64Array.from(sum)),
  };
};

/** The sums and bins of lambdas over events that come in batches of a size. */
const sums = (
  fs: readonly (Summand | Bins)[],
  threads: Workers | undefined,
  given: readonly Event[] = events,
  batchSize = given.length,
): Float64Array[] => {
  const feed = started(fs, threads, given);
  for (let from = 0; from < given.length; from += batchSize) feed.add(from, Math.min(given.length, from + batchSize));
  return feed.end();
};

const all = Object.values(lambdas);
const bits = (numbers: readonly Float64Array[]) => numbers.map((each) => [...new BigUint64Array(each.buffer)]);
const total = ({ here, workers }: ReturnType<WorkerPool["chunks"]>): number =>
  workers.reduce((sum, n) => sum + n, here);

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

  it("takes memory for chunks and kernels once, however many come", async () => {
    const boards: Board[] = [];
    const start = inNode(workerThreads);
    const pool = await poolOf(1, (orders, ended) => {
      boards.push(orders.board);
      return start(orders, ended);
    });
    const bytesPerChunk = 4_096 * (8 + 8 + 4 + 3 * 8);
    for (let k = 0; k < 5; k++) sums(all, pool);
    const kernels = boards[0]?.kernels.byteLength;
    for (let k = 0; k < 20; k++) sums(all, pool);
    expect(boards[0]?.kernels.byteLength).toBe(kernels);
    const sizes = boards[0]?.slots.map(({ byteLength }) => byteLength) ?? [];
    expect(Math.max(...sizes)).toBeGreaterThan(bytesPerChunk / 2);
    expect(Math.max(...sizes)).toBeLessThan(3 * bytesPerChunk);
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

describe("a worker that breaks in the middle of a chunk", () => {
  /** A pool of one thread in which the power of a negative number does something else. */
  const broken = async (deed: string, patience?: number) => {
    const made: workerThreads.Worker[] = [];
    const boards: Board[] = [];
    class Kept extends workerThreads.Worker {
      constructor(...given: ConstructorParameters<typeof workerThreads.Worker>) {
        super(...given);
        made.push(this);
      }
    }
    const patch = `data:text/javascript,Math.pow = () => { ${deed} };`;
    const execArgv = ["--import", patch];
    const start = inNode({ ...workerThreads, Worker: Kept }, { execArgv, stderr: true });
    const seen: StartThread = (orders, ended) => {
      boards.push(orders.board);
      return start(orders, ended);
    };
    const pool = await poolOf(1, seen, patience);
    const [[thread], [board]] = [made, boards];
    if (!thread || !board) throw new TypeError("no thread was started");
    return { pool, thread, board };
  };

  const errorOf = (run: () => unknown): string => {
    try {
      run();
    } catch (error) {
      if (isJagradError(error)) return error.message;
      throw error;
    }
    return "no error";
  };

  const some = [lambdas.roots];

  /** Hands a chunk to the thread, and gives what waits for it once the thread has taken it. */
  const handed = async ({
    pool,
    board,
  }: {
    readonly pool: WorkerPool;
    readonly board: Board;
  }): Promise<() => unknown> => {
    let settle = (): unknown => undefined;
    const holding: Workers = {
      share: (work) => {
        const shared = pool.share(work);
        settle = shared.take;
        return { ...shared, isDone: () => true, take: () => [] };
      },
    };
    sums(some, holding, events.slice(0, 4_096));
    const isLeft = () => board.slots.some((_, slot) => Atomics.load(board.control, stateOf(slot)) === states.full);
    while (isLeft()) await new Promise((resolve) => setTimeout(resolve, 5));
    return settle;
  };

  it.each([
    ["process.exit(3)", "ended"],
    ["throw new Error('broken')", "failed: broken"],
    ["for (;;);", "got no further for 500 ms"],
    ["terminated", "ended"],
  ])("is an error that names the chunk: %s", async (deed, said) => {
    const isEnded = deed === "terminated";
    const { pool, thread, board } = await broken(isEnded ? "for (;;);" : deed, isEnded ? 60_000 : 500);
    const settle = await handed({ pool, board });
    if (isEnded) await thread.terminate();
    const message = errorOf(settle);
    expect(message).toMatch(/^E_UPSTREAM: (worker 0|a worker) /);
    expect(message).toContain(said);
    expect(message).toContain("the chunk of 4096 events that begins at event 0");
    expect(message).toContain("new pool");
    await pool.close();
  });

  it("leaves the others to do its part", async () => {
    const { pool, board } = await broken("process.exit(3)");
    expect(errorOf(await handed({ pool, board }))).toContain("worker 0 ended");
    expect(pool.size()).toBe(0);
    expect(bits(sums(some, pool))).toEqual(bits(sums(some, undefined)));
    await pool.close();
  });
});
