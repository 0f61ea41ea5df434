import { writeFile } from "node:fs/promises";
import { lastValueFrom, type Observable, toArray } from "rxjs";
import { afterAll, beforeAll, describe, expect, expectTypeOf, it } from "vitest";
import {
  boolean,
  f32,
  f64,
  i32,
  i64,
  list,
  optional,
  record,
  string,
  type TypedSchema,
  withDemand,
} from "../../core/index.ts";
import { csv, type Events, parquet, typeOf } from "./index.ts";
import { removeSamples, sampleFile, samplePath } from "./sample-file.ts";

afterAll(removeSamples);

const query = `select i::double as met, [{'pt': i::float, 'charge': 1::integer, 'n': null::integer}] as muon, i::bigint as run,
  i % 2 = 0 as good, 'w' || i as word, case when i = 3 then null else i::double end as gap, 'x'::blob as raw,
  [i::float, 1] as Jet_pt, [2::float, 3] as Jet_eta, i::float as MET_pt from range(5) as r(i)`;

let path = "";
beforeAll(async () => {
  path = await sampleFile(query);
});

const muon = list(record({ pt: f32, charge: i32 }));

const sizes = async (events: Observable<{ readonly size: number }>, names: readonly string[] = ["met"]) =>
  (await withDemand({ names: new Set(names) }, () => lastValueFrom(events.pipe(toArray())))).map(({ size }) => size);

