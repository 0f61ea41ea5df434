import type { Orders } from "./thread.ts";

/** A thread that runs. */
export interface Thread {
  /** Ends it as soon as it can be. */
  readonly end: () => Promise<void>;
  /** Settles when it has ended by itself. */
  readonly ended: Promise<void>;
}

/** How a thread starts: settles when it is ready, and fails where it does not come so far. */
export type StartThread = (orders: Orders, ended: (cause: unknown) => void) => Promise<Thread>;
