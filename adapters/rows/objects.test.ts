import { lastValueFrom, take, toArray } from "rxjs";
import { describe, expect, expectTypeOf, it } from "vitest";
import { schemaOf, showSchema, withDemand } from "../../core/index.ts";
import { plainRows } from "../plain-rows.ts";
import { type Events, type ExampleOption, type RowsOptions, rows } from "./index.ts";

interface Event {
  readonly i: number;
  readonly muon: readonly { readonly pt: number }[];
}

const objects: readonly Event[] = Array.from({ length: 10 }, (_, i) => ({
  i,
  muon: Array.from({ length: i % 3 }, (_, k) => ({ pt: i + k / 2 })),
}));

const settle = () => new Promise((resolve) => setTimeout(resolve, 5));

async function* each<T>(values: readonly T[]): AsyncGenerator<T> {
  for (const value of values) yield value;
}

const batchesOf = (values: readonly object[], options?: RowsOptions & ExampleOption<object>) =>
  lastValueFrom(rows(() => each(values), options).pipe(toArray()));

const rowsOf = async (values: readonly object[], options?: RowsOptions) =>
  (await batchesOf(values, options)).flatMap((batch) => plainRows(batch.columns, batch.size));

describe("rows of an async iterable", () => {
  it("have the type of their objects", () => {
    expectTypeOf(rows(each(objects))).toEqualTypeOf<Events<Event>>();
    expectTypeOf(
      rows(async function* () {
        yield { x: 1 };
      }),
    ).toEqualTypeOf<Events<{ x: number }>>();
    // @ts-expect-error an event is an object
    expect(rows(each([1, 2]))).toBeDefined();
  });

  it.each([2, 3, 10, 1000])("deliver the objects in batches of %i", async (batchSize) => {
    const batches = await batchesOf(objects, { batchSize });
    expect(batches.flatMap((batch) => plainRows(batch.columns, batch.size))).toEqual(objects);
    expect(batches.map(({ first }) => first)).toEqual(batches.map((_, k) => k * batchSize));
    expect(batches.map(({ size }) => size)).toEqual(
      batches.map((_, k) => Math.min(batchSize, objects.length - k * batchSize)),
    );
  });

  it("deliver one fold, and nothing if there are none", async () => {
    expect(await rowsOf(objects, { fold: { of: 3, index: 2 }, batchSize: 2 })).toEqual(
      objects.filter((_, i) => i % 3 === 2),
    );
    expect(await batchesOf([])).toEqual([]);
  });

  it("deliver the columns that are asked for, and every event even if none is", async () => {
    let touched = 0;
    const watched = objects.map(({ i, muon }) => ({
      i,
      get muon() {
        touched++;
        return muon;
      },
    }));
    const asked = (...names: string[]) => withDemand({ names: new Set(names) }, () => batchesOf(watched));
    const [none] = await asked();
    expect([none?.size, none?.columns.fields.size]).toEqual([10, 0]);
    const [some] = await asked("i");
    expect(some && showSchema(schemaOf(some.columns))).toBe("{i: f64}");
    expect(touched).toBe(0);
    expect(some?.source.members?.()).toEqual(["i", "muon"]);
  });

  it("take any name for a name", async () => {
    const names = ["__proto__", "constructor", "", 'a"b', "; drop", "then"];
    const odd: object = Object.fromEntries(names.map((name, k) => [name, k]));
    const batches = await batchesOf([odd, odd, odd], { batchSize: 1 });
    for (const batch of batches) expect([...batch.columns.fields.keys()]).toEqual(Object.keys(odd));
    expect(batches.length).toBe(3);
  });
});

