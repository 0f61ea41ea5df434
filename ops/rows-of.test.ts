import { concat, from, Observable, throwError } from "rxjs";
import { describe, expect, expectTypeOf, it } from "vitest";
import type { List } from "../core/index.ts";
import { batchesOf, eventsOf } from "./events-of.ts";
import { filter, map } from "./hard.ts";
import { rowsOf } from "./rows-of.ts";

interface Event {
  readonly met: number;
  readonly muon: readonly { readonly pt: number }[];
}

const objects: readonly Event[] = [
  { met: 1, muon: [{ pt: 20 }, { pt: 10 }] },
  { met: 2, muon: [] },
  { met: 3, muon: [{ pt: 30 }] },
];

const collect = async <T>(values: AsyncIterable<T>): Promise<readonly T[]> => {
  const found: T[] = [];
  for await (const value of values) found.push(value);
  return found;
};

describe("rowsOf", () => {
  it.each([1, 2, 3])("gives the events one by one, from batches of %i", async (size) => {
    const rows = rowsOf(eventsOf(objects, size));
    expectTypeOf(rows).toEqualTypeOf<
      AsyncIterable<{ readonly met: number; readonly muon: List<{ readonly pt: number }> }>
    >();
    expect(await collect(rows)).toEqual(objects);
    expect(await collect(rows)).toEqual(objects);
  });

  it("lets reads past the end be missing, as a lambda does", async () => {
    const leading: unknown[] = [];
    for await (const ev of rowsOf(eventsOf(objects))) leading.push(ev.muon[0].pt);
    expect(leading).toEqual([20, undefined, 30]);
  });

  it("names the stages that are pending", async () => {
    const pending = eventsOf(objects).pipe(
      filter((ev) => ev.met > 1),
      map((ev) => ({ m: ev.met })),
    );
    await expect(collect(rowsOf(pending))).rejects.toMatchObject({ code: "E_TYPE", where: "the sample" });
    await expect(collect(rowsOf(pending))).rejects.toThrow(/behind filter, map/);
  });

  it("fails with the error of the stream, after the events before it", async () => {
    const error = new Error("broken");
    const found: number[] = [];
    const read = async () => {
      for await (const { met } of rowsOf(
        concat(
          eventsOf(objects),
          throwError(() => error),
        ),
      ))
        found.push(met);
    };
    await expect(read()).rejects.toBe(error);
    expect(found).toEqual([1, 2, 3]);
  });

  it("unsubscribes when its loop is left, and when the signal aborts inside a batch", async () => {
    let open = 0;
    const batches = batchesOf(objects);
    const events = new Observable<(typeof batches)[number]>((out) => {
      open++;
      const subscription = from(batches).subscribe((batch) => out.next(batch));
      return () => {
        open--;
        subscription.unsubscribe();
      };
    });
    for await (const { met } of rowsOf(events)) if (met === 2) break;
    expect(open).toBe(0);

    const controller = new AbortController();
    const found: number[] = [];
    const read = async () => {
      for await (const { met } of rowsOf(events, { signal: controller.signal })) {
        found.push(met);
        if (met === 2) controller.abort("why");
      }
    };
    await expect(read()).rejects.toMatchObject({ code: "E_CANCELLED", cause: "why" });
    expect([found, open]).toEqual([[1, 2], 0]);
  });
});
