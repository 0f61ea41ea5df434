import { concat, from, interval, map, merge, NEVER, Observable, of, Subject, throwError } from "rxjs";
import { describe, expect, expectTypeOf, it } from "vitest";
import { currentDemand, withDemand } from "../core/index.ts";
import { toAsyncIterable } from "./to-async-iterable.ts";

const settle = () => new Promise((resolve) => setTimeout(resolve, 5));

const collect = async <T>(values: AsyncIterable<T>): Promise<readonly T[]> => {
  const found: T[] = [];
  for await (const value of values) found.push(value);
  return found;
};

const log = () => ({ opened: 0, made: 0, closed: 0 });

/** Counts from 0 as a source does: it waits until the subscriber is ready. */
const waiting = (seen: ReturnType<typeof log>, end: number): Observable<number> =>
  new Observable((out) => {
    seen.opened++;
    const { ready } = currentDemand();
    const pump = async () => {
      while (seen.made < end) {
        await ready?.();
        if (out.closed) return;
        out.next(seen.made++);
      }
      out.complete();
    };
    pump();
    return () => {
      seen.closed++;
    };
  });

describe("toAsyncIterable", () => {
  it("gives what a stream emits, for each loop anew", async () => {
    const numbers = toAsyncIterable(of(1, 2, 3));
    expectTypeOf(numbers).toEqualTypeOf<AsyncIterable<number>>();
    expect(await collect(numbers)).toEqual([1, 2, 3]);
    expect(await collect(numbers)).toEqual([1, 2, 3]);
    expect(await collect(toAsyncIterable(of()))).toEqual([]);
    expect(await collect(toAsyncIterable(of(undefined, null)))).toEqual([undefined, null]);
  });

  it("subscribes when the loop asks for its first value", async () => {
    const seen = log();
    const iterator = toAsyncIterable(waiting(seen, 3))[Symbol.asyncIterator]();
    await settle();
    expect(seen.opened).toBe(0);
    await iterator.next();
    expect(seen.opened).toBe(1);
    await iterator.return?.();
  });

  it("leaves a source that waits no value ahead of a slow loop", async () => {
    const seen = log();
    const ahead: number[] = [];
    for await (const value of toAsyncIterable(waiting(seen, 6))) {
      await settle();
      ahead.push(seen.made - value - 1);
    }
    expect(ahead).toEqual([0, 0, 0, 0, 0, 0]);
    expect(seen).toEqual({ opened: 1, made: 6, closed: 1 });
  });

  it("lets each of several merged sources run one value ahead", async () => {
    const [a, b] = [log(), log()];
    const ahead: number[] = [];
    const found: number[] = [];
    for await (const value of toAsyncIterable(merge(waiting(a, 4), waiting(b, 4)))) {
      found.push(value);
      await settle();
      ahead.push(a.made + b.made - found.length);
    }
    expect(found.sort()).toEqual([0, 0, 1, 1, 2, 2, 3, 3]);
    expect(Math.max(...ahead)).toBe(1);
  });

  it("does not hand its own readiness to a stream that is subscribed to later", async () => {
    const seen = log();
    const second = waiting(seen, 3);
    expect(await collect(toAsyncIterable(concat(waiting(log(), 2), second)))).toEqual([0, 1, 0, 1, 2]);
    expect(currentDemand().ready).toBeUndefined();
  });

  it("asks for every column, whatever is asked where it stands", async () => {
    const demands: unknown[] = [];
    const source = new Observable<never>((out) => {
      demands.push(currentDemand().names);
      out.complete();
    });
    await withDemand({ names: new Set(["x"]) }, () => collect(toAsyncIterable(source)));
    expect(demands).toEqual([undefined]);
  });

  it("keeps at most so many values of a stream that does not wait, and fails after them", async () => {
    const twenty = from(Array.from({ length: 20 }, (_, i) => i));
    const found: number[] = [];
    const read = async (most?: number) => {
      for await (const value of toAsyncIterable(twenty, most === undefined ? {} : { most })) found.push(value);
    };
    await expect(read()).rejects.toMatchObject({ code: "E_LIMIT" });
    expect(found).toEqual(Array.from({ length: 17 }, (_, i) => i));
    await read(19);
    expect(found.length).toBe(37);
  });

  it.each([0, -1, 1.5, Number.NaN, "3" as never])("refuses to keep %s values", (most) => {
    expect(() => toAsyncIterable(of(1), { most })).toThrow(expect.objectContaining({ code: "E_PARAMETER" }));
  });

  it("throws what came before an error, then the error, then ends", async () => {
    const error = new RangeError("broken");
    const iterator = toAsyncIterable(
      concat(
        of(1, 2),
        throwError(() => error),
      ),
    )[Symbol.asyncIterator]();
    expect(await iterator.next()).toEqual({ done: false, value: 1 });
    expect(await iterator.next()).toEqual({ done: false, value: 2 });
    await expect(iterator.next()).rejects.toBe(error);
    expect(await iterator.next()).toEqual({ done: true, value: undefined });
  });

  it("throws undefined where a stream fails with it", async () => {
    const iterator = toAsyncIterable(throwError(() => undefined))[Symbol.asyncIterator]();
    await expect(iterator.next()).rejects.toBeUndefined();
  });

  it("answers calls in their order, also several at once", async () => {
    const values = new Subject<number>();
    const iterator = toAsyncIterable(values)[Symbol.asyncIterator]();
    const calls = [iterator.next(), iterator.next(), iterator.next()];
    values.next(1);
    values.next(2);
    values.complete();
    expect(await Promise.all(calls)).toEqual([
      { done: false, value: 1 },
      { done: false, value: 2 },
      { done: true, value: undefined },
    ]);
  });

  it("gives an error to the first of several calls, and an end to the others", async () => {
    const values = new Subject<number>();
    const iterator = toAsyncIterable(values)[Symbol.asyncIterator]();
    const calls = [iterator.next(), iterator.next()];
    values.error("broken");
    expect(await Promise.allSettled(calls)).toEqual([
      { status: "rejected", reason: "broken" },
      { status: "fulfilled", value: { done: true, value: undefined } },
    ]);
  });
});

