import { concat, lastValueFrom, merge, type Observable, reduce, toArray } from "rxjs";
import { describe, expect, it } from "vitest";
import { type Batch, type EventColumns, explain, gradient, nuisance, parameter, rowOf } from "../core/index.ts";
import * as diff from "./diff.ts";
import { batchesOf, eventsOf } from "./events-of.ts";
import * as hard from "./hard.ts";

interface Event {
  readonly id: number;
  readonly met: number | null;
  readonly tag: string;
  readonly pts: readonly number[];
}

const some: readonly Event[] = [
  { id: 0, met: 3, tag: "c", pts: [1] },
  { id: 1, met: null, tag: "n", pts: [] },
  { id: 2, met: 1, tag: "a", pts: [4, 5] },
  { id: 3, met: 3, tag: "d", pts: [] },
  { id: 4, met: Number.NaN, tag: "m", pts: [6] },
  { id: 5, met: 2, tag: "b", pts: [7] },
];
const events = (size = 2) => eventsOf(some, size);
const ids = (stream: Observable<Batch>): Promise<readonly unknown[]> =>
  lastValueFrom(
    stream.pipe(
      reduce<Batch, readonly unknown[]>(
        (all, batch) => [
          ...all,
          ...Array.from({ length: batch.size }, (_, i) => (rowOf(batch, i) as { readonly id: number }).id),
        ],
        [],
      ),
    ),
  );

const idsOf = (all: readonly number[], { columns, size }: EventColumns): readonly number[] => {
  const id = columns.fields.get("id");
  return [...all, ...(id?.kind === "leaf" ? Array.from(id.values, Number).slice(0, size) : [])];
};

describe.each([
  ["hard", hard],
  ["differentiable", diff],
])("sortBy of the %s flavour", (_name, { sortBy, filter, map, sum, sample, columns, flatten }) => {
  it.each([1, 2, 6])("orders events read %i at a time, stable, with missing keys and NaN last", async (size) => {
    expect(await ids(events(size).pipe(sortBy((ev) => ev.met ?? NaN)))).toEqual([2, 5, 0, 3, 1, 4]);
    expect(await ids(events(size).pipe(sortBy((ev) => ev.met as number)))).toEqual([2, 5, 0, 3, 1, 4]);
    const down = sortBy((ev: { readonly met: number | null }) => ev.met as number, {}, { descending: true });
    expect(await ids(events(size).pipe(down as never))).toEqual([0, 3, 5, 2, 1, 4]);
  });

  it.each([1, 2, 6])("keeps the first ones of those that pass, read %i at a time", async (size) => {
    const stream = events(size).pipe(
      filter((ev) => ev.id !== 2),
      sortBy((ev) => ev.met as number, {}, { most: 3 }),
    );
    expect(await ids(stream)).toEqual([5, 0, 3]);
    expect(await ids(events(size).pipe(sortBy((ev) => ev.id, {}, { descending: true, most: 0 })))).toEqual([]);
  });

  it("keeps words and lists with their events, and stages pending", async () => {
    const stream = events().pipe(
      map((ev) => ({ tag: ev.tag, pts: ev.pts, key: -ev.id })),
      sortBy((ev) => ev.key),
      filter((ev) => ev.pts.length > 0),
      map((ev) => ({ tag: ev.tag, n: ev.pts.length })),
      columns(),
    );
    const { columns: found } = await lastValueFrom(stream);
    const [tag, n] = ["tag", "n"].map((name) => found.fields.get(name));
    const words = tag?.kind === "leaf" && [...tag.values].map((code) => tag.dictionary?.[Number(code)]);
    expect(words).toEqual(["b", "m", "a", "c"]);
    expect(n).toMatchObject({ values: Int32Array.of(1, 1, 2, 1) });
  });

  it("keeps the numbers of events, so that draws stay theirs", async () => {
    const many = eventsOf(
      Array.from({ length: 400 }, (_, id) => ({ id, key: (id * 7919) % 400 })),
      90,
    );
    const drawn = await lastValueFrom(
      many.pipe(sample(0.3, { seed: 5 }), columns(), reduce(idsOf, [] as readonly number[])),
    );
    const sorted = many.pipe(
      sortBy((ev) => ev.key),
      sample(0.3, { seed: 5 }),
      columns(),
    );
    const found = await lastValueFrom(sorted.pipe(reduce(idsOf, [] as readonly number[])));
    expect(drawn.length).toBeGreaterThan(60);
    expect(found).not.toEqual(drawn);
    expect(found.toSorted((a, b) => a - b)).toEqual(drawn);
    const summed = lastValueFrom(
      many.pipe(
        sortBy((ev) => ev.key),
        sample(0.3, { seed: 5 }),
        sum((ev) => ev.id),
      ),
    );
    expect((await summed).value).toBe(drawn.reduce((s, id) => s + id, 0));
  });

  it("hands nothing on where there is nothing, and an empty batch where nothing passes", async () => {
    expect(
      await lastValueFrom(
        eventsOf<Event>([]).pipe(
          sortBy((ev) => ev.id),
          toArray(),
        ),
      ),
    ).toEqual([]);
    const none = events().pipe(
      filter((ev) => ev.id > 9),
      sortBy((ev) => ev.id, {}, { most: 2 }),
      toArray(),
    );
    expect((await lastValueFrom(none)).map(({ size }) => size)).toEqual([0]);
  });

  it("refuses items, words, negative counts, and more than its budget", async () => {
    const items = events().pipe(
      flatten((ev) => ev.pts.map((p) => ({ p }))),
      sortBy((ev) => ev.p),
    );
    await expect(lastValueFrom(items)).rejects.toThrow(/E_SHAPE.*before flatten/s);
    await expect(lastValueFrom(events().pipe(sortBy((ev) => ev.tag as never)))).rejects.toThrow("E_TYPE");
    expect(() => sortBy((ev: Event) => ev.id, {}, { most: -1 })).toThrow("E_PARAMETER");
    expect(() => sortBy((ev: Event) => ev.id, {}, { budget: Number.NaN })).toThrow("E_PARAMETER");
    const much = events().pipe(sortBy((ev) => ev.id, {}, { budget: 100 }));
    await expect(lastValueFrom(much)).rejects.toThrow(/E_LIMIT.*budget is 100.*most/s);
  });

  it("refuses streams of different pipelines", async () => {
    const other = events().pipe(filter((ev) => ev.id > 1));
    const mixed = merge(events(), other).pipe(sortBy((ev) => ev.id));
    await expect(lastValueFrom(mixed)).rejects.toThrow("E_SCHEMA");
    const twice = concat(events(), events()).pipe(sortBy((ev) => ev.id));
    expect(await ids(twice)).toEqual([0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5]);
  });

  it("leaves a stream once it has failed", async () => {
    const [first] = batchesOf(some);
    if (!first) throw new TypeError("there is a batch");
    await expect(lastValueFrom(events().pipe(sortBy((ev) => (ev as never as { nope: number }).nope)))).rejects.toThrow(
      /E_COLUMN.*nope/s,
    );
  });
});

