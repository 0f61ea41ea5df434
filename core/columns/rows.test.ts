import { describe, expect, it } from "vitest";
import { batchOf, rowOf } from "./batch.ts";
import { type Column, schemaOf } from "./column.ts";
import { columnOf } from "./rows.ts";
import { showSchema } from "./show-schema.ts";

const typeOf = (values: readonly unknown[]): string => showSchema(schemaOf(columnOf(values)));

const rowsOf = (values: readonly object[]): readonly unknown[] => {
  const columns = columnOf(values);
  if (columns.kind !== "record") throw new TypeError("rows are objects");
  const batch = batchOf(columns, { name: "test", replayable: true });
  return values.map((_, i) => rowOf(batch, i));
};

interface Read {
  readonly x: unknown;
  readonly l: readonly { readonly pt: unknown }[];
}

const rowOfOne = (value: object): Read => rowsOf([value])[0] as Read;

describe("columnOf", () => {
  it.each<[string, readonly unknown[]]>([
    ["f64", [1, 2.5]],
    ["?f64", [1, null]],
    ["?f64", [undefined, null]],
    ["f64", []],
    ["i64", [1n, 2n]],
    ["bool", [true, false]],
    ["string", ["a", "b", "a"]],
    ["var * f64", [[1], [], [2, 3]]],
    ["?var * f64", [[1], null]],
    ["var * ?f64", [[1, null], []]],
    ["var * var * bool", [[[true], []], []]],
    ["{x: f64, y: ?f64}", [{ x: 1 }, { x: 2, y: 3 }]],
    ["?{x: ?f64}", [{ x: 1 }, null]],
  ])("makes a column of type %s", (type, values) => {
    expect(typeOf(values)).toBe(type);
  });

  it.each<[string, readonly unknown[], RegExp]>([
    ["numbers and strings", [1, "a"], /number, string/],
    ["lists and records", [{ a: [1] }, { a: { b: 1 } }], /row\.a/],
    ["items of different types", [[1], [true]], /row\[\]/],
    ["functions", [() => 1], /function cannot be a column/],
    ["symbols", [Symbol.iterator], /symbol/],
  ])("refuses %s", (_what, values, message) => {
    expect(() => columnOf(values)).toThrow(expect.objectContaining({ code: "E_TYPE" }));
    expect(() => columnOf(values)).toThrow(message);
  });

  it("keeps numbers bit for bit", () => {
    const values = [-0, Number.NaN, 5e-324, 0.1 + 0.2, Number.POSITIVE_INFINITY];
    const column = columnOf(values) as Extract<Column, { kind: "leaf" }>;
    expect([...column.values]).toEqual(values);
    expect(Object.is(column.values[0], -0)).toBe(true);
  });
});

describe("columnOf of objects without end", () => {
  const nested = (levels: number, wrap: (inner: unknown) => unknown): unknown => {
    let value: unknown = 1;
    for (let level = 0; level < levels; level++) value = wrap(value);
    return value;
  };

  it.each<[string, (inner: unknown) => unknown]>([
    ["arrays", (inner) => [inner]],
    ["objects", (inner) => ({ inner })],
  ])("refuses %s nested 20000 deep, and reads 60 levels", (_what, wrap) => {
    expect(() => columnOf([nested(20_000, wrap)])).toThrow("E_LIMIT");
    expect(() => columnOf([nested(60, wrap)])).not.toThrow();
  });

  it("refuses an object that contains itself", () => {
    const event: Record<string, unknown> = { x: 1 };
    event.first = event;
    event.second = [event];
    expect(() => columnOf([event])).toThrow("E_LIMIT");
  });

  it.each<[string, object]>([
    ["a date", new Date(0)],
    ["a map", new Map([["x", 1]])],
    ["a typed array", Float64Array.of(1, 2)],
    ["a buffer", new ArrayBuffer(8)],
    ["a promise", Promise.resolve(1)],
  ])("refuses %s, whose members are not what it holds", (_what, value) => {
    expect(() => columnOf([{ value }])).toThrow(/E_TYPE: a class instance cannot be a column\n {2}row\.value/);
  });

  it("reads the members of an instance of a class", () => {
    class Vector {
      readonly pt = 3;
    }
    const column = columnOf([new Vector()]);
    expect(column.kind === "record" && [...column.fields.keys()]).toEqual(["pt"]);
  });
});

