import { type Board, count, statuses, statusOf, words } from "./board.ts";
import { serve } from "./serve.ts";

/** What a thread is told when it starts. */
export interface Orders {
  readonly board: Board;
  readonly thread: number;
}

const start = ({ board, thread }: Orders, ready: () => void): void => {
  ready();
  serve(board, thread);
};

const { parentPort } = (typeof process === "object" && process.getBuiltinModule?.("node:worker_threads")) || {};

if (parentPort)
  parentPort.once("message", (orders: Orders) => {
    process.once("exit", () => {
      Atomics.store(orders.board.control, statusOf(orders.board, orders.thread), statuses.ended);
      count(orders.board, words.finished);
    });
    start(orders, () => parentPort.postMessage("ready"));
  });
else
  globalThis.addEventListener(
    "message",
    ({ data }: MessageEvent<Orders>) => {
      start(data, () => globalThis.postMessage("ready"));
      globalThis.postMessage("ended");
      globalThis.close();
    },
    { once: true },
  );