describe("parquet with a schema", () => {
  it("has events of the type that the schema says", () => {
    const events = parquet("any.parquet", record({ met: optional(f64), muon, run: i64, good: boolean, word: string }));
    expectTypeOf(events).toEqualTypeOf<
      Events<{
        readonly met: number;
        readonly muon: readonly { readonly pt: number; readonly charge: number }[];
        readonly run: bigint;
        readonly good: boolean;
        readonly word: string;
      }>
    >();
    expectTypeOf(parquet<{ x: number }>("any.parquet", { keep: true })).toEqualTypeOf<Events<{ x: number }>>();
    expectTypeOf(csv("any.csv", record({ x: f64 }), { batchSize: 7 })).toEqualTypeOf<Events<{ readonly x: number }>>();
    // @ts-expect-error the schema has another type than the one that is given
    expect(() => parquet<{ readonly met: string }>("any.parquet", record({ met: f64 }))).not.toThrow();
  });

  it("reads a file that has what it says, and more", async () => {
    expect(await sizes(parquet(path, record({ met: f64, muon, run: i64, good: boolean, word: string })))).toEqual([5]);
    expect(await sizes(parquet(path, record({ met: f64 }), { batchSize: 2048, fold: { of: 2, index: 1 } }))).toEqual([
      2,
    ]);
    expect(await sizes(parquet(path, record({}), { keep: true }))).toEqual([5]);
  });

  it("describes events after columns were joined to records", async () => {
    const jet = list(record({ pt: f32, eta: f32 }));
    const options = { records: { jet: "Jet_*", met: { pt: "MET_pt" } } };
    await expect(sizes(parquet(path, record({ jet }), options))).rejects.toMatchObject({ code: "E_COLUMN" });
    const renamed = { records: { jet: "Jet_*", missing: { pt: "MET_pt" } } };
    expect(await sizes(parquet(path, record({ jet, missing: record({ pt: f32 }) }), renamed))).toEqual([5]);
  });

  const misfits: readonly (readonly [string, TypedSchema<unknown>, object])[] = [
    [
      "a column that is not there",
      record({ met: f64, metal: f64 }),
      {
        code: "E_COLUMN",
        message: expect.stringMatching(
          /there is no column metal\n[\s\S]*schema: \{met: f64, metal: f64\}\n *source: \{met: f64\}\n *try: one of met$/,
        ),
      },
    ],
    [
      "a member of records in lists that is not there",
      record({ muon: list(record({ eta: f32 })) }),
      { code: "E_COLUMN", message: expect.stringContaining("there is no column muon[].eta") },
    ],
    [
      "another type",
      record({ muon: list(record({ pt: f64, charge: i32 })) }),
      {
        code: "E_SCHEMA",
        message: expect.stringMatching(
          /muon\[\]\.pt is f32 in the source and f64 in the schema\n[\s\S]*schema: \{muon: var \* \{pt: f64, charge: i32\}\}\n *source: \{muon: var \* \{pt: f32, charge: i32\}\}/,
        ),
      },
    ],
    [
      "a list for a number",
      record({ met: list(f64) }),
      { code: "E_SCHEMA", message: expect.stringContaining("met is f64 in the source and var * f64 in the schema") },
    ],
    ["numbers for bigints", record({ run: f64 }), { code: "E_SCHEMA", message: expect.stringContaining("run is i64") }],
    ["a number for events", f64, { code: "E_SCHEMA", message: expect.stringContaining("an event is {") }],
    [
      "a column that cannot be read",
      record({ raw: string }),
      { code: "E_TYPE", message: expect.stringContaining("columns of type BLOB cannot be read") },
    ],
  ];
  it.each(misfits)("refuses %s, whatever is asked for", async (_what, schema, error) => {
    await expect(sizes(parquet(path, schema), [])).rejects.toMatchObject(error);
  });

  it("refuses what is missing where the schema does not say optional", async () => {
    await expect(sizes(parquet(path, record({ gap: f64 })), ["gap"])).rejects.toMatchObject({
      code: "E_SCHEMA",
      message: expect.stringMatching(/gap is missing in events that begin at number 0[\s\S]*try: optional\(/),
    });
    expect(await sizes(parquet(path, record({ gap: optional(f64) })), ["gap"])).toEqual([5]);
    const inLists = (n: TypedSchema<number>) => parquet(path, record({ muon: list(record({ n })) }));
    await expect(sizes(inLists(i32), ["muon", "n"])).rejects.toMatchObject({
      message: expect.stringContaining("muon[].n is missing"),
    });
    expect(await sizes(inLists(optional(i32)), ["muon", "n"])).toEqual([5]);
    await expect(sizes(parquet(path, record({ gap: f64 }), { keep: true }), ["gap"])).rejects.toMatchObject({
      code: "E_SCHEMA",
    });
  });

  it("checks CSV files too", async () => {
    const file = await samplePath("sample.csv");
    await writeFile(file, "x,n\n1.5,3\n2,4\n");
    expect(await sizes(csv(file, record({ x: f64, n: i32 })), ["x", "n"])).toEqual([2]);
    await expect(sizes(csv(file, record({ x: f64, n: f64 })), ["x"])).rejects.toMatchObject({ code: "E_SCHEMA" });
  });
});

describe("the type of events", () => {
  it("is read from the file, with their number and what cannot be read", async () => {
    const type = await typeOf(parquet(path));
    expect(String(type)).toBe(
      "5 * {met: f64, muon: var * {pt: f32, charge: i32, n: i32}, run: i64, good: bool, word: string, gap: f64, " +
        "Jet_pt: var * f32, Jet_eta: var * f32, MET_pt: f32}\n" +
        "and raw, which cannot be read: columns of type BLOB cannot be read",
    );
    expect(type.size).toBe(5);
  });

  it("counts the events of a fold, and of several files", async () => {
    for (const index of [0, 1, 2])
      expect((await typeOf(parquet([path, path], { fold: { of: 3, index } }))).size).toBe(index < 1 ? 4 : 3);
  });

  it("is that of the records that are asked for", async () => {
    const type = await typeOf(parquet(path, { records: { jet: "Jet_*", met: { pt: "MET_pt" } } }));
    expect(String(type)).toMatch(/^5 \* \{jet: var \* \{pt: f32, eta: f32\}, muon: /);
    expect(type.unreadable.map(({ name, reason }) => `${name}: ${reason}`)).toEqual([
      "met: two columns have this name",
      "raw: columns of type BLOB cannot be read",
    ]);
  });

  it("has no number for CSV, and what a file is refused for", async () => {
    const file = await samplePath("sample.csv");
    await writeFile(file, "x,a b\n1.5,word\n");
    expect(String(await typeOf(csv(file)))).toBe('var * {x: f64, "a b": string}');
    await expect(typeOf(parquet("nowhere.parquet"))).rejects.toMatchObject({ code: "E_FILE" });
    await expect(typeOf(parquet(path, { records: { el: "Electron_*" } }))).rejects.toMatchObject({ code: "E_COLUMN" });
  });
});