describe("a loop that is left", () => {
  it.each<[string, (values: AsyncIterable<number>) => Promise<unknown>]>([
    [
      "by break",
      async (values) => {
        for await (const value of values) if (value === 2) break;
      },
    ],
    [
      "by return",
      async (values) => {
        for await (const value of values) if (value === 2) return;
      },
    ],
    [
      "by an error",
      async (values) => {
        for await (const value of values) if (value === 2) throw new Error("left");
      },
    ],
    [
      "by return() of its iterator, twice",
      async (values) => {
        const iterator = values[Symbol.asyncIterator]();
        for (let i = 0; i < 3; i++) await iterator.next();
        await iterator.return?.();
        expect(await iterator.return?.()).toEqual({ done: true, value: undefined });
        expect(await iterator.next()).toEqual({ done: true, value: undefined });
      },
    ],
    [
      "by throw() of its iterator",
      async (values) => {
        const iterator = values[Symbol.asyncIterator]();
        for (let i = 0; i < 3; i++) await iterator.next();
        const error = new Error("left");
        await expect(iterator.throw?.(error)).rejects.toBe(error);
        expect(await iterator.next()).toEqual({ done: true, value: undefined });
      },
    ],
  ])("unsubscribes once: %s", async (_how, leave) => {
    const seen = log();
    await leave(toAsyncIterable(waiting(seen, 100))).catch(() => undefined);
    expect(seen).toEqual({ opened: 1, made: 3, closed: 1 });
    await settle();
    expect(seen).toEqual({ opened: 1, made: 3, closed: 1 });
  });

  it("ends the call that waits", async () => {
    const seen = log();
    const stream = new Observable<number>(() => () => {
      seen.closed++;
    });
    const iterator = toAsyncIterable(stream)[Symbol.asyncIterator]();
    const call = iterator.next();
    await iterator.return?.();
    expect(await call).toEqual({ done: true, value: undefined });
    expect(seen.closed).toBe(1);
  });

  it("never subscribes if it is left before its first value", async () => {
    const seen = log();
    const iterator = toAsyncIterable(waiting(seen, 3))[Symbol.asyncIterator]();
    await iterator.return?.();
    expect(await iterator.next()).toEqual({ done: true, value: undefined });
    expect(seen.opened).toBe(0);
  });
});

describe("a loop with a signal", () => {
  it("begins nothing if the signal has aborted", async () => {
    const seen = log();
    await expect(
      collect(toAsyncIterable(waiting(seen, 3), { signal: AbortSignal.abort("why") })),
    ).rejects.toMatchObject({ code: "E_CANCELLED", cause: "why" });
    expect(seen.opened).toBe(0);
  });

  it("fails and unsubscribes when the signal aborts, while it waits and inside its body", async () => {
    const controller = new AbortController();
    setTimeout(() => controller.abort("late"), 5);
    await expect(collect(toAsyncIterable(NEVER, { signal: controller.signal }))).rejects.toMatchObject({
      code: "E_CANCELLED",
      cause: "late",
    });

    const inside = new AbortController();
    const seen = log();
    const found: number[] = [];
    const read = async () => {
      for await (const value of toAsyncIterable(waiting(seen, 100), { signal: inside.signal })) {
        found.push(value);
        if (value === 2) inside.abort();
      }
    };
    await expect(read()).rejects.toMatchObject({ code: "E_CANCELLED" });
    expect([found, seen]).toEqual([[0, 1, 2], { opened: 1, made: 3, closed: 1 }]);
  });

  it("drops what waits when the signal aborts", async () => {
    const controller = new AbortController();
    const values = new Subject<number>();
    const iterator = toAsyncIterable(values, { signal: controller.signal })[Symbol.asyncIterator]();
    const first = iterator.next();
    for (const value of [1, 2, 3]) values.next(value);
    expect(await first).toEqual({ done: false, value: 1 });
    controller.abort();
    await expect(iterator.next()).rejects.toMatchObject({ code: "E_CANCELLED" });
    expect(await iterator.next()).toEqual({ done: true, value: undefined });
  });

  it("is not touched by an abort after the end, and leaves no listener behind", async () => {
    const controller = new AbortController();
    const { signal } = controller;
    let listeners = 0;
    const add = signal.addEventListener.bind(signal);
    const remove = signal.removeEventListener.bind(signal);
    signal.addEventListener = (...input: Parameters<typeof add>) => {
      listeners++;
      add(...input);
    };
    signal.removeEventListener = (...input: Parameters<typeof remove>) => {
      listeners--;
      remove(...input);
    };
    expect(await collect(toAsyncIterable(of(1), { signal }))).toEqual([1]);
    for await (const value of toAsyncIterable(interval(1), { signal })) if (value === 2) break;
    await expect(
      collect(toAsyncIterable(throwError(() => new Error("broken")).pipe(map(Number)), { signal })),
    ).rejects.toThrow("broken");
    expect(listeners).toBe(0);
    controller.abort();
  });
});
