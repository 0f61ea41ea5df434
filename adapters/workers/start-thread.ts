import type { WorkerOptions as WorkerThreadOptions } from "node:worker_threads";
import type { StartThread } from "./threads.ts";

const isSource = import.meta.url.endsWith(".ts");

/** Worker threads of Node, without the flags of this process; the options are those of `Worker`. */
export const inNode =
  ({ Worker }: typeof import("node:worker_threads"), options: WorkerThreadOptions = {}): StartThread =>
  (orders, ended) =>
    new Promise((resolve, reject) => {
      const worker = new Worker(new URL(isSource ? "./thread.ts" : "./thread.js", import.meta.url), {
        execArgv: [],
        ...options,
      });
      const gone = new Promise<void>((done) => worker.once("exit", () => done()));
      worker.once("error", (cause) => {
        ended(cause);
        reject(cause);
      });
      worker.once("exit", (code) => {
        ended(code);
        reject(new Error(`the thread ended with code ${code}`));
      });
      worker.once("message", () => {
        worker.unref();
        resolve({ ended: gone, end: async () => void (await worker.terminate()) });
      });
      worker.postMessage(orders);
    });

const inBrowser: StartThread = (orders, ended) =>
  new Promise((resolve, reject) => {
    const worker = new Worker(new URL("./thread.js", import.meta.url), { type: "module" });
    worker.onerror = ({ message }) => {
      ended(message);
      reject(new Error(message));
    };
    const gone = new Promise<void>((done) => {
      worker.onmessage = ({ data }: MessageEvent<"ready" | "ended">) => {
        if (data === "ended") done();
        else resolve({ ended: gone, end: async () => worker.terminate() });
      };
    });
    worker.postMessage(orders);
  });

/** Threads of Node, or Web Workers where memory may be shared with them; undefined where there are none. */
export const threadStarter = (): StartThread | undefined => {
  if (typeof SharedArrayBuffer !== "function" || typeof WebAssembly !== "object") return undefined;
  const threads = typeof process === "object" && process.getBuiltinModule?.("node:worker_threads");
  if (threads) return inNode(threads);
  return typeof Worker === "function" && globalThis.crossOriginIsolated ? inBrowser : undefined;
};

/** How many threads the machine runs at once. */
export const parallelism = (): number => globalThis.navigator?.hardwareConcurrency ?? 1;