describe("the first batch decides the members and their types", () => {
  it.each<[string, readonly object[], readonly object[]]>([
    ["a number that is missing later", [{ x: 1 }, { x: null }], [{ x: 1 }, { x: null }]],
    [
      "a member that is not there later",
      [{ x: 1, s: "a" }, { x: 2 }],
      [
        { x: 1, s: "a" },
        { x: 2, s: null },
      ],
    ],
    ["words that come later", [{ s: "a" }, { s: "b" }, { s: null }], [{ s: "a" }, { s: "b" }, { s: null }]],
    [
      "truth values and bigints that are missing later",
      [{ t: true, n: 1n }, {}],
      [
        { t: true, n: 1n },
        { t: null, n: null },
      ],
    ],
    ["a list that is missing later", [{ l: [1] }, { l: null }, {}], [{ l: [1] }, { l: null }, { l: null }]],
    ["a list without items later", [{ l: [{ s: "a" }] }, { l: [] }], [{ l: [{ s: "a" }] }, { l: [] }]],
    [
      "items whose member is missing later",
      [{ l: [{ a: 1, s: "a" }] }, { l: [{ a: 2 }, { a: 3 }] }],
      [
        { l: [{ a: 1, s: "a" }] },
        {
          l: [
            { a: 2, s: null },
            { a: 3, s: null },
          ],
        },
      ],
    ],
    [
      "lists of lists that are missing later",
      [{ l: [[true], []] }, { l: [null, []] }, { l: [] }],
      [{ l: [[true], []] }, { l: [null, []] }, { l: [] }],
    ],
    ["a record that is missing later", [{ r: { l: ["a"] } }, { r: null }], [{ r: { l: ["a"] } }, { r: null }]],
    [
      "whole numbers, then others",
      [{ x: 1 }, { x: 1.5 }, { x: Number.NaN }],
      [{ x: 1 }, { x: 1.5 }, { x: Number.NaN }],
    ],
  ])("and takes %s", async (_what, values, expected) => {
    expect(await rowsOf(values, { batchSize: 1 })).toEqual(expected);
    const types = (await batchesOf(values, { batchSize: 1 })).map(({ columns }) =>
      showSchema(schemaOf(columns)).replaceAll("?", ""),
    );
    expect(new Set(types).size).toBe(1);
  });

  it.each<[string, readonly unknown[], string, string]>([
    ["another type", [{ x: 1 }, { x: 2 }, { x: "a" }, { x: "b" }], "E_SCHEMA", "event 2.x"],
    ["bigints among numbers", [{ x: 1 }, { x: 2 }, { x: 3n }], "E_SCHEMA", "event 2.x"],
    ["words where no value told", [{ x: null }, {}, { x: "a" }], "E_SCHEMA", "event 2.x"],
    ["a member that is new", [{ x: 1 }, { x: 1 }, { x: 1 }, { x: 1, y: 1 }], "E_SCHEMA", "event 3"],
    ["a new member of an item", [{ l: [{ a: 1 }] }, {}, { l: [{ a: 1 }, { b: 1 }] }], "E_SCHEMA", "event 2.l[]"],
    ["records in lists that were empty", [{ l: [] }, { l: [] }, { l: [{ a: 1 }] }], "E_SCHEMA", "event 2.l[]"],
    ["two types in a later batch", [{ x: 1 }, { x: 2 }, { x: 1 }, { x: "a" }], "E_TYPE", "event 3.x"],
    ["two types in the first batch", [{ x: 1 }, { x: "a" }], "E_TYPE", "event 1.x"],
    ["an event that is null", [{ x: 1 }, null], "E_TYPE", "event 1"],
    ["an event that is an array", [{ x: 1 }, { x: 1 }, [1]], "E_TYPE", "event 2"],
    ["an event that is a symbol", [Symbol("a")], "E_TYPE", "event 0"],
    ["a function as a value", [{ x: 1 }, { x: 1 }, { x: 1 }, { x: () => 1 }, { x: 1 }], "E_TYPE", "event 3.x"],
  ])("and refuses %s, by the number of the event", async (_what, values, code, where) => {
    const read = batchesOf(values as readonly object[], { batchSize: 2 });
    await expect(read).rejects.toMatchObject({ code, where });
  });

  it("names the event of an array too", async () => {
    const values = [...objects, { i: "a", muon: [] }, ...objects];
    await expect(lastValueFrom(rows(values))).rejects.toMatchObject({ code: "E_TYPE", where: "event 10.i" });
  });
});

describe("an example", () => {
  const like = { i: 0, muon: [{ pt: 0 }] };

  it("decides the members and their types in place of the first batch", async () => {
    const batches = await batchesOf(objects, { batchSize: 1, like });
    expect(batches.flatMap((batch) => plainRows(batch.columns, batch.size))).toEqual(objects);
    for (const { columns } of batches) expect(showSchema(schemaOf(columns))).toBe("{i: f64, muon: var * {pt: f64}}");
    const untold = rows([{ s: null }] as { s: string | null }[], { like: { s: "" } });
    expect(showSchema(schemaOf((await lastValueFrom(untold)).columns))).toBe("{s: ?string}");
  });

  it("is not touched by what is not asked for", async () => {
    const [batch] = await withDemand({ names: new Set(["i"]) }, () => batchesOf(objects, { like }));
    expect(batch && showSchema(schemaOf(batch.columns))).toBe("{i: f64}");
  });

  it.each<[string, readonly object[], string]>([
    ["a member that it does not have", [{ i: 1, muon: [] }, { j: 1 }], "event 1"],
    ["another type", [{ i: 1n }, { i: 2n, muon: [] }], "event 0.i"],
  ])("refuses %s, from an array as from a stream", async (_what, values, where) => {
    const wrong = { code: "E_SCHEMA", where };
    await expect(batchesOf(values, { batchSize: 1, like })).rejects.toMatchObject(wrong);
    await expect(lastValueFrom(rows(values, { batchSize: 1, like }))).rejects.toMatchObject(wrong);
  });

  it("is an event of the same type", () => {
    // @ts-expect-error another type
    expect(rows(objects, { like: { i: "a", muon: [] } })).toBeDefined();
    expect(() => rows(objects, { like: [1] as never })).toThrow(
      expect.objectContaining({ code: "E_TYPE", where: "like" }),
    );
  });
});

