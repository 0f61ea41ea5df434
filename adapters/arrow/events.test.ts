import { firstValueFrom, lastValueFrom, map, type Observable, take, toArray } from "rxjs";
import { describe, expect, it } from "vitest";
import { type Batch, columnOf, type RecordColumn, withDemand } from "../../core/index.ts";
import { plainRows } from "../plain-rows.ts";
import { type ArrowSource, arrow, tableOf, toIpc } from "./index.ts";

const recordOf = (events: readonly unknown[]): RecordColumn => {
  const column = columnOf(events);
  return column.kind === "record" ? column : { kind: "record", fields: new Map() };
};
const flat = recordOf([
  { nMuon: 2, Muon_pt: [30, 20], Muon_eta: [0.5, -1], MET_pt: 10, MET_phi: 1 },
  { nMuon: 0, Muon_pt: [], Muon_eta: [], MET_pt: 12, MET_phi: 2 },
  { nMuon: 1, Muon_pt: [25], Muon_eta: [2], MET_pt: 14, MET_phi: 3 },
]);

const rowsOf = <E>(events: Observable<Batch<E>>, names?: readonly string[]): Promise<readonly unknown[]> =>
  withDemand({ names: names && new Set(names) }, () =>
    lastValueFrom(
      events.pipe(
        map((batch) => plainRows(batch.columns, batch.size)),
        toArray(),
        map((batches) => batches.flat()),
      ),
    ),
  );
const sizes = (from: ArrowSource, batchSize: number): Promise<readonly (readonly number[])[]> =>
  lastValueFrom(
    arrow(from, { batchSize }).pipe(
      map(({ first, size }) => [first, size]),
      toArray(),
    ),
  );

describe("events from Arrow", () => {
  const table = tableOf(flat);
  const sources: Readonly<Record<string, ArrowSource>> = {
    "a table": table,
    "a record batch": table.batches[0] ?? table,
    "an array of record batches": table.batches,
    "bytes of a stream": toIpc(flat, { format: "stream" }),
    "bytes of a file": toIpc(flat, { format: "file" }),
    "an array of chunks": [
      toIpc(flat, { format: "file" }).subarray(0, 99),
      toIpc(flat, { format: "file" }).subarray(99),
    ],
    "a function": () => table.batches,
  };

  it.each(Object.keys(sources))("are the same from %s, as often as one subscribes", async (name) => {
    const events = arrow(sources[name] ?? table);
    expect(await rowsOf(events)).toEqual(plainRows(flat, 3));
    expect(await rowsOf(events)).toEqual(plainRows(flat, 3));
    expect((await firstValueFrom(events)).source.replayable).toBe(true);
  });

  it("come once from chunks that come once, and say so", async () => {
    async function* once(): AsyncGenerator<Uint8Array> {
      yield toIpc(flat, { format: "stream" });
    }
    const events = arrow(once());
    expect((await firstValueFrom(events)).source.replayable).toBe(false);
    await expect(firstValueFrom(events)).rejects.toThrow("E_REPLAY");
  });

  it("contain only the columns that are asked for", async () => {
    expect(await rowsOf(arrow(table), ["MET_pt"])).toEqual([{ MET_pt: 10 }, { MET_pt: 12 }, { MET_pt: 14 }]);
    expect(await rowsOf(arrow(table), [])).toEqual([{}, {}, {}]);
  });

  it("are cut into batches of at most the size asked for", async () => {
    expect(await sizes(table, 2)).toEqual([
      [0, 2],
      [2, 1],
    ]);
  });

  it("are split into folds", async () => {
    const fold = (index: number) => rowsOf(arrow(table, { fold: { of: 2, index }, batchSize: 2 }), ["MET_phi"]);
    expect([await fold(0), await fold(1)]).toEqual([[{ MET_phi: 1 }, { MET_phi: 3 }], [{ MET_phi: 2 }]]);
  });

  it("have records of columns that belong together", async () => {
    const events = arrow(table, { records: { muon: "Muon_*", met: { pt: "MET_pt" }, phi: "MET_phi" } });
    expect((await rowsOf(events))[0]).toEqual({
      muon: [
        { pt: 30, eta: 0.5 },
        { pt: 20, eta: -1 },
      ],
      met: { pt: 10 },
      phi: 1,
      nMuon: 2,
    });
    expect(await rowsOf(events, ["muon", "eta"])).toEqual([
      { muon: [{ eta: 0.5 }, { eta: -1 }] },
      { muon: [] },
      { muon: [{ eta: 2 }] },
    ]);
    expect(await rowsOf(events, ["muon"])).toEqual([
      { muon: [{ pt: 30 }, { pt: 20 }] },
      { muon: [] },
      { muon: [{ pt: 25 }] },
    ]);
  });

  it.each<[string, Parameters<typeof arrow>[1], RegExp]>([
    ["a name that is not there", { records: { m: { pt: "Mu_pt" } } }, /E_COLUMN.*Mu_pt[\s\S]*Muon_pt/],
    ["a pattern that fits nothing", { records: { m: "Jet_*" } }, /E_COLUMN/],
    ["lists and numbers in one record", { records: { m: { a: "Muon_pt", b: "MET_pt" } } }, /E_SHAPE/],
    ["two members of one name", { records: { nMuon: "Muon_*" } }, /E_COLUMN.*ambiguous/],
  ])("refuse %s", async (_name, options, error) => {
    await expect(rowsOf(arrow(table, options))).rejects.toThrow(error);
  });

  it("refuse lists of different lengths in one record", async () => {
    const odd = tableOf(recordOf([{ a_x: [1], a_y: [1, 2] }]));
    await expect(rowsOf(arrow(odd, { records: { a: "a_*" } }))).rejects.toThrow(/E_SHAPE.*a_x.*a_y/);
  });

  it("refuse batches of different columns", async () => {
    const other = tableOf(recordOf([{ MET_pt: true }]));
    await expect(rowsOf(arrow([...table.batches, ...other.batches]), ["MET_pt"])).rejects.toThrow("E_SCHEMA");
  });

  it.each([{ batchSize: 0 }, { fold: { of: 2, index: 2 } }])("refuse the options %o", (options) => {
    expect(() => arrow(table, options)).toThrow("E_LIMIT");
  });

  it.each([null, 5, {}, undefined])("refuse %o as a source", (from) => {
    expect(() => arrow(from as unknown as ArrowSource)).toThrow("E_TYPE");
  });

  it("leave their source as soon as nobody listens, and take no batch before it is asked for", async () => {
    let taken = 0;
    let closed = false;
    async function* endless() {
      try {
        for (;;) {
          taken++;
          for (const batch of table.batches) yield batch;
        }
      } finally {
        closed = true;
      }
    }
    await lastValueFrom(arrow(endless).pipe(take(3)));
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect([closed, taken <= 4]).toEqual([true, true]);
  });

  it("wrap what a source throws", async () => {
    async function* broken(): AsyncGenerator<Uint8Array> {
      throw new RangeError("the line is dead");
      // biome-ignore lint/correctness/noUnreachable: makes this a generator of bytes
      yield new Uint8Array();
    }
    await expect(rowsOf(arrow(broken))).rejects.toThrow(/E_UPSTREAM[\s\S]*dead/);
  });
});
