import { concat, lastValueFrom, type Observable, of, toArray } from "rxjs";
import { describe, expect, it } from "vitest";
import {
  type Batch,
  type Column,
  type EventColumns,
  hold,
  type LeafColumn,
  nuisance,
  parameter,
  type RecordColumn,
  rowOfColumn,
  type View,
} from "../core/index.ts";
import * as diff from "./diff.ts";
import { batchesOf, eventsOf } from "./events-of.ts";
import * as hard from "./hard.ts";

interface Collision {
  readonly run: bigint;
  readonly met: number;
  readonly tag: string;
  readonly muon: readonly { readonly pt: number; readonly hits: readonly number[]; readonly flavour: string }[];
  readonly vertex: { readonly z: number } | null;
}

const big = 2n ** 60n + 1n;
const collisions: readonly Collision[] = [
  { run: big, met: 10, tag: "a", muon: [], vertex: null },
  {
    run: 2n,
    met: 21,
    tag: "b",
    muon: [
      { pt: 7, hits: [1, 2], flavour: "x" },
      { pt: 9, hits: [], flavour: "y" },
    ],
    vertex: { z: 4 },
  },
  { run: 3n, met: 30, tag: "a", muon: [{ pt: 5, hits: [3], flavour: "y" }], vertex: { z: 5 } },
];
const events = eventsOf(collisions);

const plain = (value: unknown): unknown => {
  if (Array.isArray(value)) return Array.from({ length: value.length }, (_, k) => plain(value[k]));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.keys(value).map((name) => [name, plain(Reflect.get(value, name))]));
};
const rowsOf = ({ columns, size }: EventColumns): readonly unknown[] =>
  Array.from({ length: size }, (_, i) => plain(rowOfColumn(columns, i)));
const one = (stream: Observable<EventColumns>): Promise<EventColumns> => lastValueFrom(stream);
const leaf = ({ columns }: { readonly columns: RecordColumn }, ...path: readonly string[]): LeafColumn => {
  const found = path.reduce<Column | undefined>(
    (column, name) =>
      column?.kind === "record" ? column.fields.get(name) : column?.kind === "list" ? column.item : undefined,
    columns,
  );
  if (found?.kind === "leaf") return found;
  throw new TypeError(`${path.join(".")} is no leaf`);
};

