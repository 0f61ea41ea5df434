import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Column, checkBuffers, checkColumn, columnOf } from "../core/index.ts";
import { concatColumns } from "./concat-columns.ts";
import { growingColumn } from "./growing-column.ts";
import { plainRows } from "./plain-rows.ts";
import { sliceColumn } from "./slice-column.ts";
import { takeRows } from "./take-rows.ts";

const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null, freq: 3 });
const number = fc.integer({ min: -9, max: 9 });
const event = fc.record({
  x: maybe(number),
  big: maybe(fc.bigInt({ min: -9n, max: 9n })),
  flag: maybe(fc.boolean()),
  word: maybe(fc.constantFrom("", "a", "b", "__proto__")),
  list: maybe(fc.array(maybe(number), { maxLength: 3 })),
  jets: maybe(fc.array(fc.record({ pt: maybe(number), hits: fc.array(number, { maxLength: 2 }) }), { maxLength: 3 })),
  inner: maybe(fc.record({ y: maybe(number), name: maybe(fc.constantFrom("p", "q")) })),
});

// an event of full shape first, so that two columns of the same events never differ in type
const full = {
  x: 1,
  big: 1n,
  flag: true,
  word: "w",
  list: [1],
  jets: [{ pt: 1, hits: [1] }],
  inner: { y: 1, name: "p" },
};
const columnOver = (events: readonly unknown[]): Column => columnOf([full, ...events]);
const table = fc.array(event, { maxLength: 40 }).map((events) => {
  const column = columnOver(events);
  return { column, plain: plainRows(column, events.length + 1) };
});

const plain = (column: Column, rows: number): readonly unknown[] => {
  checkColumn(column, rows);
  return plainRows(column, rows);
};

describe("column surgery", () => {
  it("slices any rows out of any column", () => {
    fc.assert(
      fc.property(table, fc.nat(), fc.nat(), ({ column, plain: all }, a, b) => {
        const first = a % (all.length + 1);
        const end = first + (b % (all.length + 1 - first));
        expect(plain(sliceColumn(column, first, end), end - first)).toEqual(all.slice(first, end));
      }),
    );
  });

  it("slices a slice as if it were a column", () => {
    fc.assert(
      fc.property(table, fc.nat(), ({ column, plain: all }, a) => {
        const first = a % (all.length + 1);
        const rest = sliceColumn(column, first, all.length);
        const half = (all.length - first) >> 1;
        expect(plain(sliceColumn(rest, half, all.length - first), all.length - first - half)).toEqual(
          all.slice(first + half),
        );
      }),
    );
  });

  it("takes rows in any order, also twice", () => {
    fc.assert(
      fc.property(table, fc.array(fc.nat(), { maxLength: 50 }), ({ column, plain: all }, picks) => {
        const index = Int32Array.from(picks, (pick) => pick % all.length);
        expect(plain(takeRows(column, index), index.length)).toEqual([...index].map((row) => all[row]));
      }),
    );
  });

  it("joins slices and other columns to one", () => {
    fc.assert(
      fc.property(table, table, fc.nat(), (left, right, a) => {
        const first = a % (left.plain.length + 1);
        const parts = [
          { column: sliceColumn(left.column, first, left.plain.length), rows: left.plain.length - first },
          { column: right.column, rows: right.plain.length },
          { column: sliceColumn(left.column, 0, first), rows: first },
        ];
        const rows = left.plain.length + right.plain.length;
        expect(plain(concatColumns(parts), rows)).toEqual([
          ...left.plain.slice(first),
          ...right.plain,
          ...left.plain.slice(0, first),
        ]);
      }),
    );
  });

  it("grows by any rows of any column, whatever room was made, also in the memory of an old column", () => {
    const parts = fc.array(fc.tuple(table, fc.nat(), fc.nat()), { minLength: 1 });
    fc.assert(
      fc.property(parts, fc.nat(60), fc.option(table), (pieces, room, old) => {
        const grown = growingColumn(columnOver([]), room, old?.column);
        const wanted = pieces.flatMap(([{ column, plain: all }, a, b]) => {
          const first = a % (all.length + 1);
          const end = first + (b % (all.length + 1 - first));
          grown.add(column, first, end);
          return all.slice(first, end);
        });
        expect(grown.rows()).toBe(wanted.length);
        expect(plain(grown.column(), wanted.length)).toEqual(wanted);
      }),
    );
  });

  it("leaves a column empty in whose memory another one grows", () => {
    const old = columnOf([1, 2, 3, 4]);
    const grown = growingColumn(old, 4, old);
    grown.add(columnOf([5, 6]), 0, 2);
    expect(plainRows(grown.column(), 2)).toEqual([5, 6]);
    expect(() => checkBuffers(old, 1)).toThrow("E_SHAPE");
    const list = columnOf([[1], [2, 3]]);
    growingColumn(list, 2, list);
    expect(() => checkBuffers(list, 1)).toThrow("E_OFFSETS");
  });

  it("has zeros for what is missing, whatever its memory held", () => {
    const old = columnOf(["a", "b", "c", "d", "e", "f"]);
    const grown = growingColumn(old, 6, old);
    grown.add(columnOf(["a", null, "b"]), 0, 3);
    grown.add(columnOf([null, "c"]), 0, 2);
    const column = grown.column();
    expect(plainRows(column, 5)).toEqual(["a", null, "b", null, "c"]);
    expect(column.kind === "leaf" && [...column.values]).toEqual([0, 0, 1, 0, 2]);
  });

  it("holds on to little more memory than its rows need", () => {
    const grown = growingColumn(columnOf([1]), 100_000);
    grown.add(columnOf([1, 2, 3]), 0, 3);
    const column = grown.column();
    expect(column.kind === "leaf" && column.values.buffer.byteLength).toBe(24);
  });

  it("copies no values when it slices", () => {
    const column = columnOf([1, 2, 3, 4]);
    const slice = sliceColumn(column, 1, 3);
    expect(column.kind === "leaf" && slice.kind === "leaf" && slice.values.buffer === column.values.buffer).toBe(true);
  });

  it("drops validity where a part has every value", () => {
    const column = columnOf([null, 1, 2, null]);
    expect(sliceColumn(column, 1, 3).validity).toBeUndefined();
    expect(takeRows(column, Int32Array.of(2, 1)).validity).toBeUndefined();
    expect(sliceColumn(column, 0, 3).validity).toBeDefined();
  });

  it("keeps only words that occur when dictionaries are joined", () => {
    const words = columnOf(["a", "b", "c", "c"]);
    const joined = concatColumns([
      { column: sliceColumn(words, 2, 4), rows: 2 },
      { column: columnOf(["d"]), rows: 1 },
    ]);
    expect(joined.kind === "leaf" && joined.dictionary).toEqual(["c", "d"]);
  });

  it("refuses to join columns of different types", () => {
    const join = (a: readonly unknown[], b: readonly unknown[]) => () =>
      concatColumns([a, b].map((values) => ({ column: columnOf(values), rows: 1 })));
    expect(join([1], [true])).toThrow("E_SCHEMA");
    expect(join([[1]], [1])).toThrow("E_SCHEMA");
    expect(join([{ a: 1 }], [{ b: 1 }])).toThrow("E_SCHEMA");
  });
});
