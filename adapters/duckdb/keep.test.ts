import { lastValueFrom, take, toArray } from "rxjs";
import { afterAll, describe, expect, it } from "vitest";
import { type Batch, columnOf, type RecordColumn, uncheckedBatch, withDemand } from "../../core/index.ts";
import { eventsFrom, type Open } from "../events.ts";
import { plainRows } from "../plain-rows.ts";
import { parquet } from "./index.ts";
import { kept } from "./keep.ts";
import { askDuckDB, removeSamples, sampleFile } from "./sample-file.ts";

afterAll(removeSamples);

const source = { name: "counted", replayable: true };
const batches = (count: number): readonly Batch[] =>
  Array.from({ length: count }, (_, first) => {
    const columns: RecordColumn = { kind: "record", fields: new Map([["x", columnOf([first])]]) };
    return uncheckedBatch({ columns, size: 1, first, source, stages: [] });
  });

/** A source of eight bytes a batch that counts how often it is read. */
const counted = (count: number, budget: number, stamp = async () => "") => {
  let reads = 0;
  const open: Open = async function* () {
    reads++;
    yield* batches(count);
  };
  return { events: eventsFrom(source, kept(open, budget, stamp)), reads: () => reads };
};
const all = async (events: ReturnType<typeof counted>["events"]): Promise<number> =>
  (await lastValueFrom(events.pipe(toArray()))).length;

describe("what is kept", () => {
  it("is read once and delivered again as it was", async () => {
    const { events, reads } = counted(5, 1000);
    const [first, second] = [await lastValueFrom(events.pipe(toArray())), await lastValueFrom(events.pipe(toArray()))];
    expect(second.map((batch) => batch.columns)).toEqual(first.map((batch) => batch.columns));
    expect(reads()).toBe(1);
  });

  it("is only what was read to the end", async () => {
    const { events, reads } = counted(5, 1000);
    await lastValueFrom(events.pipe(take(2)));
    expect([await all(events), await all(events), reads()]).toEqual([5, 5, 2]);
  });

  it("stays within the budget; above it every subscription reads", async () => {
    const { events, reads } = counted(5, 39);
    expect([await all(events), await all(events), reads()]).toEqual([5, 5, 2]);
    const exact = counted(5, 40);
    expect([await all(exact.events), await all(exact.events), exact.reads()]).toEqual([5, 5, 1]);
  });

  it("belongs to one demand, and all demands share the budget", async () => {
    const { events, reads } = counted(5, 60);
    const asking = (...names: string[]) => withDemand({ names: new Set(names) }, () => all(events));
    await asking("x", "y");
    await asking("y", "x");
    expect(reads()).toBe(1);
    await asking("x");
    await asking("x");
    expect(reads()).toBe(3);
  });

  it("does not give lists without their items to who reads them", async () => {
    const { events, reads } = counted(5, 1000);
    const names = new Set(["x"]);
    await withDemand({ names, items: new Set() }, () => all(events));
    await withDemand({ names, items: names }, () => all(events));
    expect(reads()).toBe(2);
    await withDemand({ names }, () => all(events));
    expect(reads()).toBe(2);
  });

  it("can be left in the middle", async () => {
    const { events, reads } = counted(5, 1000);
    await all(events);
    expect((await lastValueFrom(events.pipe(take(2), toArray()))).length).toBe(2);
    expect(reads()).toBe(1);
  });

  it("is forgotten when the source changes", async () => {
    let version = 0;
    const { events, reads } = counted(5, 1000, async () => String(version));
    await all(events);
    version = 1;
    await all(events);
    await all(events);
    expect(reads()).toBe(2);
  });

  it("spares the second reading of a file, until the file changes", async () => {
    const path = await sampleFile("select i as x from range(10) as r(i)");
    const events = parquet<{ x: bigint }>(path, { keep: true, batchSize: 4 });
    const values = async () =>
      (await lastValueFrom(events.pipe(toArray()))).flatMap((batch) => plainRows(batch.columns, batch.size)).length;
    expect([await values(), await values()]).toEqual([10, 10]);
    await askDuckDB(`copy (select 1 as x) to '${path}' (format parquet)`);
    expect(await values()).toBe(1);
    expect(() => parquet(path, { keep: -1 })).toThrow("E_LIMIT");
  });
});
