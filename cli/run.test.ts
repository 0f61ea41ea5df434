import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { toIpc } from "../adapters/arrow/index.ts";
import { writeParquet } from "../adapters/duckdb/index.ts";
import { type Column, columnOf, type RecordColumn } from "../core/index.ts";
import { sharedData } from "../property-tests/shared-data.ts";
import { run } from "./run.ts";

let folder = "";
const at = (name: string): string => join(folder, name);

interface Said {
  readonly code: number;
  readonly out: string;
  readonly error: string;
}

const jagrad = async (...argv: readonly string[]): Promise<Said> => {
  const said = { out: "", error: "" };
  const code = await run(argv, {
    out: (text) => {
      said.out += text;
    },
    error: (text) => {
      said.error += text;
    },
  });
  return { code, ...said };
};

const recordOf = (fields: Readonly<Record<string, Column>>): RecordColumn => ({
  kind: "record",
  fields: new Map(Object.entries(fields)),
});

const events = recordOf({
  met: columnOf([1.5, null, 2]),
  run: columnOf([1n, 2n, 3n]),
  good: columnOf([true, false, true]),
  word: columnOf(["a", "b", "a"]),
  muon: columnOf([[{ pt: 1, hits: [1n] }], [], [{ pt: 2, hits: [] }]]),
  "a b": columnOf([1, 2, 3]),
});

const flat = recordOf({
  nMuon: columnOf([1n, 0n]),
  Muon_pt: columnOf([[1], []]),
  Muon_eta: columnOf([[2], []]),
  MET_pt: columnOf([3, 4]),
  MET_phi: columnOf([5, 6]),
  Jet_pt: columnOf([[1], []]),
  Jet_eta: columnOf([[1], []]),
  Jet_n: columnOf([1, 2]),
  pv: columnOf([1, 2]),
  PV_x: columnOf([1, 2]),
  PV_y: columnOf([1, 2]),
  Lone_pt: columnOf([[1], []]),
});

