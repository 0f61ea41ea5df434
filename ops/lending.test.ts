import { lastValueFrom, Observable, share, tap as tapBatches, toArray } from "rxjs";
import { describe, expect, it } from "vitest";
import { type Batch, currentDemand, gradient, lend, parameter, seenAlone, type View } from "../core/index.ts";
import * as diff from "./diff.ts";
import { batchesOf } from "./events-of.ts";
import * as hard from "./hard.ts";

interface Event {
  x: number;
}

const rows = Array.from({ length: 100_000 }, (_, i): Event => ({ x: (i * 37) % 101 }));

/** A source that lends its batches, and a list of what was asked of it, read from it and given back to it. */
const lender = (size: number) => {
  const log: string[] = [];
  const events = new Observable<Batch<View<Event>>>((out) => {
    const { givesBack } = currentDemand();
    log.push(givesBack ? "lends" : "gives");
    for (const batch of batchesOf<Event>(rows, size)) {
      if (givesBack) lend(batch.columns, () => log.push(`back ${batch.first}`));
      log.push(`read ${batch.first}`);
      out.next(batch);
    }
    out.complete();
  });
  return { events: seenAlone(events), log };
};

const cut = parameter("cut", 50, { width: 4 });
const sum = rows.filter(({ x }) => x > 50).reduce((total, { x }) => total + x, 0);

describe.each(Object.entries({ hard, diff }))("in the %s flavour", (_name, ops) => {
  it("a filling operator gives each batch back when the last block of 32768 events that has of it ends", async () => {
    const { events, log } = lender(25_000);
    const filled = events.pipe(
      ops.filter((ev) => ev.x > 50),
      ops.map((ev) => ({ y: ev.x })),
      ops.fill({ sum: ops.sum((ev) => ev.y), n: ops.count() }),
    );
    expect((await lastValueFrom(filled)).sum.value).toBe(sum);
    expect(log).toEqual([
      "lends",
      ...["read 0", "read 25000", "back 0"],
      ...["read 50000", "back 25000"],
      ...["read 75000", "back 50000"],
    ]);
  });

  it("nothing is lent where somebody else may keep a batch", async () => {
    const seen: Batch[] = [];
    const through = {
      tapped: (events: Events) =>
        events.pipe(
          tapBatches((batch) => seen.push(batch)),
          ops.filter((ev) => ev.x > 50),
          ops.sum((ev) => ev.x),
        ),
      behind: (events: Events) =>
        events.pipe(
          ops.filter((ev) => ev.x > 50),
          tapBatches((batch) => seen.push(batch)),
          ops.sum((ev) => ev.x),
        ),
      shared: (events: Events) =>
        events.pipe(
          ops.filter((ev) => ev.x > 50),
          share(),
          ops.sum((ev) => ev.x),
        ),
      looked: (events: Events) =>
        events.pipe(
          ops.filter((ev) => ev.x > 50),
          ops.tap(() => undefined, { most: 1 }),
          ops.sum((ev) => ev.x),
        ),
    };
    for (const [name, make] of Object.entries(through)) {
      const { events, log } = lender(32_768);
      expect((await lastValueFrom(make(events))).value, name).toBe(sum);
      expect(log[0], name).toBe("gives");
    }
  });

  it("batches and columns that come out of a stream are given", async () => {
    const { events, log } = lender(50_000);
    await lastValueFrom(events.pipe(toArray()));
    await lastValueFrom(events.pipe(ops.columns(), toArray()));
    await lastValueFrom(events.pipe(ops.max((ev) => ev.x)));
    expect(log.filter((line) => !line.startsWith("read"))).toEqual(["gives", "gives", "gives"]);
  });
});

type Events = ReturnType<typeof lender>["events"];

it("a fold in order is given its batches", async () => {
  const { events, log } = lender(50_000);
  const largest = await lastValueFrom(events.pipe(hard.reduce((most, ev) => Math.max(most, ev.x), 0)));
  expect([largest.value, log[0]]).toEqual([100, "gives"]);
});

it("a reverse pass gives back both times, and finds the same events", async () => {
  const { events, log } = lender(32_768);
  const passed = events.pipe(
    diff.filter((ev, { cut }) => ev.x > cut, { cut }),
    diff.count({ mode: "reverse" }),
  );
  const forward = lender(32_768).events.pipe(
    diff.filter((ev, { cut }) => ev.x > cut, { cut }),
    diff.count({ mode: "forward" }),
  );
  expect((await gradient(passed, { cut })).cut).toBeCloseTo((await gradient(forward, { cut })).cut, 9);
  const back = ["back 0", "back 32768", "back 65536"];
  expect(log.filter((line) => !line.startsWith("read"))).toEqual(["lends", ...back, "lends", ...back]);
});
