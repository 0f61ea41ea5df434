import { lastValueFrom, type Observable } from "rxjs";
import { describe, expect, it } from "vitest";
import { sql } from "../adapters/duckdb/index.ts";
import { type Demand, parameter, type Scalar, valueAndGradient, withDemand } from "../core/index.ts";
import * as diff from "../ops/diff.ts";
import * as hard from "../ops/hard.ts";

interface Event {
  readonly x: number;
  readonly muon: readonly ({ readonly pt: number } | null)[];
  readonly jet: readonly number[];
}

const events = sql<Event>`select * from (values
  (1.0::double, [{ pt: 1.0::double }, null, { pt: 3 }], [1.0::double, 2]),
  (2, [], [3]),
  (4, null, []),
  (8, [null], [4, 5, 6])) as t(x, muon, jet)`;

const value = async (stream: Observable<Scalar>): Promise<number> => (await lastValueFrom(stream)).value;

describe.each([
  { name: "hard", ops: hard },
  { name: "diff", ops: diff },
])("lists of which a pipeline reads no more than the number of items: $name", ({ ops }) => {
  const { filter, map, sum } = ops;

  it("count missing items, and are empty where they are missing", async () => {
    expect(await value(events.pipe(sum((ev) => ev.muon.length)))).toBe(3 + 0 + 0 + 1);
    expect(await value(events.pipe(sum((ev) => ev.jet.length * ev.x)))).toBe(2 + 2 + 0 + 24);
  });

  it("are read whole where another stage reads their items", async () => {
    const some = events.pipe(filter((ev) => ev.jet.length >= 2));
    expect(await value(some.pipe(sum((ev) => ev.jet.reduce((total, pt) => total + pt, 0))))).toBe(18);
    expect(await value(some.pipe(sum((ev) => ev.x)))).toBe(9);
    const lists = events.pipe(map((ev) => ({ list: ev.jet, n: ev.jet.length })));
    expect(await value(lists.pipe(sum((ev) => ev.list.length + (ev.list[0] ?? 0))))).toBe(2 + 1 + 1 + 3 + 0 + 3 + 4);
  });

  it("are read whole where it is asked whether an item is missing", async () => {
    expect(await value(events.pipe(sum((ev) => ev.muon.filter((m) => m == null).length)))).toBe(2);
    expect(await value(events.pipe(sum((ev) => (ev.muon[1] == null ? 1 : 0))))).toBe(4);
  });
});

it("a choice beside a list that is counted has its derivative", async () => {
  const scale = parameter("scale", 2, { width: 1 });
  const total = events.pipe(
    diff.filter((ev) => ev.jet.length >= 2),
    diff.sum((ev, { scale }) => scale * ev.x * ev.muon.length, { scale }),
  );
  expect(await valueAndGradient(total, { scale })).toMatchObject({ value: 22, gradient: { scale: 11 } });
});

it("a demand for the number of items gives lists of records without fields", async () => {
  const demand: Demand = { names: new Set(["muon", "jet"]), items: new Set(["jet"]) };
  const { columns } = await withDemand(demand, () => lastValueFrom(events));
  expect(columns.fields.get("muon")).toMatchObject({ kind: "list", item: { kind: "record", fields: new Map() } });
  expect(columns.fields.get("jet")).toMatchObject({ kind: "list", item: { kind: "leaf", dtype: "f64" } });
});