const members = `
  met: number;
  run: bigint;
  good: boolean;
  word: string;
  muon: { pt: number; hits: bigint[] }[];
  "a b": number;
}`;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "jagrad-cli-"));
  await writeParquet(at("events.parquet"), events);
  await writeParquet(at("flat.parquet"), flat);
  await writeFile(at("events.arrow"), toIpc(events, { format: "file" }));
  await writeFile(at("stream.arrow"), toIpc(events, { format: "stream" }));
  await writeFile(at("events.csv"), "met,n,__proto__\n1.5,1,x\n,2,y\n");
  await writeFile(at("binary.csv"), Uint8Array.of(1, 0, 2, 3));
  await writeFile(at("cut.parquet"), "PAR1 and no more");
  await writeFile(at("empty.csv"), "");
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe("jagrad types", () => {
  it("prints the interface of a Parquet file, with the number of its events", async () => {
    expect(await jagrad("types", at("events.parquet"))).toEqual({
      code: 0,
      out: `// events.parquet: 3 events\ninterface Event {${members}`,
      error: "",
    });
  });

  it.each(["events.arrow", "stream.arrow"])("prints that of %s, told by its first bytes", async (name) => {
    expect((await jagrad("types", at(name), "--name", "Collision")).out).toBe(
      `// ${name}\ninterface Collision {${members}`,
    );
  });

  it("prints that of a CSV file, whatever its columns are called", async () => {
    expect((await jagrad("types", at("events.csv"))).out).toBe(
      "// events.csv\ninterface Event {\n  met: number;\n  n: number;\n  __proto__: string;\n}",
    );
    expect((await jagrad("types", "--schema", at("events.csv"))).out).toContain('\n  ["__proto__"]: string,\n');
  });

  it("proposes records for flat columns, and prints the interface that results", async () => {
    expect((await jagrad("types", at("flat.parquet"))).out).toContain("  Muon_pt: number[];\n  Muon_eta: number[];\n");
    expect((await jagrad("types", "--records", at("flat.parquet"))).out).toBe(
      `// flat.parquet: 2 events
const records = {
  muon: "Muon_*",
  met: "MET_*",
  jet: { pt: "Jet_pt", eta: "Jet_eta" },
  PV: "PV_*",
};

interface Event {
  muon: { pt: number; eta: number }[];
  met: { pt: number; phi: number };
  jet: { pt: number; eta: number }[];
  PV: { x: number; y: number };
  nMuon: bigint;
  Jet_n: number;
  pv: number;
  Lone_pt: number[];
}`,
    );
    expect((await jagrad("types", "--records", at("events.csv"))).out).toContain("// no two columns share");
  });

  it("prints a schema value", async () => {
    expect((await jagrad("types", "--schema", at("events.parquet"))).out).toBe(
      `// events.parquet: 3 events
import { boolean, f64, i64, list, record, string } from "jagrad/core";

const eventSchema = record({
  met: f64,
  run: i64,
  good: boolean,
  word: string,
  muon: list(record({ pt: f64, hits: list(i64) })),
  "a b": f64,
});`,
    );
  });

  it("prints data", async () => {
    const { out } = await jagrad("types", "--json", "--records", at("flat.parquet"));
    expect(JSON.parse(out)).toEqual({
      file: at("flat.parquet"),
      format: "parquet",
      size: 2,
      records: { muon: "Muon_*", met: "MET_*", jet: { pt: "Jet_pt", eta: "Jet_eta" }, PV: "PV_*" },
      members: expect.arrayContaining([
        { name: "muon", type: "{ pt: number; eta: number }[]", schema: "var * {pt: f64, eta: f64}" },
        { name: "nMuon", type: "bigint", schema: "i64" },
      ]),
      unreadable: [],
    });
    expect(JSON.parse((await jagrad("types", "--json", at("events.csv"))).out)).toMatchObject({
      size: null,
      records: null,
    });
  });

  it.each([[[]], [["--nope"]], [["a", "b"]], [["a", "--name", "a b"]], [["a", "--name"]]])(
    "refuses the arguments %j with its usage and exit code 2",
    async (argv) => {
      const { code, out, error } = await jagrad("types", ...argv);
      expect([code, out]).toEqual([2, ""]);
      expect(error).toMatch(/^E_PARAMETER: .+\njagrad types FILE/);
    },
  );

  it.each([
    ["nowhere.parquet", /there is no such file/],
    ["", /this is a directory/],
    ["empty.csv", /the file is empty/],
    ["binary.csv", /neither Parquet nor Arrow/],
    ["cut.parquet", /E_FILE/],
  ])("refuses the file %j with what and cure on the error stream, and exit code 1", async (name, reason) => {
    const { code, out, error } = await jagrad("types", at(name));
    expect([code, out]).toEqual([1, ""]);
    expect(error).toMatch(reason);
    expect(error).toMatch(/^E_FILE: [\s\S]*try: check/);
    expect(error).not.toMatch(/\n {4}at /);
  });

  const root = sharedData("data/adl");
  it.skipIf(root === undefined)("reads the flat columns of NanoAOD, and joins them", async () => {
    const path = join(root ?? "", "Run2012B_SingleMu-1000.parquet");
    const { records, members: joined } = JSON.parse((await jagrad("types", "--json", "--records", path)).out);
    expect(records).toMatchObject({ muon: "Muon_*", met: "MET_*", jet: "Jet_*", hlt: "HLT_*" });
    expect(joined).toContainEqual({
      name: "jet",
      type: "{ pt: number; eta: number; phi: number; mass: number; puId: boolean; btag: number }[]",
      schema: "var * {pt: f32, eta: f32, phi: f32, mass: f32, puId: bool, btag: f32}",
    });
  });
});

describe("jagrad", () => {
  it("says what it can do when asked, and also when it cannot do what it was asked", async () => {
    for (const argv of [["--help"], ["-h"]]) expect(await jagrad(...argv)).toMatchObject({ code: 0, error: "" });
    expect((await jagrad("types", "--help")).out).toContain("--records");
    for (const argv of [[], ["typo"]]) {
      const { code, out, error } = await jagrad(...argv);
      expect([code, out]).toEqual([2, ""]);
      expect(error).toContain("jagrad types FILE");
    }
  });
});
