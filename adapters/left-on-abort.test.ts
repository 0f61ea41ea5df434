import { describe, expect, it } from "vitest";
import { leftOnAbort } from "./left-on-abort.ts";

/** Counts to `end`; then it waits for ever. */
const counter = (end: number) => {
  const seen = { asked: 0, left: 0 };
  const items: AsyncIterable<number> = {
    [Symbol.asyncIterator]: () => ({
      next: () => {
        seen.asked++;
        return seen.asked > end
          ? new Promise(() => undefined)
          : Promise.resolve({ done: false as const, value: seen.asked });
      },
      return: () => {
        seen.left++;
        return Promise.resolve({ done: true as const, value: undefined });
      },
    }),
  };
  return { items, seen };
};

describe("leftOnAbort", () => {
  it("gives the items, and does not leave an iterator that has ended", async () => {
    const stop = new AbortController();
    const found: number[] = [];
    let left = 0;
    const three: AsyncIterable<number> = {
      [Symbol.asyncIterator]: () => {
        const iterator = [1, 2, 3].values();
        return {
          next: async () => iterator.next(),
          return: async () => {
            left++;
            return { done: true as const, value: undefined };
          },
        };
      },
    };
    for await (const item of leftOnAbort(three, stop.signal)) found.push(item);
    stop.abort();
    expect([found, left]).toEqual([[1, 2, 3], 0]);
  });

  it("leaves an iterator once when its loop is left and the signal aborts after it", async () => {
    const { items, seen } = counter(5);
    const stop = new AbortController();
    for await (const item of leftOnAbort(items, stop.signal)) if (item === 2) break;
    stop.abort();
    expect(seen).toEqual({ asked: 2, left: 1 });
  });

  it("leaves an iterator that is waited for at once", () => {
    const { items, seen } = counter(0);
    const stop = new AbortController();
    leftOnAbort(items, stop.signal)[Symbol.asyncIterator]().next();
    expect(seen).toEqual({ asked: 1, left: 0 });
    stop.abort();
    expect(seen).toEqual({ asked: 1, left: 1 });
  });

  it("asks for nothing after the abort", async () => {
    const { items, seen } = counter(5);
    const stop = new AbortController();
    const found: number[] = [];
    for await (const item of leftOnAbort(items, stop.signal)) {
      found.push(item);
      if (item === 2) stop.abort();
    }
    expect([found, seen]).toEqual([[1, 2], { asked: 2, left: 1 }]);
  });

  it("does not leave an iterator that has failed, and passes its error on", async () => {
    const error = new Error("broken");
    let left = 0;
    const broken: AsyncIterable<never> = {
      [Symbol.asyncIterator]: () => ({
        next: () => Promise.reject(error),
        return: async () => {
          left++;
          return { done: true as const, value: undefined };
        },
      }),
    };
    const stop = new AbortController();
    const read = async () => {
      for await (const _ of leftOnAbort(broken, stop.signal)) throw new Error("an item came");
    };
    await expect(read()).rejects.toBe(error);
    stop.abort();
    expect(left).toBe(0);
  });

  it("is silent where leaving fails after an abort", async () => {
    const items: AsyncIterable<number> = {
      [Symbol.asyncIterator]: () => ({
        next: () => new Promise(() => undefined),
        return: () => Promise.reject(new Error("cannot close")),
      }),
    };
    const stop = new AbortController();
    leftOnAbort(items, stop.signal)[Symbol.asyncIterator]().next();
    stop.abort();
    await new Promise((resolve) => setTimeout(resolve, 5));
  });
});
