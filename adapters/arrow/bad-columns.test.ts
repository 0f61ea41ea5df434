import * as A from "apache-arrow";
import { lastValueFrom, toArray } from "rxjs";
import { describe, expect, it } from "vitest";
import { columnOf, type RecordColumn } from "../../core/index.ts";
import { plainRows } from "../plain-rows.ts";
import { arrow, columnsOf, toIpc } from "./index.ts";

const tableWith = (data: A.Data, name = "c"): A.RecordBatch => {
  const type = new A.Struct([new A.Field(name, data.type, true)]);
  const rows = A.makeData({ type, length: data.length, nullCount: 0, children: [data] });
  return new A.RecordBatch(new A.Schema(type.children), rows);
};
const f64 = (...values: readonly number[]): A.Data<A.Float64> =>
  A.makeData({ type: new A.Float64(), data: Float64Array.from(values) });
const itemOf = (data: A.Data): A.Field => new A.Field("item", data.type, true);
const list = (offsets: readonly number[], child: A.Data = f64(1, 2, 3, 4), length = offsets.length - 1): A.Data =>
  A.makeData({ type: new A.List(itemOf(child)), length, nullCount: 0, valueOffsets: Int32Array.from(offsets), child });
const largeList = (offsets: readonly bigint[], child: A.Data = f64(1, 2, 3, 4)): A.Data =>
  new A.Data(
    new A.LargeList(itemOf(child)),
    0,
    offsets.length - 1,
    0,
    { [A.BufferType.OFFSET]: BigInt64Array.from(offsets) },
    [child],
  );
const words = (codes: Int8Array | Int32Array | BigInt64Array, type: A.Int, dictionary: A.Vector): A.Data =>
  new A.Data(
    new A.Dictionary(new A.Utf8(), type as A.Int32),
    0,
    codes.length,
    0,
    { [A.BufferType.DATA]: codes as Int32Array },
    [],
    dictionary,
  );
const abc = A.vectorFromArray(["a", "b", "c"], new A.Utf8());

const rowsIn = (data: A.Data): readonly unknown[] => {
  const columns = columnsOf(tableWith(data));
  return plainRows(columns.fields.get("c") ?? columns, data.length);
};

describe("malformed buffers", () => {
  it.each<[string, A.Data, RegExp]>([
    ["list offsets that fall", list([0, 5, 2]), /E_OFFSETS.*fall[\s\S]*row 1/],
    ["a last offset beyond the items", list([0, 2, 2_000_000_000]), /E_OFFSETS/],
    ["a negative offset", list([0, -1, 4]), /E_OFFSETS/],
    ["a negative first offset", list([-1, 1, 4]), /E_OFFSETS/],
    ["64-bit offsets beyond 2^53", largeList([0n, 2n ** 53n + 1n]), /E_OFFSETS.*9007199254740993/],
    ["64-bit offsets that are negative", largeList([0n, -1n]), /E_OFFSETS.*-1/],
    ["64-bit offsets that only their low half makes small", largeList([0n, 2n ** 32n + 1n]), /E_OFFSETS/],
    ["offsets without their last entry", list([0, 2], f64(1, 2), 2), /E_OFFSETS/],
    [
      "a bitmap that is too short",
      A.makeData({
        type: new A.Float64(),
        length: 518,
        nullCount: 1,
        nullBitmap: new Uint8Array(64),
        data: new Float64Array(518),
      }),
      /E_OFFSETS/,
    ],
    [
      "missing rows without a bitmap",
      A.makeData({ type: new A.Float64(), length: 2, nullCount: 1, data: new Float64Array(2) }),
      /E_OFFSETS/,
    ],
    [
      "too few values",
      A.makeData({ type: new A.Float64(), length: 3, nullCount: 0, data: new Float64Array(2) }),
      /E_SHAPE/,
    ],
    ["a dictionary index beyond the entries", words(Int32Array.of(0, 3), new A.Int32(), abc), /E_OFFSETS.*entry 3/],
    ["a negative dictionary index", words(Int8Array.of(0, -1), new A.Int8(), abc), /E_OFFSETS.*entry -1/],
    [
      "strings that leave their bytes",
      A.makeData({
        type: new A.Utf8(),
        length: 1,
        nullCount: 0,
        valueOffsets: Int32Array.of(0, 9),
        data: new Uint8Array(4),
      }),
      /E_OFFSETS/,
    ],
    [
      "fixed-size lists with too few items",
      new A.Data(new A.FixedSizeList(3, itemOf(f64())), 0, 2, 0, {}, [f64(1, 2, 3, 4, 5)]),
      /E_SHAPE/,
    ],
    [
      "numbers beyond a 64-bit one with sign",
      A.makeData({ type: new A.Uint64(), data: BigUint64Array.of(2n ** 63n) }),
      /E_LIMIT/,
    ],
  ])("such as %s are refused", (_name, data, error) => {
    expect(() => rowsIn(data)).toThrow(error);
  });

  it("of a buffer that was given away are refused", () => {
    const values = new Float64Array(3);
    const table = tableWith(A.makeData({ type: new A.Float64(), data: values }));
    structuredClone(values.buffer, { transfer: [values.buffer] });
    expect(() => columnsOf(table)).toThrow("E_SHAPE");
  });

  it("1000 levels deep are refused", () => {
    let data: A.Data = f64(1);
    for (let level = 0; level < 1000; level++) data = list([0, 1], data);
    expect(() => rowsIn(data)).toThrow("E_LIMIT");
  });

  it("70 levels deep are refused in bytes too", async () => {
    let data: A.Data = f64(1);
    for (let level = 0; level < 70; level++) data = list([0, 1], data);
    const bytes = A.tableToIPC(new A.Table([tableWith(data)]));
    await expect(lastValueFrom(arrow(bytes))).rejects.toThrow("E_LIMIT");
  });
});