describe.each([
  ["hard", hard],
  ["differentiable", diff],
])("columns of the %s flavour", (_name, { columns, filter, map, weight, flatten }) => {
  it("have the events that pass, as the map made them, with their weight", async () => {
    const stream = events.pipe(
      filter((ev) => ev.met > 15),
      weight((ev) => ev.met / 10),
      map((ev) => ({ twice: 2 * ev.met, n: ev.muon.length, first: ev.muon[0].pt, high: ev.met > 25 })),
      columns(),
    );
    expect(rowsOf(await one(stream))).toEqual([
      { twice: 42, n: 2, first: 7, high: false, weight: 2.1 },
      { twice: 60, n: 1, first: 5, high: true, weight: 3 },
    ]);
  });

  it("have lists at any depth, and lists that a lambda made", async () => {
    const stream = events.pipe(
      map((ev) => ({
        muon: ev.muon,
        hard: ev.muon.filter((m) => m.pt > 6).map((m) => ({ p: m.pt + 1, h: m.hits.map((h) => h * 10) })),
        sorted: ev.muon.toSorted((a, b) => b.pt - a.pt).map((m) => m.pt),
        pairs: ev.muon.map((m) => ev.muon.map((k) => m.pt - k.pt)),
      })),
      columns({ weight: "w" }),
    );
    const [none, two] = rowsOf(await one(stream));
    expect(none).toEqual({ muon: [], hard: [], sorted: [], pairs: [], w: 1 });
    expect(two).toEqual({
      muon: collisions[1]?.muon,
      hard: [
        { p: 8, h: [10, 20] },
        { p: 10, h: [] },
      ],
      sorted: [9, 7],
      pairs: [
        [0, -2],
        [2, 0],
      ],
      w: 1,
    });
  });

  it("keep the types of columns that pass through, words and 64-bit whole numbers too", async () => {
    const stream = events.pipe(
      filter((ev) => ev.met !== 21),
      map((ev) => ({ run: ev.run, tag: ev.tag, of: ev.muon[0].flavour, kind: "signal" })),
      columns(),
    );
    const found = await one(stream);
    expect(leaf(found, "run")).toMatchObject({ dtype: "i64", values: BigInt64Array.of(big, 3n) });
    expect(rowsOf(found)).toEqual([
      { run: big, tag: "a", of: undefined, kind: "signal", weight: 1 },
      { run: 3n, tag: "a", of: "y", kind: "signal", weight: 1 },
    ]);
  });

  it("have narrow floats as they are, and as float64 where something was computed", async () => {
    const columnsIn: RecordColumn = {
      kind: "record",
      fields: new Map([["x", { kind: "leaf", dtype: "f32", values: Float32Array.of(0.1, 0.5) }]]),
    };
    const [like] = batchesOf([{ x: 1 }, { x: 2 }]);
    if (!like) throw new TypeError("there is a batch");
    const source = of<Batch<{ readonly x: number }>>({ ...like, columns: columnsIn });
    const found = await one(
      source.pipe(
        map((ev) => ({ x: ev.x, y: ev.x + 0 })),
        columns(),
      ),
    );
    expect(leaf(found, "x")).toMatchObject({ dtype: "f32", values: Float32Array.of(0.1, 0.5) });
    expect(leaf(found, "y")).toMatchObject({ dtype: "f64", values: Float64Array.of(Math.fround(0.1), 0.5) });
  });

  it("unset the bit of what is missing and put zero in its place", async () => {
    const found = await one(
      events.pipe(
        map((ev) => ({ z: ev.vertex?.z, vertex: ev.vertex, m: ev.muon[1].pt, nothing: undefined })),
        columns(),
      ),
    );
    expect(leaf(found, "z")).toMatchObject({ values: Float64Array.of(0, 4, 5), validity: Uint8Array.of(6) });
    expect(leaf(found, "vertex", "z").values).toEqual(Float64Array.of(0, 4, 5));
    expect(found.columns.fields.get("vertex")?.validity).toEqual(Uint8Array.of(6));
    expect(leaf(found, "m")).toMatchObject({ values: Float64Array.of(0, 9, 0), validity: Uint8Array.of(2) });
    expect(leaf(found, "nothing").validity).toEqual(Uint8Array.of(0));
  });

  it("call an event that is no object `value`", async () => {
    const numbers = events.pipe(
      map((ev) => ev.met),
      columns(),
    );
    expect(rowsOf(await one(numbers))[2]).toEqual({ value: 30, weight: 1 });
    const lists = events.pipe(
      map((ev) => ev.muon.map((m) => m.pt)),
      columns(),
    );
    expect(rowsOf(await one(lists))[1]).toEqual({ value: [7, 9], weight: 1 });
  });

  it("have the items that became events", async () => {
    const stream = events.pipe(
      flatten((ev) => ev.muon.map((m) => ({ pt: m.pt, met: ev.met, hits: m.hits }))),
      filter((m) => m.pt > 6),
      columns(),
    );
    expect(rowsOf(await one(stream))).toEqual([
      { pt: 7, met: 21, hits: [1, 2], weight: 1 },
      { pt: 9, met: 21, hits: [], weight: 1 },
    ]);
  });

  it("have the lists inside items that are chosen, in another order, and of two lists as one", async () => {
    const stream = events.pipe(
      filter((ev) => ev.muon.length > 0),
      map((ev) => ({
        last: ev.muon.at(-1),
        back: ev.muon.toReversed().map((m) => ({ hits: m.hits })),
        both: ev.muon.concat(ev.muon.filter((m) => m.pt > 8)).map((m, i) => ({ i, word: m.flavour, hits: m.hits })),
      })),
      columns(),
    );
    expect(rowsOf(await one(stream))).toEqual([
      {
        last: { pt: 9, hits: [], flavour: "y" },
        back: [{ hits: [] }, { hits: [1, 2] }],
        both: [
          { i: 0, word: "x", hits: [1, 2] },
          { i: 1, word: "y", hits: [] },
          { i: 2, word: "y", hits: [] },
        ],
        weight: 1,
      },
      {
        last: { pt: 5, hits: [3], flavour: "y" },
        back: [{ hits: [3] }],
        both: [{ i: 0, word: "y", hits: [3] }],
        weight: 1,
      },
    ]);
  });

  it("come batch by batch, with all columns where nothing was mapped", async () => {
    const all = await lastValueFrom(eventsOf(collisions, 2).pipe(columns(), toArray()));
    expect(all.map(({ size }) => size)).toEqual([2, 1]);
    expect(all.flatMap(rowsOf).map((row) => (row as { weight: number }).weight)).toEqual([1, 1, 1]);
    expect([...(all[0]?.columns.fields.keys() ?? [])]).toEqual(["run", "met", "tag", "muon", "vertex", "weight"]);
  });

  it.each([
    ["a member called like the weight", /E_AMBIGUOUS.*"weight"/s, map((ev: View<Collision>) => ({ weight: ev.met }))],
    ["a function", /E_TYPE.*a function.*f/s, map(() => ({ f: (x: number) => x }))],
    ["an array written out", /E_TYPE.*an array/s, map((ev: View<Collision>) => [ev.met])],
    [
      "a choice between words of two columns",
      /E_TYPE.*strings/s,
      map((ev: View<Collision>) => ({ w: ev.met > 20 ? ev.tag : ev.muon[0].flavour })),
    ],
  ])("refuse %s", async (_what, message, stage) => {
    await expect(lastValueFrom(events.pipe(stage as never, columns()))).rejects.toThrow(message);
  });

  it("are refused where a batch has other columns", async () => {
    const mixed = concat(events, eventsOf([{ met: 1 }])) as typeof events;
    await expect(
      lastValueFrom(
        mixed.pipe(
          map((ev) => ({ met: ev.met })),
          columns(),
        ),
      ),
    ).rejects.toThrow("E_SCHEMA");
  });
});