describe("sortBy and derivatives", () => {
  const { sortBy, filter, map, sum, variations, count } = diff;
  const cut = parameter("cut", 2, { width: 0.5 });
  const scale = nuisance("scale", 1, { sigma: 0.1 });
  const four = eventsOf([{ x: 3 }, { x: 1 }, { x: 2.5 }, { x: 2 }], 3);

  it("go on through an order, in both modes", async () => {
    const total = (stream: typeof four) =>
      stream.pipe(
        filter((ev, { cut }) => ev.x > cut, { cut }),
        sum((ev, { scale }) => scale * ev.x ** 2, { scale }),
      );
    for (const mode of ["forward", "reverse"] as const) {
      const plain = await gradient(total(four), { cut, scale }, { mode });
      const sorted = await gradient(
        total(four.pipe(sortBy((ev, { scale }) => -scale * ev.x, { scale }))),
        { cut, scale },
        { mode },
      );
      expect(sorted.cut).toBeCloseTo(plain.cut, 12);
      expect(sorted.scale).toBeCloseTo(plain.scale, 12);
    }
  });

  it("are told that the order is hard", async () => {
    const lines = String(
      await explain(
        four.pipe(
          sortBy((ev) => ev.x),
          count(),
        ),
      ),
    );
    expect(lines.split("\n")[0]).toBe("sortBy, stage 1: (ev) => ev.x -> hard order");
  });

  it("are refused where a parameter decides which events come first", async () => {
    const soft = four.pipe(
      filter((ev, { cut }) => ev.x > cut, { cut }),
      sortBy((ev) => ev.x, {}, { most: 2 }),
      count(),
    );
    await expect(lastValueFrom(soft)).rejects.toThrow(/E_SOFT.*"cut".*hold/s);
    const keyed = four.pipe(
      sortBy((ev, { scale }) => scale * ev.x, { scale }, { most: 2 }),
      count(),
    );
    await expect(lastValueFrom(keyed)).rejects.toThrow(/E_SOFT.*"scale"/s);
    const fixed = four.pipe(
      sortBy((ev) => ev.x, {}, { most: 2 }),
      filter((ev, { cut }) => ev.x > cut, { cut }),
      count(),
    );
    expect((await gradient(fixed, { cut })).cut).toBeLessThan(0);
  });

  it("let no nuisance be moved that decided which events are there", async () => {
    const { sortBy: sort, map: make, variations: vary, sum: add } = hard;
    const chosen = (most: number) =>
      four.pipe(
        make((ev, { scale }) => ({ y: scale * ev.x }), { scale }),
        sort((ev) => ev.y, {}, { most }),
        vary(
          add((ev) => ev.y),
          { scale },
        ),
      );
    await expect(lastValueFrom(chosen(2))).rejects.toThrow(/E_SOFT.*"scale"/s);
    expect((await lastValueFrom(chosen(Number.POSITIVE_INFINITY))).up.scale.value).toBeCloseTo(1.1 * 8.5, 12);
    const free = four.pipe(
      sortBy((ev) => ev.x),
      map((ev) => ev.x),
      variations(
        sum((x) => x),
        { scale },
      ),
    );
    expect((await lastValueFrom(free)).nominal.value).toBe(8.5);
  });
});