describe("unusual buffers that are right", () => {
  it.each<[string, A.Data, readonly unknown[]]>([
    ["a first offset that is not zero", list([1, 2, 4]), [[2], [3, 4]]],
    ["64-bit offsets", largeList([1n, 3n, 3n]), [[2, 3], []]],
    ["no offsets without a row", list([], f64(), 0), []],
    [
      "a null count that is wrong",
      A.makeData({
        type: new A.Float64(),
        length: 2,
        nullCount: 0,
        nullBitmap: Uint8Array.of(2),
        data: Float64Array.of(7, 8),
      }),
      [null, 8],
    ],
    [
      "lists that are missing but have items",
      A.makeData({
        type: new A.List(itemOf(f64())),
        length: 3,
        nullCount: 1,
        nullBitmap: Uint8Array.of(5),
        valueOffsets: Int32Array.of(0, 1, 3, 4),
        child: f64(1, 2, 3, 4),
      }),
      [[1], null, [4]],
    ],
    ["dictionary indices of 8 bits", words(Int8Array.of(2, 0), new A.Int8(), abc), ["c", "a"]],
    ["dictionary indices of 64 bits", words(BigInt64Array.of(1n, 1n), new A.Int64(), abc), ["b", "b"]],
    [
      "a dictionary with a word twice and a missing one",
      words(Int32Array.of(2, 1, 0, 3), new A.Int32(), A.vectorFromArray(["a", null, "a", "b"], new A.Utf8())),
      ["a", null, "a", "b"],
    ],
    [
      "fixed-size lists, one of them missing",
      new A.Data(new A.FixedSizeList(2, itemOf(f64())), 0, 2, 1, { [A.BufferType.VALIDITY]: Uint8Array.of(2) }, [
        f64(1, 2, 3, 4),
      ]),
      [null, [3, 4]],
    ],
    [
      "float16",
      A.makeData({ type: new A.Float16(), data: Uint16Array.of(0x3c00, 0xc000, 0x7c00, 0x0001, 0x7bff) }),
      [1, -2, Number.POSITIVE_INFINITY, 2 ** -24, 65504],
    ],
    ["uint32", A.makeData({ type: new A.Uint32(), data: Uint32Array.of(2 ** 32 - 1) }), [4294967295n]],
    ["dates", A.makeData({ type: new A.DateDay(), data: Int32Array.of(-1) }), [-1n]],
  ])("such as %s are read", (_name, data, rows) => {
    expect(rowsIn(data)).toEqual(rows);
  });

  it("have zero in place of what is missing, and the rows of a missing record are missing", () => {
    const x = A.makeData({ type: new A.Float64(), data: Float64Array.of(Number.NaN, 2) });
    const type = new A.Struct([new A.Field("x", x.type, true)]);
    const inner = A.makeData({ type, length: 2, nullCount: 1, nullBitmap: Uint8Array.of(2), children: [x] });
    const column = columnsOf(tableWith(inner)).fields.get("c");
    const leaf = column?.kind === "record" ? column.fields.get("x") : undefined;
    expect(leaf?.kind === "leaf" && [...leaf.values, leaf.validity?.[0]]).toEqual([0, 2, 2]);
  });

  it("may be unaligned, shared with other threads or able to shrink: then they are copied", async () => {
    const bytes = toIpc(columnOf([{ x: 1.5, l: [2n] }]) as RecordColumn, { format: "stream" });
    const shared = new Uint8Array(new SharedArrayBuffer(bytes.length));
    const shrinking = new Uint8Array(new ArrayBuffer(bytes.length, { maxByteLength: 2 * bytes.length }));
    for (const place of [new Uint8Array(bytes.length + 3).subarray(3), shared, shrinking]) {
      place.set(bytes);
      const [batch] = await lastValueFrom(arrow(place).pipe(toArray()));
      place.fill(255);
      expect(batch && plainRows(batch.columns, 1)).toEqual([{ x: 1.5, l: [2n] }]);
    }
  });

  it("may be shared by columns, which are written in full", async () => {
    const leaf = columnOf([1, 2]);
    const fields = new Map(["a", "b", "c"].map((name) => [name, leaf]));
    const bytes = toIpc({ kind: "record", fields }, { format: "file" });
    const [batch] = await lastValueFrom(arrow(bytes).pipe(toArray()));
    expect(batch && plainRows(batch.columns, 2)).toEqual([
      { a: 1, b: 1, c: 1 },
      { a: 2, b: 2, c: 2 },
    ]);
  });
});