describe("rowOf", () => {
  it("gives back the objects", () => {
    const rows = [
      {
        x: 1,
        s: "a",
        t: true,
        l: [
          { y: 1, z: [1, 2] },
          { y: 2, z: [] },
        ],
        r: { q: 3 },
      },
      { x: -2, s: "b", t: false, l: [], r: { q: 4 } },
    ];
    expect(rowsOf(rows)).toEqual(rows);
  });

  it("reads a null as undefined, and a null list as an empty one", () => {
    expect(
      rowsOf([
        { x: null, l: null },
        { x: 1, l: [1] },
      ]),
    ).toEqual([
      { x: undefined, l: [] },
      { x: 1, l: [1] },
    ]);
  });

  it("reads a list with null validity as empty, whatever its offsets say", () => {
    const columns: Column = {
      kind: "record",
      fields: new Map([
        ["l", { kind: "list", offsets: Int32Array.of(0, 2), validity: Uint8Array.of(0), item: columnOf([1, 2]) }],
      ]),
    };
    expect(rowOf(batchOf(columns, { name: "test", replayable: true }), 0)).toEqual({ l: [] });
  });

  it("has undefined members in a null record and past the end of a list of records", () => {
    const row = rowsOf([
      { r: null, l: [{ pt: 1 }] },
      { r: { x: 1 }, l: [] },
    ])[0] as never as {
      readonly r: { readonly x: unknown };
      readonly l: readonly { readonly pt: unknown }[];
    };
    expect([row.r.x, row.l[0]?.pt, row.l[1]?.pt, row.l.at(-1)?.pt, row.l.at(5)?.pt, row.l.length]).toEqual([
      undefined,
      1,
      undefined,
      1,
      undefined,
      1,
    ]);
  });

  it("reads past the end of a list of numbers as undefined", () => {
    expect(rowOfOne({ l: [1] }).l[1]).toBeUndefined();
  });

  const hostile = [
    "__proto__",
    "constructor",
    "prototype",
    "toString",
    "hasOwnProperty",
    "length",
    "valueOf",
    "then",
    'a"b',
    "1; drop table x",
    "",
    " ",
    "\u2028",
    "x];process.exit(9);//",
    "*/",
  ];

  it.each(hostile)("keeps a column called %j", (name) => {
    const row: object = JSON.parse(`{${JSON.stringify(name)}: 7, "other": 1}`);
    const [read] = rowsOf([row]) as [Record<string, unknown>];
    expect(Object.keys(read)).toEqual([name, "other"]);
    expect(read[name]).toBe(7);
    expect(Object.getPrototypeOf(read)).toBe(null);
  });

  it("is not a promise because of a column called then", async () => {
    const row = rowOfOne(JSON.parse('{"then": 1, "x": 2}'));
    expect((await row).x).toBe(2);
  });

  it("leaves Object.prototype alone", () => {
    const before = Object.getOwnPropertyNames(Object.prototype).sort();
    rowsOf([JSON.parse('{"__proto__": {"polluted": 1}}')]);
    expect(Object.getOwnPropertyNames(Object.prototype).sort()).toEqual(before);
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });

  it("lets a filtered list be read past its end, as a lambda does", () => {
    const { l } = rowOfOne({ l: [{ pt: 1 }] });
    expect(
      () =>
        Reflect.get(
          l.filter(() => false),
          0,
        ).pt,
    ).not.toThrow();
  });

  it("lets the item that find does not find be read, as a lambda does", () => {
    const { l } = rowOfOne({ l: [{ pt: 1 }] });
    expect(() => (l.find(() => false) as { readonly pt: unknown }).pt).not.toThrow();
  });
});

describe("batchOf", () => {
  it("checks the columns against the number of events", () => {
    const columns = columnOf([{ x: 1 }]);
    if (columns.kind !== "record") throw new TypeError("a record");
    expect(() => batchOf(columns, { name: "test", replayable: true }, 0, 2)).toThrow(/^E_SHAPE/);
    expect(batchOf(columns, { name: "test", replayable: true }, 5)).toMatchObject({ first: 5, size: 1, stages: [] });
  });
});
