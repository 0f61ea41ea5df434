import { tableFromIPC, tableToIPC } from "apache-arrow";
import { lastValueFrom, type Observable, toArray } from "rxjs";
import { describe, expect, expectTypeOf, it } from "vitest";
import { arrow, columnsOf, dualInfo, tableOf, toIpc } from "../adapters/arrow/index.ts";
import { plainRows } from "../adapters/plain-rows.ts";
import {
  type Batch,
  type Column,
  type EventColumns,
  type LeafColumn,
  nuisance,
  parameter,
  type RecordColumn,
} from "../core/index.ts";
import * as diff from "../ops/diff.ts";
import * as hard from "../ops/hard.ts";
import { cutInto } from "./arbitraries/batches.ts";
import { sampleColumns } from "./arbitraries/samples.ts";
import { streamOf } from "./evaluate.ts";

const size = 500;
const events = streamOf(cutInto(sampleColumns(size, 3, true), size, [200, 0, 7]));
const cut = parameter("cut", 0.5, { width: 0.3 });
const scale = nuisance("scale", 1.1, { sigma: 0.1 });

const pipelines = {
  hard: (ops: typeof hard) =>
    events.pipe(
      ops.filter((ev) => ev.ht > 0),
      ops.map((ev) => ({
        id: ev.id,
        met: ev.met,
        good: ev.flag,
        n: ev.muon.length,
        kind: "signal",
        pts: ev.muon.map((m) => m.pt),
      })),
    ),
  soft: (ops: typeof hard) =>
    events.pipe(
      ops.filter((ev, { cut }) => ev.ht > cut, { cut }),
      ops.map(
        (ev, { scale }) => ({
          met: ev.met,
          x: scale * ev.met,
          pts: ev.muon.map((m) => ({ pt: m.pt * scale, q: m.charge })),
        }),
        {
          scale,
        },
      ),
    ),
};

const leavesIn = (column: Column, path: string): readonly (readonly [string, LeafColumn])[] => {
  if (column.kind === "leaf") return [[path, column]];
  if (column.kind === "list") return leavesIn(column.item, `${path}[]`);
  return [...column.fields].flatMap(([name, field]) => leavesIn(field, path ? `${path}.${name}` : name));
};

/** Values, words and tangents of all leaves, bit for bit. */
const exact = (columns: RecordColumn): unknown =>
  leavesIn(columns, "").map(([path, { dtype, values, tangent, dictionary }]) => {
    const bytes = (view: ArrayBufferView): string =>
      Buffer.from(view.buffer, view.byteOffset, view.byteLength).toString("hex");
    const words = dtype === "string" ? [...values].map((code) => dictionary?.[Number(code)]) : bytes(values);
    return [path, dtype, words, tangent?.map(bytes)];
  });

