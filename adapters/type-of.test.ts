import { lastValueFrom, map, of, throwError } from "rxjs";
import { describe, expect, it } from "vitest";
import { batchOf, columnOf, fail, type RecordColumn, type Source, withStages } from "../core/index.ts";
import { eventsFrom } from "./events.ts";
import { rows, typeOf } from "./rows/index.ts";

const columns = columnOf([{ x: 1, l: [1n] }]) as RecordColumn;
const batchFrom = (source: Source) => batchOf(columns, source);

const counted = (replayable: boolean) => {
  const opened = { times: 0, left: 0 };
  const source: Source = { name: "counted", replayable };
  const events = eventsFrom(source, async function* () {
    opened.times++;
    try {
      for (;;) yield batchFrom(source);
    } finally {
      opened.left++;
    }
  });
  return { events, opened };
};

describe("typeOf", () => {
  it("is that of the objects, with what is missing among them", async () => {
    const type = await typeOf(
      rows(
        [
          { x: 1, l: [1n] },
          { x: null, l: [] },
        ] as object[],
        { fold: { of: 2, index: 0 } },
      ),
    );
    expect(String(type)).toBe("1 * {x: ?f64, l: var * i64}");
    await expect(typeOf(rows([{ x: 1 }, { x: "a" }] as object[]))).rejects.toMatchObject({ code: "E_TYPE" });
  });

  it("is that of the first batch where a source does not say it, which is left then", async () => {
    const { events, opened } = counted(true);
    expect(String(await typeOf(events))).toBe("var * {x: f64, l: var * i64}");
    await new Promise((done) => setTimeout(done, 20));
    expect(opened).toEqual({ times: 1, left: 1 });
    expect(String(await typeOf(of(batchFrom({ name: "sync", replayable: true }))))).toBe(
      "var * {x: f64, l: var * i64}",
    );
  });

  it("does not use up a source that can be read once", async () => {
    const { events, opened } = counted(false);
    await expect(typeOf(events)).rejects.toMatchObject({ code: "E_REPLAY" });
    expect(opened.times).toBe(0);
  });

  it("passes through operators that leave events as they are, and refuses those that do not", async () => {
    const events = rows([{ x: 1 }, { x: 2 }]);
    expect(String(await typeOf(events.pipe(map((batch) => batch))))).toBe("2 * {x: f64}");
    const pending = events.pipe(map((batch) => withStages(batch, [{ operator: "filter", flavour: "hard" }])));
    await expect(typeOf(pending as typeof events)).rejects.toMatchObject({
      code: "E_TYPE",
      message: expect.stringMatching(/filter.*pending[\s\S]*try: typeOf/),
    });
    expect((await lastValueFrom(events)).size).toBe(2);
  });

  it("fails as the stream does, also where it ends without events", async () => {
    await expect(typeOf(throwError(() => fail("E_FILE", { what: "broken" })))).rejects.toMatchObject({
      code: "E_FILE",
    });
    await expect(typeOf(of())).rejects.toMatchObject({ code: "E_TYPE" });
  });
});
