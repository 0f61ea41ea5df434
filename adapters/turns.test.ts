import { afterEach, describe, expect, it, vi } from "vitest";
import { turns } from "./turns.ts";

afterEach(() => vi.useRealTimers());

describe("turns", () => {
  it("let a timer fire while a loop waits for nothing else", async () => {
    const pause = turns();
    let rounds = 0;
    let isOver = false;
    setTimeout(() => {
      isOver = true;
    }, 30);
    while (!isOver && rounds < 1e8) {
      rounds++;
      await pause();
    }
    expect(isOver).toBe(true);
    expect(rounds).toBeGreaterThan(100);
  });

  it("give way no oftener than a page is drawn", async () => {
    const pause = turns();
    expect(pause()).toBeUndefined();
    const began = performance.now();
    while (performance.now() - began < 20);
    const waited = pause();
    expect(waited).toBeInstanceOf(Promise);
    await waited;
    expect(pause()).toBeUndefined();
  });

  it("need no timer", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "setImmediate", "setInterval"] });
    const pause = turns();
    const began = performance.now();
    while (performance.now() - began < 20);
    await pause();
  });
});
