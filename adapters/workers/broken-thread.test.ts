import * as workerThreads from "node:worker_threads";
import { describe, expect, it } from "vitest";
import type { Workers } from "../../core/backends/index.ts";
import { isJagradError } from "../../core/index.ts";
import { type Board, stateOf, states } from "./board.ts";
import type { WorkerPool } from "./index.ts";
import { bits, events, lambdas, sums } from "./lambda-sums.ts";
import { poolOf } from "./pool.ts";
import { inNode } from "./start-thread.ts";
import type { StartThread } from "./threads.ts";

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
