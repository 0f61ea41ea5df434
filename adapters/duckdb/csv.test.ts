import { writeFile } from "node:fs/promises";
import { lastValueFrom, toArray } from "rxjs";
import { afterAll, describe, expect, it } from "vitest";
import { schemaOf, showSchema, withDemand } from "../../core/index.ts";
import { sharedData } from "../../property-tests/shared-data.ts";
import { plainRows } from "../plain-rows.ts";
import { cutLine } from "./csv-dialect.ts";
import { csv, type FileOptions } from "./index.ts";
import { removeSamples, samplePath } from "./sample-file.ts";

afterAll(removeSamples);

const fileOf = async (text: string | Uint8Array): Promise<string> => {
  const path = await samplePath("sample.csv");
  await writeFile(path, text);
  return path;
};
const read = (path: string, options: FileOptions = {}, names?: readonly string[]) =>
  withDemand({ names: names && new Set(names) }, () => lastValueFrom(csv(path, options).pipe(toArray())));
const plain = async (text: string | Uint8Array, names?: readonly string[]) =>
  (await read(await fileOf(text), {}, names)).flatMap((batch) => plainRows(batch.columns, batch.size));

const zmumu = sharedData("data/hep-events/csv/Zmumu_Run2011A.csv");

describe("csv", () => {
  it("finds numbers, truth values and words; an empty field is missing", async () => {
    const text = "n,big,x,ok,word\n1,3000000000,1.5,true,a\n2,1,nan,false,\n,2,,,b\n";
    expect(await plain(text)).toEqual([
      { n: 1, big: 3_000_000_000n, x: 1.5, ok: true, word: "a" },
      { n: 2, big: 1n, x: Number.NaN, ok: false, word: null },
      { n: null, big: 2n, x: null, ok: null, word: "b" },
    ]);
  });

  it("takes the type of a column from all lines, not from the first", async () => {
    const lines = Array.from({ length: 30_000 }, (_, i) => String(i));
    const [batch] = await read(await fileOf(`x\n${lines.join("\n")}\n0.5\n`));
    expect(batch && showSchema(schemaOf(batch.columns))).toBe("{x: f64}");
  });

  it("accepts a byte order mark and both ends of line", async () => {
    expect(await plain("\uFEFFx,y\r\n1,2\r\n3,4\r\n")).toEqual([
      { x: 1, y: 2 },
      { x: 3, y: 4 },
    ]);
  });

  it("keeps names as they are in the file", async () => {
    const text = '__proto__,constructor,pt,PT,"a""b",1; drop table x,é☃,\n1,2,3,4,5,6,7,8\n';
    const [batch] = await read(await fileOf(text));
    expect([...(batch?.columns.fields.keys() ?? [])]).toEqual([
      "__proto__",
      "constructor",
      "pt",
      "PT",
      'a"b',
      "1; drop table x",
      "é☃",
      "",
    ]);
    expect(await plain(text, ["PT", ""])).toEqual([{ PT: 4, "": 8 }]);
    expect(Object.getPrototypeOf({})).toBe(Object.prototype);
  });

  it("refuses a name that occurs twice, if it is asked for", async () => {
    const text = "a,a,b\n1,2,3\n";
    await expect(plain(text)).rejects.toMatchObject({ code: "E_COLUMN" });
    await expect(plain(text, ["a"])).rejects.toMatchObject({ code: "E_COLUMN" });
    expect(await plain(text, ["b"])).toEqual([{ b: 3 }]);
  });

  it("reads a number that is too large as infinite", async () => {
    expect(await plain("x\n1e999\n2\n")).toEqual([{ x: Number.POSITIVE_INFINITY }, { x: 2 }]);
  });

  it.each([
    ["a quote that does not end", 'x,y\n1,2\n3,"4\n', /Line: 3/],
    ["a line that is too short", "x,y\n1,2\n3\n5,6\n", /Line: 3/],
    ["a line that is too long", "x,y\n1,2\n3,4\n5,6,7\n", /Line: 4/],
    ["lines before the names", "# comment\nx,y\n1,2\n", /Line: 2/],
  ])("fails on %s and names the line", async (_, text, line) => {
    await expect(plain(text)).rejects.toMatchObject({ code: "E_FILE", message: expect.stringMatching(line) });
  });

  it("cuts at the delimiter that the line of names is cut by", async () => {
    expect(await plain('x;"a;b"\n1,5;2\n')).toEqual([{ x: "1,5", "a;b": 2 }]);
    expect(await plain("x\ty\n1\t2\n")).toEqual([{ x: 1, y: 2 }]);
    expect(await plain("x|y\n1|2\n")).toEqual([{ x: 1, y: 2 }]);
    expect(cutLine('a,"b,""c""",', ",")).toEqual(["a", 'b,"c"', ""]);
  });

  it("has no events where there is only the line of names", async () => {
    expect(await plain("x,y\n")).toEqual([]);
  });

  it.skipIf(zmumu === undefined)("reads the CMS di-muons: 10583 events with the sums of two flat muons", async () => {
    const muon = (k: number) => ({ pt: `pt${k}`, eta: `eta${k}`, phi: `phi${k}`, charge: `Q${k}` });
    const batches = await read(zmumu ?? "", { records: { muon: [muon(1), muon(2)] }, batchSize: 4096 });
    expect(batches.reduce((sum, batch) => sum + batch.size, 0)).toBe(10_583);
    expect(batches[0] && showSchema(schemaOf(batches[0].columns))).toBe(
      "{muon: var * {pt: f64, eta: f64, phi: f64, charge: i32}, Run: i32, Event: i32, dxy1: f64, iso1: f64, dxy2: f64, iso2: f64}",
    );
    const [first] = plainRows(batches[0]?.columns ?? { kind: "record", fields: new Map() }, 1);
    expect(first).toMatchObject({
      Run: 165_617,
      muon: [
        { pt: 54.7055, charge: 1 },
        { pt: 34.2464, charge: -1 },
      ],
    });
  });
});
