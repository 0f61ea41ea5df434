import { firstValueFrom, lastValueFrom, take, toArray } from "rxjs";
import { describe, expect, it } from "vitest";
import {
  type Batch,
  columnOf,
  type Demand,
  fail,
  type RecordColumn,
  uncheckedBatch,
  withDemand,
} from "../core/index.ts";
import { eventsFrom } from "./events.ts";

const source = { name: "counter", replayable: true };
const record = (values: readonly unknown[], name = "x"): RecordColumn => ({
  kind: "record",
  fields: new Map([[name, columnOf(values)]]),
});
const batch = (first: number, columns = record([first])): Batch =>
  uncheckedBatch({ columns, size: 1, first, source, stages: [] });

interface Log {
  opened: number;
  asked: number;
  closed: number;
  aborted: boolean;
}

const counter = (log: Log, batches: number) =>
  eventsFrom<{ x: number }>(source, async function* (_demand, signal) {
    log.opened++;
    signal.addEventListener("abort", () => {
      log.aborted = true;
    });
    try {
      for (let i = 0; i < batches; i++) {
        log.asked++;
        yield batch(i);
      }
    } finally {
      log.closed++;
    }
  });

const log = (): Log => ({ opened: 0, asked: 0, closed: 0, aborted: false });
const settle = () => new Promise((resolve) => setTimeout(resolve, 5));