describe("columns of the differentiable flavour", () => {
  const { columns, filter, map, weight } = diff;
  const cut = parameter("cut", 20, { width: 4 });
  const scale = nuisance("scale", 2, { sigma: 0.1 });

  it("carry the probability of relaxed conditions in the weight, and tangents in what depends on parameters", async () => {
    const stream = events.pipe(
      filter((ev, { cut }) => ev.met > cut, { cut }),
      map((ev, { scale }) => ({ x: scale * ev.met ** 2, met: ev.met, n: ev.muon.length }), { scale }),
      columns(),
    );
    const found = await one(stream);
    expect(found.parameters).toEqual([
      { name: "cut", width: 4 },
      { name: "scale", width: 0 },
    ]);
    const [odds, x] = [leaf(found, "weight"), leaf(found, "x")];
    // Phi(-2.5), Phi(0.25), Phi(2.5) and the normal density there, of tables
    const phi = [0.006209665325776132, 0.5987063256829237, 0.9937903346742238];
    const density = [0.01752830049356854, 0.3866681168028493, 0.01752830049356854];
    for (const i of [0, 1, 2]) {
      expect(odds.values[i]).toBeCloseTo(phi[i] ?? 0, 14);
      expect(odds.tangent?.[0]?.[i]).toBeCloseTo(-(density[i] ?? 0) / 4, 14);
    }
    expect(odds.tangent?.[1]).toEqual(new Float64Array(3));
    expect(x.tangent).toEqual([new Float64Array(3), Float64Array.of(100, 441, 900)]);
    expect([leaf(found, "met").tangent, leaf(found, "n").tangent]).toEqual([undefined, undefined]);
  });

  it("carry tangents of the parameters asked for, in that order", async () => {
    const stream = (parameters: { readonly [name: string]: typeof cut | typeof scale }) =>
      events.pipe(
        filter((ev, { cut }) => ev.met > cut, { cut }),
        map((ev, { scale }) => ({ x: scale * ev.met }), { scale }),
        columns({ parameters }),
      );
    const both = await one(stream({ scale, cut }));
    expect(both.parameters.map(({ name }) => name)).toEqual(["scale", "cut"]);
    expect(leaf(both, "x").tangent?.[0]).toEqual(Float64Array.of(10, 21, 30));
    const none = await one(stream({}));
    expect([none.parameters, leaf(none, "x").tangent, leaf(none, "weight").tangent]).toEqual([
      [],
      undefined,
      undefined,
    ]);
  });

  it("leave out a parameter whose derivative is lost in a step, and say why when asked for it", async () => {
    const stream = (options: Parameters<typeof columns>[0]) =>
      events.pipe(
        filter((ev, { scale }) => scale * ev.met > 30, { scale }),
        map((ev, { scale }) => ({ x: scale * ev.met }), { scale }),
        columns(options),
      );
    expect(await one(stream({}))).toMatchObject({ size: 2, parameters: [] });
    await expect(one(stream({ parameters: { scale } }))).rejects.toThrow(/E_FLAT.*"scale" moves a hard step/s);
  });

  it("refuse a value that depends on a relaxed comparison, unless the filters answer it", async () => {
    const chosen = events.pipe(
      map((ev, { cut }) => ({ x: ev.met > cut ? 1 : 2 }), { cut }),
      columns(),
    );
    await expect(one(chosen)).rejects.toThrow(/E_SOFT.*ev\.met > cut.*hold the choice/s);
    const list = events.pipe(
      map((ev, { cut }) => ({ x: ev.muon.filter((m) => m.pt > cut) }), { cut }),
      columns(),
    );
    await expect(one(list)).rejects.toThrow("E_SOFT");
    const held = events.pipe(
      map((ev, { cut }) => ({ x: ev.met > cut ? 1 : 2 }), { cut: hold(cut) }),
      columns(),
    );
    expect(leaf(await one(held), "x").values).toEqual(Float64Array.of(2, 1, 1));
    const known = events.pipe(
      filter((ev, { cut }) => ev.met > cut, { cut }),
      map((ev, { cut }) => ({ x: ev.met > cut ? 1 : 2 }), { cut }),
      columns(),
    );
    expect(leaf(await one(known), "x").values).toEqual(Float64Array.of(1, 1, 1));
  });

  it("average a weight over the answers of its comparisons", async () => {
    const stream = events.pipe(
      weight((ev, { cut }) => (ev.met > cut ? 3 : 1), { cut }),
      columns(),
    );
    expect(leaf(await one(stream), "weight").values[1]).toBeCloseTo(1 + 2 * 0.5987063256829237, 14);
  });

  it("are hard where a stage before is", async () => {
    const stream = events.pipe(
      hard.filter((ev, { cut }) => ev.met > cut, { cut }),
      columns(),
    );
    expect(await one(stream)).toMatchObject({ size: 2, parameters: [] });
  });

  it("ask for names where there are more than 64 parameters", async () => {
    const choices = Array.from({ length: 65 }, (_, k) => parameter(`p${k}`, k));
    const many = choices as unknown as readonly number[];
    const stream = (options: Parameters<typeof columns>[0]) =>
      events.pipe(
        map((ev, { many }) => ({ x: many.reduce((s, p) => s + p * ev.met, 0) }), { many }),
        columns(options),
      );
    await expect(one(stream({}))).rejects.toThrow(/E_LIMIT.*65 parameters.*parameters:/s);
    const [first = cut] = choices;
    expect(leaf(await one(stream({ parameters: { first } })), "x").tangent).toEqual([Float64Array.of(10, 21, 30)]);
  });
});
