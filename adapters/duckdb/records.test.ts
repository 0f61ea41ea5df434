import { lastValueFrom, toArray } from "rxjs";
import { afterAll, describe, expect, it } from "vitest";
import { schemaOf, showSchema, withDemand } from "../../core/index.ts";
import { plainRows } from "../plain-rows.ts";
import { csv, type FileOptions, parquet } from "./index.ts";
import { removeSamples, sampleFile } from "./sample-file.ts";

afterAll(removeSamples);

const read = (path: string, options: FileOptions, names?: readonly string[]) =>
  withDemand({ names: names && new Set(names) }, () => lastValueFrom(parquet(path, options).pipe(toArray())));
const plain = async (path: string, options: FileOptions, names?: readonly string[]) =>
  (await read(path, options, names)).flatMap((batch) => plainRows(batch.columns, batch.size));

const flat = `select [i, i + 1][:i % 3] as Muon_pt, [10 * i, null][:i % 3] as Muon_eta, i / 2.0 as MET_pt, -i as MET_phi,
  i::integer as a, i / 4.0::double as b, 'w' || i as w1, 'w' || i % 2 as w2 from range(5) as r(i)`;

describe("records", () => {
  it("join parallel lists over one set of offsets, and plain columns to a record", async () => {
    const path = await sampleFile(flat);
    const options: FileOptions = { records: { muon: "Muon_*", met: "MET_*" } };
    const rows = await plain(path, options, ["muon", "met", "pt", "eta"]);
    expect(rows).toEqual(
      [0, 1, 2, 3, 4].map((i) => ({
        muon: [
          { pt: BigInt(i), eta: BigInt(10 * i) },
          { pt: BigInt(i + 1), eta: null },
        ].slice(0, i % 3),
        met: { pt: i / 2 },
      })),
    );
    for (const batchSize of [1, 2, 3])
      expect(await plain(path, { ...options, batchSize }, ["muon", "met", "pt", "eta"])).toEqual(rows);
  });

  it("lay flat columns out as a list of fixed length, brought to one type", async () => {
    const path = await sampleFile(flat);
    const pair = [
      { x: "a", w: "w1" },
      { x: "b", w: "w2" },
    ];
    const [batch] = await read(path, { records: { pair } }, ["pair", "x", "w"]);
    expect(batch && showSchema(schemaOf(batch.columns))).toBe("{pair: var * {x: f64, w: string}}");
    expect(batch && plainRows(batch.columns, 3)).toEqual(
      [0, 1, 2].map((i) => ({
        pair: [
          { x: i, w: `w${i}` },
          { x: i / 4, w: `w${i % 2}` },
        ],
      })),
    );
    await expect(read(path, { records: { pair: [{ x: "a" }, { x: "w1" }] } })).rejects.toMatchObject({
      code: "E_TYPE",
    });
    const bare = await plain(path, { records: { pair } }, ["pair"]);
    expect(bare[0]).toEqual({ pair: [{}, {}] });
  });

  it("give a column another name, and leave the others at the top", async () => {
    const path = await sampleFile("select 1 as x, 2 as y, 3 as z");
    expect(await plain(path, { records: { energy: "x", at: { there: "z" } } })).toEqual([
      { energy: 1, at: { there: 3 }, y: 2 },
    ]);
  });

  it("refuse lists of different lengths and say where they differ", async () => {
    const lists = `select case when i = 4321 then [1, 2] else [1] end as Jet_pt, case when i > 4400 then [] else [1] end as Jet_eta,
      i from range(5000) as r(i)`;
    const path = await sampleFile(lists);
    for (const batchSize of [100, 65_536])
      await expect(read(path, { records: { jet: "Jet_*" }, batchSize })).rejects.toThrow(
        /E_SHAPE: "Jet_pt" and "Jet_eta"[\s\S]*event 4321: 2 and 1 items/,
      );
    expect((await read(path, { records: { jet: "Jet_*" } }, ["jet", "pt"])).length).toBe(1);
  });

  it("are missing as a whole where one of the joined lists is", async () => {
    const path = await sampleFile(
      "select case when i = 1 then null else [i] end as J_a, case when i = 1 then [] else [i] end as J_b from range(3) as r(i)",
    );
    expect(await plain(path, { records: { j: "J_*" } })).toEqual([
      { j: [{ a: 0n, b: 0n }] },
      { j: null },
      { j: [{ a: 2n, b: 2n }] },
    ]);
  });

  it("work on CSV files alike", async () => {
    const path = await sampleFile("select i as x1, i + 1 as x2 from range(2) as r(i)", "format csv");
    const batches = await lastValueFrom(csv(path, { records: { x: [{ v: "x1" }, { v: "x2" }] } }).pipe(toArray()));
    expect(batches.flatMap((batch) => plainRows(batch.columns, batch.size))).toEqual([
      { x: [{ v: 0 }, { v: 1 }] },
      { x: [{ v: 1 }, { v: 2 }] },
    ]);
  });
});
