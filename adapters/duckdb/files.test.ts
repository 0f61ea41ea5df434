import { execFileSync } from "node:child_process";
import { appendFile, copyFile, mkdir, readFile, symlink, truncate, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { lastValueFrom, tap, toArray } from "rxjs";
import { afterAll, describe, expect, it } from "vitest";
import { withDemand } from "../../core/index.ts";
import { plainRows } from "../plain-rows.ts";
import { csv, parquet } from "./index.ts";
import { removeSamples, sampleFile, samplePath } from "./sample-file.ts";

afterAll(removeSamples);

const read = (path: string | readonly string[]) => lastValueFrom(parquet(path).pipe(toArray()));
const refused = (path: string | readonly string[], what: RegExp) =>
  expect(read(path)).rejects.toMatchObject({ code: "E_FILE", message: expect.stringMatching(what) });

describe("names of files", () => {
  it("that mean no regular file are refused, with the name and the reason", async () => {
    const path = await samplePath("x.parquet");
    await refused(path, /no such file[\s\S]*x\.parquet/);
    await refused(dirname(path), /directory/);
    await writeFile(path, "");
    await refused(path, /empty/);
    await refused(join(path, "below"), /no such file/);
    await refused("", /not the name/);
    await refused(`${path}\0`, /not the name/);
    await refused("x".repeat(5000), /too long/);
    await refused("/dev/zero", /not a regular file/);
    await refused("s3://bucket/key.parquet", /no such file/);
    await refused("file:///etc/hostname", /no such file/);
    const [a, b] = [`${path}.a`, `${path}.b`];
    await Promise.all([symlink(a, b), symlink(b, a)]);
    await refused(a, /loop/);
    execFileSync("mkfifo", [`${path}.fifo`]);
    await refused(`${path}.fifo`, /not a regular file/);
    expect(() => parquet([])).toThrow("E_FILE");
    await expect(lastValueFrom(csv(path))).rejects.toMatchObject({ code: "E_FILE" });
  });

  it("mean themselves, whatever characters they have", async () => {
    const sample = await sampleFile("select 7 as x");
    const folder = join(dirname(sample), "run=1 [a]");
    await mkdir(folder);
    for (const name of [
      "a*b?.parquet",
      "quo'te.parquet",
      '"; drop.parquet',
      "é☃.parquet",
      "[1].parquet",
      "no suffix",
    ]) {
      await copyFile(sample, join(folder, name));
      const [batch] = await read(join(folder, name));
      expect(batch && plainRows(batch.columns, batch.size)).toEqual([{ x: 7 }]);
    }
    await refused(join(folder, "*.parquet"), /no such file/);
    const link = `${sample}.link`;
    await symlink(sample, link);
    expect((await read(link)).length).toBe(1);
  });
});

describe("damaged files", () => {
  it("that are not what they should be are refused, with the words of DuckDB as the cause", async () => {
    const path = await samplePath("text.parquet");
    await writeFile(path, "PAR1 this is no Parquet file PAR1");
    const error: unknown = await read(path).catch((caught: unknown) => caught);
    expect(error).toMatchObject({ code: "E_FILE", where: path, cause: expect.any(Error) });
  });

  it("that are cut anywhere never give fewer events without an error", async () => {
    const whole = await sampleFile(
      "select i, range(i % 3) as l from range(3000) as r(i)",
      "format parquet, row_group_size 2048",
    );
    const bytes = await readFile(whole);
    for (let k = 1; k <= 64; k++) {
      const path = await samplePath("cut.parquet");
      await writeFile(path, bytes.subarray(0, Math.floor((bytes.length * k) / 65)));
      await refused(path, /./);
    }
    expect((await read(whole)).length).toBe(1);
  });

  it("with one byte changed give an error or all events", async () => {
    const whole = await sampleFile("select i, 'w' || i as w, range(i % 3) as l from range(500) as r(i)");
    const bytes = await readFile(whole);
    for (let k = 0; k < 64; k++) {
      const path = await samplePath("flip.parquet");
      const at = Math.floor((bytes.length * k) / 64);
      await writeFile(
        path,
        Uint8Array.from(bytes, (byte, i) => (i === at ? byte ^ 0x55 : byte)),
      );
      const sizes = await read(path).then(
        (batches) => batches.reduce((sum, batch) => sum + batch.size, 0),
        (error: unknown) => error,
      );
      if (typeof sizes === "number") expect(sizes).toBe(500);
      else expect(sizes).toMatchObject({ code: expect.stringMatching(/^E_/) });
    }
  }, 20_000);

  it("that change while they are read are refused", async () => {
    const path = await sampleFile("select i from range(200000) as r(i)");
    const events = parquet(path, { batchSize: 2048 }).pipe(
      tap((batch) => batch.first === 0 && void appendFile(path, "more")),
    );
    await expect(lastValueFrom(events)).rejects.toMatchObject({ code: "E_FILE" });
    await truncate(path, 10);
    await refused(path, /./);
  });

  it("among good ones are refused, also where the columns differ", async () => {
    const [good, other] = [await sampleFile("select 1 as x"), await sampleFile("select 2 as y")];
    await refused([good, other], /./);
    await expect(read([good, good])).resolves.toMatchObject([{ size: 2 }]);
  });
});

describe("names of columns", () => {
  const names = [
    "__proto__",
    "constructor",
    "toString",
    "hasOwnProperty",
    "then",
    'a"b',
    "1; drop table x",
    "é☃",
    "\u202Ertl",
    "*",
    " ",
  ];

  it("are plain names, however they look", async () => {
    const list = names.map((name, k) => `${k} as "${name.replaceAll('"', '""')}"`).join(", ");
    const path = await sampleFile(`select ${list}, {'__proto__': 1, 'constructor': [2]} as s`);
    const [batch] = await read(path);
    expect([...(batch?.columns.fields.keys() ?? [])]).toEqual([...names, "s"]);
    const inner = batch?.columns.fields.get("s");
    expect(inner?.kind === "record" && [...inner.fields.keys()]).toEqual(["__proto__", "constructor"]);
    for (const [k, name] of names.entries()) {
      const [one] = await withDemand({ names: new Set([name]) }, () => read(path));
      const [column] = one?.columns.fields.values() ?? [];
      expect(column?.kind === "leaf" && column.values[0]).toBe(k);
    }
    expect(Object.getOwnPropertyNames(Object.prototype)).not.toContain("0");
  });

  it("are those in the file where DuckDB would rename them", async () => {
    const path = await sampleFile("select 1 as pt, 2 as pq, {'x': 1} as s, 3 as z");
    const bytes = (await readFile(path)).toString("latin1");
    await writeFile(path, bytes.replaceAll("pq", "PT"), "latin1");
    const [batch] = await read(path);
    expect(batch && plainRows(batch.columns, 1)).toEqual([{ pt: 1, PT: 2, s: { x: 1 }, z: 3 }]);
    await writeFile(path, bytes.replaceAll("pq", "pt"), "latin1");
    await expect(read(path)).rejects.toMatchObject({ code: "E_COLUMN" });
    const [z] = await withDemand({ names: new Set(["z"]) }, () => read(path));
    expect(z && plainRows(z.columns, 1)).toEqual([{ z: 3 }]);
  });
});