describe("a table of events", () => {
  it("has the type of what makes it", () => {
    const table = pipelines.hard(hard).pipe(hard.toArrow(tableOf));
    expectTypeOf(lastValueFrom(table)).resolves.toEqualTypeOf<ReturnType<typeof tableOf>>();
    const count = pipelines.hard(hard).pipe(hard.toArrow((parts) => parts.length));
    expectTypeOf(lastValueFrom(count)).resolves.toBeNumber();
  });

  const ways: readonly (readonly [string, typeof hard, (ops: typeof hard) => Observable<Batch<object>>])[] = [
    ["hard", hard, pipelines.hard],
    ["soft", diff, pipelines.soft],
  ];

  it.each(ways)(
    "of a %s pipeline has the rows of its columns, also after a way through bytes",
    async (_name, ops, pipeline) => {
      const parts = await lastValueFrom(pipeline(ops).pipe(ops.columns(), toArray()));
      const table = await lastValueFrom(pipeline(ops).pipe(ops.toArrow(tableOf)));
      const rows = parts.flatMap(({ columns, size: n }) => plainRows(columns, n));
      expect(parts.length).toBeGreaterThan(2);
      expect(table.numRows).toBe(rows.length);
      const columns = columnsOf(table);
      expect(plainRows(columns, rows.length)).toEqual(rows);
      for (const format of ["file", "stream"] as const)
        expect(exact(columnsOf(tableFromIPC(tableToIPC(table, format))))).toEqual(exact(columns));
    },
  );

  it("names the parameters of its tangents", async () => {
    const table = await lastValueFrom(pipelines.soft(diff).pipe(diff.toArrow(tableOf)));
    const parameters = [
      { name: "cut", width: 0.3 },
      { name: "scale", width: 0 },
    ];
    expect(dualInfo(table)).toEqual(
      [["x"], ["pts", "item", "pt"], ["weight"]].map((path) => ({ path, parameters, adjoint: false })),
    );
    const met = table.getChild("met");
    expect(String(met?.type)).toBe("Float64");
    const tangents = leavesIn(columnsOf(table), "").find(([path]) => path === "x")?.[1].tangent;
    const wanted = (await lastValueFrom(pipelines.soft(diff).pipe(diff.columns(), toArray()))).flatMap(
      ({ columns }) => {
        const x = columns.fields.get("x");
        return x?.kind === "leaf" ? [...(x.tangent?.[1] ?? [])] : [];
      },
    );
    expect([...(tangents?.[1] ?? [])]).toEqual(wanted);
  });

  it("of no batch has no columns, of no event has all", async () => {
    const none = await lastValueFrom(streamOf([]).pipe(hard.toArrow(tableOf)));
    expect([none.numRows, none.numCols]).toEqual([0, 0]);
    const empty = await lastValueFrom(
      events.pipe(
        hard.filter((ev) => ev.met > 1e9),
        hard.toArrow(tableOf),
      ),
    );
    expect([empty.numRows, empty.numCols]).toEqual([0, 7]);
  });

  it("can be read as events again, of their values", async () => {
    const table = await lastValueFrom(pipelines.soft(diff).pipe(diff.toArrow(tableOf)));
    const again = arrow<{ x: number; weight: number }>(table).pipe(
      hard.weight((ev) => ev.weight),
      hard.sum((ev) => ev.x),
    );
    const filled = await lastValueFrom(pipelines.soft(diff).pipe(diff.sum((ev) => ev.x)));
    expect((await lastValueFrom(again)).value).toBeCloseTo(filled.value, 9);
  });
});

describe("bytes of events", () => {
  const joined = async (chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array> => {
    const all: Uint8Array[] = [];
    for await (const chunk of chunks) all.push(chunk);
    return Buffer.concat(all);
  };
  const each = async function* (parts: readonly EventColumns[]) {
    yield* parts;
  };

  it("are written at once or batch by batch, with their parameters", async () => {
    const parts = await lastValueFrom(pipelines.soft(diff).pipe(diff.columns(), toArray()));
    const whole = tableFromIPC(toIpc(parts, { format: "file" }));
    const bytes = await joined(toIpc(each(parts), { format: "stream" }));
    const streamed = tableFromIPC(bytes);
    expect(exact(columnsOf(streamed))).toEqual(exact(columnsOf(whole)));
    expect(dualInfo(streamed)).toEqual(dualInfo(whole));
    expect(dualInfo(whole)[0]?.parameters?.map(({ name }) => name)).toEqual(["cut", "scale"]);
  });

  it("are refused where a batch has tangents by other parameters", async () => {
    const options = (name: string) => ({ parameters: { [name]: name === "cut" ? cut : scale } });
    const of = (name: string) => lastValueFrom(pipelines.soft(diff).pipe(diff.columns(options(name)), toArray()));
    const mixed = [...(await of("cut")), ...(await of("scale"))];
    await expect(joined(toIpc(each(mixed), { format: "stream" }))).rejects.toThrow("E_SCHEMA");
    const together = columnsOf(tableOf(mixed));
    const [, weight] = leavesIn(together, "").find(([path]) => path === "weight") ?? [];
    expect(weight?.tangent?.length).toBe(2);
  });
});