describe("eventsFrom", () => {
  it("opens nothing before somebody subscribes, and anew for everybody who does", async () => {
    const seen = log();
    const events = counter(seen, 3);
    expect(seen.opened).toBe(0);
    expect((await lastValueFrom(events.pipe(toArray()))).map((b) => b.first)).toEqual([0, 1, 2]);
    expect((await lastValueFrom(events.pipe(toArray()))).map((b) => b.first)).toEqual([0, 1, 2]);
    expect([seen.opened, seen.closed]).toEqual([2, 2]);
  });

  it("asks for the next batch only after the last was taken", async () => {
    const seen = log();
    const ahead: number[] = [];
    let taken = 0;
    await new Promise<void>((resolve) => {
      counter(seen, 20).subscribe({
        next: () => {
          taken++;
          ahead.push(seen.asked - taken);
        },
        complete: resolve,
      });
    });
    expect(ahead).toEqual(Array.from({ length: 20 }, () => 0));
  });

  it("releases the source once when the subscriber leaves inside next", async () => {
    const seen = log();
    await lastValueFrom(counter(seen, 100).pipe(take(3)));
    await settle();
    expect(seen).toEqual({ opened: 1, asked: 3, closed: 1, aborted: true });
  });

  it("delivers nothing after unsubscribe, whether before the first batch or while one is awaited", async () => {
    const seen = log();
    let delivered = 0;
    const early = counter(seen, 5).subscribe(() => delivered++);
    early.unsubscribe();
    early.unsubscribe();
    await settle();
    expect([delivered, seen.closed]).toEqual([0, 1]);

    let release = (): void => undefined;
    const gate = new Promise<void>((resolve) => {
      release = resolve;
    });
    const late = eventsFrom(source, async function* () {
      yield batch(0);
      await gate;
      yield batch(1);
    }).subscribe(() => delivered++);
    await settle();
    late.unsubscribe();
    release();
    await settle();
    expect(delivered).toBe(1);
  });

  it("is silent when the source fails after unsubscribe", async () => {
    const failing = eventsFrom(source, async function* (_demand, signal) {
      yield batch(0);
      await new Promise((_, reject) => {
        signal.addEventListener("abort", () => reject(new Error("interrupted")));
      });
    });
    const errors: unknown[] = [];
    const subscription = failing.subscribe({ error: (error) => errors.push(error) });
    await settle();
    subscription.unsubscribe();
    await settle();
    expect(errors).toEqual([]);
  });

  it("wraps errors of others and passes its own on", async () => {
    const broken = (error: unknown) =>
      eventsFrom(source, () => {
        throw error;
      });
    const cause = new TypeError("boom");
    await expect(firstValueFrom(broken(cause))).rejects.toMatchObject({ code: "E_UPSTREAM", cause, where: "counter" });
    await expect(firstValueFrom(broken("text"))).rejects.toMatchObject({ code: "E_UPSTREAM", cause: "text" });
    const own = fail("E_FILE", { what: "gone" });
    await expect(firstValueFrom(broken(own))).rejects.toBe(own);
  });

  it("delivers what came before an error, then the error once", async () => {
    const seen: unknown[] = [];
    const events = eventsFrom(source, async function* () {
      yield batch(0);
      throw new Error("later");
    });
    await new Promise<void>((resolve) => {
      events.subscribe({
        next: (b) => seen.push(b.first),
        error: (error) => {
          seen.push(error.code);
          resolve();
        },
      });
    });
    await settle();
    expect(seen).toEqual([0, "E_UPSTREAM"]);
  });

  it("passes the demand of the subscription to the source", async () => {
    const demands: Demand[] = [];
    const events = eventsFrom(source, async function* (demand) {
      demands.push(demand);
      yield batch(0);
    });
    const asked = { names: new Set(["x"]) };
    await withDemand(asked, () => lastValueFrom(events));
    await lastValueFrom(events);
    expect(demands).toEqual([asked, { names: undefined }]);
  });

  it("reads no batch before the subscriber is ready for it", async () => {
    const seen = log();
    const gates: (() => void)[] = [];
    const ready = () => new Promise<void>((resolve) => gates.push(resolve));
    const taken: number[] = [];
    const subscription = withDemand({ names: undefined, ready }, () =>
      counter(seen, 5).subscribe(({ first }) => taken.push(first)),
    );
    for (const batches of [0, 1, 2]) {
      await settle();
      expect([seen.asked, taken.length, gates.length]).toEqual([batches, batches, batches + 1]);
      gates.at(-1)?.();
    }
    await settle();
    subscription.unsubscribe();
    await settle();
    expect([seen.asked, seen.closed, taken]).toEqual([3, 1, [0, 1, 2]]);
  });

  it("leaves a source that waits for ever, and one that never waits", async () => {
    let left = 0;
    const stuck: AsyncIterable<Batch> = {
      [Symbol.asyncIterator]: () => ({
        next: () => new Promise(() => undefined),
        return: async () => {
          left++;
          return { done: true as const, value: undefined };
        },
      }),
    };
    const subscription = eventsFrom(source, () => stuck).subscribe();
    await settle();
    subscription.unsubscribe();
    expect(left).toBe(1);

    let last = 0;
    const endless = eventsFrom(source, async function* () {
      for (;;) yield batch(last++);
    }).subscribe();
    await settle();
    endless.unsubscribe();
    const asked = last;
    await settle();
    expect(last).toBe(asked);
  });

  it("checks every batch, and that the columns stay the same", async () => {
    const from = (...batches: Batch[]) =>
      lastValueFrom(
        eventsFrom(source, async function* () {
          yield* batches;
        }),
      );
    const falling: RecordColumn = {
      kind: "record",
      fields: new Map([["l", { kind: "list", offsets: Int32Array.of(0, 5, 2), item: columnOf([1, 2, 3, 4, 5]) }]]),
    };
    await expect(from({ ...batch(0, falling), size: 2 })).rejects.toMatchObject({ code: "E_OFFSETS" });
    await expect(from({ ...batch(0), size: 2 })).rejects.toMatchObject({ code: "E_SHAPE" });
    await expect(from(batch(0), batch(1, record([1], "y")))).rejects.toMatchObject({ code: "E_SCHEMA" });
    await expect(from(batch(0), batch(1, record(["s"])))).rejects.toMatchObject({ code: "E_SCHEMA" });
    await expect(from(batch(0), batch(1, record([null])))).resolves.toMatchObject({ first: 1 });
  });
});
