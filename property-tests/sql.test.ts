import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { lastValueFrom } from "rxjs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  columnsFrom,
  type Events,
  parquet,
  parquetFile,
  readParquet,
  rowsFrom,
  sql,
  writeParquet,
} from "../adapters/duckdb/index.ts";
import { columnOf, gradient, nuisance, parameter, type RecordColumn } from "../core/index.ts";
import { columns, filter, histogram, map, sum } from "../ops/diff.ts";

interface Event {
  readonly met: number;
  readonly jet: readonly { readonly pt: number }[];
}

const scale = nuisance("scale", 1.5, { sigma: 0.1 });
const cut = parameter("met cut", 30, { width: 4 });

let [folder, file] = ["", ""];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "jagrad-sql-"));
  file = join(folder, "events.parquet");
  const events = columnOf(
    Array.from({ length: 3000 }, (_, i) => ({
      met: ((i * 7919) % 1000) / 10,
      jet: Array.from({ length: i % 4 }, (_, k) => ({ pt: 20 + ((i + 13 * k) % 50) })),
    })),
  );
  const none: RecordColumn = { kind: "record", fields: new Map() };
  await writeParquet(file, events.kind === "record" ? events : none);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const chosen = (events: Events<Event>) =>
  events.pipe(
    filter((ev, { cut }) => ev.met > cut, { cut }),
    map((ev, { scale }) => ({ m: scale * ev.met, n: ev.jet.length }), { scale }),
  );
const spectrum = (events: Events<Event>) => chosen(events).pipe(histogram((ev) => ev.m, { edges: [0, 40, 80, 160] }));
const total = (events: Events<Event>) => chosen(events).pipe(sum((ev) => ev.m * ev.n));

describe("SQL and derivatives", () => {
  it("give the histogram and the gradient that the file gives, forward and in the second pass", async () => {
    const events = sql<Event>`select jet, met, met as unused from ${parquetFile(file)}`;
    const values = [events, parquet<Event>(file)].map(async (source) => [
      ...(await lastValueFrom(spectrum(source))).values,
    ]);
    expect(await values[0]).toEqual(await values[1]);
    for (const mode of ["forward", "reverse"] as const) {
      const [here, there] = [events, parquet<Event>(file)].map((source) =>
        gradient(total(source), { cut, scale }, { mode }),
      );
      expect(await here).toEqual(await there);
      expect(Object.values((await here) ?? {}).every((slope) => slope !== 0)).toBe(true);
    }
  });

  it("agree on the derivative of a sum: over columns in SQL, by a pass over the events", async () => {
    const made = map((ev: { met: number }, { scale }: { scale: number }) => ({ m: scale * ev.met }), { scale });
    const events = sql<Event>`select met from ${parquetFile(file)}`;
    const dual = await lastValueFrom(events.pipe(made, columns()));
    const [row] = await rowsFrom(sql<{ d: number }>`select sum(d_m_d_scale) as d from ${dual}`);
    const slope = await gradient(
      events.pipe(
        made,
        sum((ev) => ev.m),
      ),
      { scale },
    );
    expect(row?.d).toBeCloseTo(slope.scale, 6);
    const path = join(folder, "dual.parquet");
    await writeParquet(path, dual);
    const back = await readParquet(path);
    expect(back.parameters).toEqual(dual.parameters);
    expect(back.columns).toEqual(dual.columns);
    const again = await columnsFrom(sql`select m, d_m_d_scale from ${parquetFile(path)}`);
    expect([...again.columns.fields.keys()]).toEqual(["m", "d_m_d_scale"]);
  });
});