/** Objects from an iterator that counts what is done with it. */
const watched = (wait: (asked: number) => Promise<void>, end = Number.POSITIVE_INFINITY) => {
  const seen = { opened: 0, asked: 0, left: 0 };
  const open = (): AsyncIterable<{ x: number }> => ({
    [Symbol.asyncIterator]: () => {
      seen.opened++;
      return {
        next: async () => {
          seen.asked++;
          await wait(seen.asked);
          return seen.asked > end ? { done: true, value: undefined } : { done: false, value: { x: seen.asked } };
        },
        return: async () => {
          seen.left++;
          return { done: true, value: undefined };
        },
      };
    },
  });
  return { seen, open };
};

const atOnce = () => Promise.resolve();

describe("a subscription to rows of an async iterable", () => {
  it("reads an async iterable once, and what a function opens anew each time", async () => {
    const once = rows(each(objects), { name: "the list" });
    const [batch] = await lastValueFrom(once.pipe(toArray()));
    expect(batch?.source).toMatchObject({ name: "the list", replayable: false });
    await expect(lastValueFrom(once)).rejects.toMatchObject({ code: "E_REPLAY", where: "the list" });

    const { seen, open } = watched(atOnce, 4);
    const again = rows(open);
    for (const _ of [1, 2]) {
      seen.asked = 0;
      expect((await lastValueFrom(again)).source.replayable).toBe(true);
    }
    expect(seen).toMatchObject({ opened: 2, left: 0 });
  });

  it("opens nothing before it is made, and asks for no event ahead of a batch", async () => {
    const { seen, open } = watched(atOnce);
    const events = rows(open, { batchSize: 3 });
    expect(seen.opened).toBe(0);
    const asked: number[] = [];
    await new Promise<void>((resolve) => {
      events.pipe(take(4)).subscribe({ next: () => asked.push(seen.asked), complete: resolve });
    });
    await settle();
    expect(asked).toEqual([3, 6, 9, 12]);
    expect(seen).toEqual({ opened: 1, asked: 12, left: 1 });
  });

  it("leaves the iterator once, while it waits for an event and while it never waits", async () => {
    for (const wait of [atOnce, () => new Promise<void>(() => undefined)]) {
      const { seen, open } = watched(wait);
      const subscription = rows(open, { batchSize: 2 ** 20 }).subscribe();
      await settle();
      subscription.unsubscribe();
      await settle();
      expect([seen.opened, seen.left]).toEqual([1, 1]);
      const { asked } = seen;
      await settle();
      expect(seen.asked).toBe(asked);
    }
  });

  it("leaves the iterator where an event does not fit", async () => {
    const left: string[] = [];
    const values = async function* () {
      try {
        yield* each<object>([{ x: 1 }, { x: "a" }, { x: 2 }]);
      } finally {
        left.push("left");
      }
    };
    await expect(lastValueFrom(rows(values, { batchSize: 1 }))).rejects.toMatchObject({ code: "E_SCHEMA" });
    await settle();
    expect(left).toEqual(["left"]);
  });

  it("fails with what the iterable throws as the cause", async () => {
    const cause = new RangeError("broken");
    const failing = async function* () {
      yield { x: 1 };
      throw cause;
    };
    await expect(lastValueFrom(rows(failing))).rejects.toMatchObject({ code: "E_UPSTREAM", cause, where: "rows" });
  });

  it.each<[string, () => unknown]>([
    ["a set", () => rows(new Set([{ x: 1 }]) as never)],
    ["null", () => rows(null as never)],
    ["a promise", () => rows(Promise.resolve([]) as never)],
    ["a number", () => rows(3 as never)],
  ])("is refused of %s where it is written", (_what, make) => {
    expect(make).toThrow(expect.objectContaining({ code: "E_TYPE" }));
  });

  it("is refused of a function that opens nothing", async () => {
    const forgotten = (async () => [{ x: 1 }]) as never;
    await expect(lastValueFrom(rows(forgotten))).rejects.toMatchObject({ code: "E_TYPE", where: "rows" });
  });
});