describe("types without counterpart", () => {
  const decimal = new A.Data(new A.Decimal(2, 10, 128), 0, 1, 0, { [A.BufferType.DATA]: new Uint32Array(4) });
  const zoned = A.makeData({ type: new A.Timestamp(A.TimeUnit.SECOND, "UTC"), data: BigInt64Array.of(1n) });
  const nothing = A.makeData({ type: new A.Null(), length: 1 });
  const binary = A.makeData({ type: new A.Binary(), valueOffsets: Int32Array.of(0, 0), data: new Uint8Array() });

  it.each<[string, A.Data]>([
    ["decimal128", decimal],
    ["timestamp with a zone", zoned],
    ["null", nothing],
    ["binary", binary],
  ])("are refused by name: %s", (name, data) => {
    expect(() => columnsOf(tableWith(data, "speed"))).toThrow(new RegExp(`E_TYPE.*${name}[\\s\\S]*speed`));
  });

  it("are no obstacle where nobody asks for them", () => {
    const x = f64(1);
    const type = new A.Struct([new A.Field("d", decimal.type), new A.Field("x", x.type)]);
    const data = A.makeData({ type, length: 1, nullCount: 0, children: [decimal, x] });
    const batch = new A.RecordBatch(new A.Schema(type.children), data);
    expect([...columnsOf(batch, { names: new Set(["x"]) }).fields.keys()]).toEqual(["x"]);
  });

  it("names that two fields have are refused where they are asked for", () => {
    const type = new A.Struct([new A.Field("x", new A.Float64()), new A.Field("x", new A.Float64())]);
    const data = A.makeData({ type, length: 1, nullCount: 0, children: [f64(1), f64(2)] });
    const batch = new A.RecordBatch(new A.Schema(type.children), data);
    expect(() => columnsOf(batch)).toThrow("E_COLUMN");
    expect(columnsOf(batch, { names: new Set(["y"]) }).fields.size).toBe(0);
  });
});
