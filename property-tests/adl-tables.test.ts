import { DuckDBInstance } from "@duckdb/node-api";
import { lastValueFrom } from "rxjs";
import { expect, test } from "vitest";
import { columnsOf, tableOf } from "../adapters/arrow/index.ts";
import { parquet } from "../adapters/duckdb/index.ts";
import { plainRows } from "../adapters/plain-rows.ts";
import { filter, map, sortBy, toArrow } from "../ops/hard.ts";
import { inCi, sharedData } from "./shared-data.ts";

interface Collision {
  readonly event: bigint;
  readonly MET: { readonly pt: number };
  readonly Muon: readonly { readonly pt: number; readonly charge: number }[];
}

const file = sharedData("data/adl/Run2012B_SingleMu-1000.parquet");
const query = `
  SELECT event, MET_pt AS met, list_transform(list_filter(range(len(Muon_pt)), k -> Muon_charge[k + 1] > 0),
    k -> Muon_pt[k + 1]) AS plus, CAST(len(Muon_pt) AS INTEGER) AS n
  FROM events WHERE len(Muon_pt) >= 2 AND Muon_pt[1] > 20 ORDER BY MET_pt DESC, event LIMIT 25`;

test.skipIf(file === undefined && !inCi)(
  "the hardest of some events are those that DuckDB finds (skipped where the shared data are absent)",
  async () => {
    const connection = await (await DuckDBInstance.create(":memory:")).connect();
    await connection.run(`CREATE VIEW events AS SELECT * FROM read_parquet('${file ?? ""}')`);
    const wanted = (await connection.runAndReadAll(query)).getRowObjectsJS();
    connection.closeSync();
    const table = await lastValueFrom(
      parquet<Collision>(file ?? "", { records: { Muon: "Muon_*", MET: "MET_*" }, batchSize: 300 }).pipe(
        filter((ev) => ev.Muon.length >= 2 && ev.Muon[0].pt > 20),
        sortBy((ev) => ev.MET.pt, {}, { descending: true, most: 25 }),
        map((ev) => ({
          event: ev.event,
          met: ev.MET.pt,
          plus: ev.Muon.filter((m) => m.charge > 0).map((m) => m.pt),
          n: ev.Muon.length,
        })),
        toArrow(tableOf),
      ),
    );
    expect(wanted.length).toBe(25);
    const found = plainRows(columnsOf(table), table.numRows).map((row) => {
      const { weight, ...event } = row as { readonly weight: number };
      expect(weight).toBe(1);
      return event;
    });
    expect(found).toEqual(wanted);
    expect(table.schema.fields.map(({ type }) => String(type))).toEqual([
      "Int64",
      "Float32",
      "List<Float32>",
      "Int32",
      "Float64",
    ]);
  },
);
