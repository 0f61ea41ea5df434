import { readdirSync } from "node:fs";
import { join } from "node:path";
import { lastValueFrom, type Observable, toArray } from "rxjs";
import { describe, expect, expectTypeOf, it } from "vitest";
import {
  columnOf,
  f32,
  f64,
  list,
  optional,
  type RecordColumn,
  record,
  type Schema,
  showSchema,
  string,
  withDemand,
} from "../../core/index.ts";
import { sharedData } from "../../property-tests/shared-data.ts";
import { type ArrowSource, arrow, type Events, tableOf, toIpc, typeOf } from "./index.ts";

const columnsFrom = (events: readonly unknown[]): RecordColumn => {
  const column = columnOf(events);
  return column.kind === "record" ? column : { kind: "record", fields: new Map() };
};
const events = columnsFrom([
  { met: 1, gap: 2, muon: [{ pt: 30 }], word: "a", Jet_pt: [1, 2], Jet_eta: [3, 4] },
  { met: 2, gap: null, muon: [], word: "b", Jet_pt: [], Jet_eta: [] },
  { met: 3, gap: 4, muon: [{ pt: 20 }], word: "a", Jet_pt: [5], Jet_eta: [6] },
]);
const table = tableOf(events);
const file = toIpc(events, { format: "file" });
async function* once(): AsyncGenerator<Uint8Array> {
  yield file;
}
const sources: Readonly<Record<string, () => ArrowSource>> = {
  "a table": () => table,
  "a record batch": () => table.batches[0] ?? table,
  "bytes of a file": () => file,
  "bytes of a stream": () => toIpc(events, { format: "stream" }),
  "an array of record batches": () => table.batches,
  "a function": () => () => table.batches,
  "chunks that come once": () => once(),
};

const text = "{met: f64, gap: f64, muon: var * {pt: f64}, word: string, Jet_pt: var * f64, Jet_eta: var * f64}";
const sizes = async (stream: Observable<{ readonly size: number }>, names: readonly string[]) =>
  (await withDemand({ names: new Set(names) }, () => lastValueFrom(stream.pipe(toArray())))).map(({ size }) => size);

describe("arrow with a schema", () => {
  const schema = record({ met: f64, muon: list(record({ pt: f64 })), word: string });

  it("has events of the type that the schema says", () => {
    expectTypeOf(arrow(table, schema)).toEqualTypeOf<
      Events<{
        readonly met: number;
        readonly muon: readonly { readonly pt: number }[];
        readonly word: string;
      }>
    >();
    expectTypeOf(arrow<{ x: number }>(table, { batchSize: 3 })).toEqualTypeOf<Events<{ x: number }>>();
  });

  it.each(Object.entries(sources))("reads and refuses %s", async (_name, open) => {
    expect(await sizes(arrow(open(), schema), ["met"])).toEqual([3]);
    await expect(sizes(arrow(open(), record({ metal: f64 })), [])).rejects.toMatchObject({
      code: "E_COLUMN",
      message: expect.stringContaining("there is no column metal"),
    });
    await expect(sizes(arrow(open(), record({ muon: list(record({ pt: f32 })) })), [])).rejects.toMatchObject({
      code: "E_SCHEMA",
      message: expect.stringContaining("muon[].pt is f64 in the source and f32 in the schema"),
    });
    await expect(sizes(arrow(open(), record({ gap: f64 })), ["gap"])).rejects.toMatchObject({
      code: "E_SCHEMA",
      message: expect.stringContaining("gap is missing"),
    });
    expect(await sizes(arrow(open(), record({ gap: optional(f64) })), ["gap"])).toEqual([3]);
  });

  it("checks a file without events", async () => {
    const empty = toIpc(columnsFrom([{ x: 1 }]), { format: "stream" });
    const schemaOnly = empty.subarray(0, 8 + new DataView(empty.buffer, empty.byteOffset).getInt32(4, true));
    await expect(sizes(arrow(schemaOnly, record({ y: f64 })), [])).rejects.toMatchObject({ code: "E_COLUMN" });
    expect(await sizes(arrow(schemaOnly, record({ x: f64 })), [])).toEqual([]);
    expect(String(await typeOf(arrow(schemaOnly)))).toBe("var * {x: f64}");
  });

  it("describes events after columns were joined to records", async () => {
    const options = { records: { jet: "Jet_*" } };
    const jet = list(record({ pt: f64, eta: f64 }));
    expect(await sizes(arrow(table, record({ jet }), options), ["jet"])).toEqual([3]);
    expect(String(await typeOf(arrow(table, options)))).toMatch(
      /^3 \* \{jet: var \* \{pt: f64, eta: f64\}, met: f64, /,
    );
  });
});

describe("the type of events from Arrow", () => {
  it.each(Object.entries(sources))("is known of %s, or refused", async (name, open) => {
    const type = typeOf(arrow(open()));
    if (name === "chunks that come once") await expect(type).rejects.toMatchObject({ code: "E_REPLAY" });
    else if (name.startsWith("bytes")) expect(String(await type)).toBe(`var * ${text}`);
    else if (name === "a table" || name === "a record batch") expect(String(await type)).toBe(`3 * ${text}`);
    else expect(String(await type)).toBe(`var * ${text.replace("gap: f64", "gap: ?f64")}`);
  });

  it("counts the events of a fold", async () => {
    expect((await typeOf(arrow(table, { fold: { of: 2, index: 1 } }))).size).toBe(1);
  });
});

const root = sharedData("data/arrow-ipc/gold");
const files = (root === undefined ? [] : readdirSync(root, { recursive: true, encoding: "utf8" }))
  .filter((path) => /\.(stream|arrow_file)$/.test(path))
  .filter((path) => !path.includes("compression"))
  .sort();

const namesIn = (schema: Schema): readonly string[] => {
  if (schema.kind === "leaf") return [];
  if (schema.kind === "list") return namesIn(schema.item);
  return [...schema.fields].flatMap(([name, field]) => [name, ...namesIn(field)]);
};
const withoutOptions = (schema: Schema): string => showSchema(schema).replaceAll("?", "");

describe("gold files of Arrow", () => {
  it.skipIf(root === undefined)("declare the types that their events have", async () => {
    let compared = 0;
    for (const file of files) {
      const events = arrow(join(root ?? "", file));
      const type = await typeOf(events);
      const names = new Set(namesIn(type.schema));
      if (type.unreadable.some(({ name }) => names.has(name))) continue;
      const [batch] = await withDemand({ names }, () => lastValueFrom(events.pipe(toArray())));
      if (!batch) continue;
      expect(withoutOptions(type.schema), file).toBe(withoutOptions(batch.type.schema));
      compared += names.size;
    }
    console.log(`${compared} names in ${files.length} gold files have the types that are declared`);
    expect(compared).toBeGreaterThan(200);
  });
});
