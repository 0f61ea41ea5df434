import { lastValueFrom, type Observable, reduce, toArray } from "rxjs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Batch, giveBack, withDemand } from "../../core/index.ts";
import { plainRows } from "../plain-rows.ts";
import { parquet } from "./index.ts";
import { removeSamples, sampleFile } from "./sample-file.ts";

afterAll(removeSamples);

let path = "";
beforeAll(async () => {
  path = await sampleFile(`
    select i, case when i % 7 = 0 then null else i / 2 end as x, range((i * 5) % 11) as l,
      case when i % 5 = 0 then null else 'word ' || (i % 17) || repeat('!', (i % 3) * 9) end as w
    from range(50000) as r(i)`);
});

type Rows = readonly unknown[];

/** The events that a subscriber sees which gives each batch back `late` batches later. */
const lentRows = async (events: Observable<Batch>, late: number): Promise<readonly [Rows, readonly Batch[]]> => {
  const batches: Batch[] = [];
  const read = reduce((rows: Rows, batch: Batch) => {
    batches.push(batch);
    const done = batches.at(-1 - late);
    const seen = [...rows, ...plainRows(batch.columns, batch.size)];
    if (done) giveBack(done.columns);
    return seen;
  }, []);
  const rows = await withDemand({ names: undefined, givesBack: true }, () => lastValueFrom(events.pipe(read)));
  return [rows, batches];
};

const isEmpty = ({ columns }: Batch): boolean => {
  const x = columns.fields.get("x");
  return x?.kind === "leaf" && x.values.length === 0;
};

const given = async (events: Observable<Batch>): Promise<Rows> =>
  (await lastValueFrom(events.pipe(toArray()))).flatMap(({ columns, size }) => plainRows(columns, size));

describe("a subscriber that gives batches back", () => {
  it.each([
    [8192, 0],
    [8192, 2],
    [1000, 0],
    [1000, 5],
    [5000, 1],
  ])("sees the same events, in batches of %i and with %i of them in hand", async (batchSize, late) => {
    const events = parquet(path, { batchSize });
    const [rows, batches] = await lentRows(events, late);
    expect(rows).toEqual(await given(events));
    expect(batches.filter(isEmpty).length).toBeGreaterThan(batches.length / 3);
  });

  it("gets no batch empty that it still has", async () => {
    const [, batches] = await lentRows(parquet(path, { batchSize: 8192 }), 3);
    expect(batches.slice(-3).some(isEmpty)).toBe(false);
  });

  it("is given what is kept", async () => {
    const events = parquet(path, { batchSize: 8192, keep: true });
    const [rows, batches] = await lentRows(events, 0);
    expect(batches.some(isEmpty)).toBe(false);
    expect((await lentRows(events, 0))[0]).toEqual(rows);
  });
});
