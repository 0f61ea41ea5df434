import { describe, expect, it } from "vitest";
import { checkBuffers, checkColumn } from "./check-column.ts";
import { type Column, lengthOf } from "./column.ts";
import { columnOf } from "./rows.ts";

const rows = [
  { x: 1, l: [1, 2], m: [{ pt: 3, c: [4] }], w: "a" },
  { x: null, l: [], m: [], w: "b" },
];

/** Every buffer of a column, by a path. */
const buffersOf = (column: Column, path = ""): readonly (readonly [string, ArrayBufferLike])[] => {
  const own = column.validity ? [[`${path} validity`, column.validity.buffer] as const] : [];
  if (column.kind === "leaf") return [...own, [path, column.values.buffer]];
  if (column.kind === "list")
    return [...own, [`${path} offsets`, column.offsets.buffer], ...buffersOf(column.item, `${path}[]`)];
  return [...own, ...[...column.fields].flatMap(([name, field]) => buffersOf(field, `${path}.${name}`))];
};

describe("checkBuffers", () => {
  const paths = buffersOf(columnOf(rows)).map(([path]) => path);

  it("accepts what checkColumn accepts", () => {
    expect(paths.length).toBe(9);
    expect(() => checkBuffers(columnOf(rows), 2)).not.toThrow();
  });

  it.each(paths)("finds that the buffer of%s was given away", (path) => {
    const column = columnOf(rows);
    const buffer = buffersOf(column).find(([name]) => name === path)?.[1];
    if (!(buffer instanceof ArrayBuffer)) throw new TypeError("there is such a buffer");
    structuredClone(buffer, { transfer: [buffer] });
    expect(() => checkBuffers(column, 2)).toThrow(/^E_(SHAPE|OFFSETS)/);
  });

  it("finds that a buffer has shrunk", () => {
    const buffer = new ArrayBuffer(16, { maxByteLength: 16 });
    const column: Column = { kind: "leaf", dtype: "f64", values: new Float64Array(buffer) };
    expect(() => checkBuffers(column, 2)).not.toThrow();
    buffer.resize(8);
    expect(() => checkBuffers(column, 2)).toThrow("E_SHAPE");
  });
});

describe("columns nested 20000 deep", () => {
  let column: Column = { kind: "leaf", dtype: "f64", values: new Float64Array(1) };
  for (let level = 0; level < 20_000; level++) column = { kind: "list", offsets: Int32Array.of(0, 1), item: column };

  it("are refused", () => {
    expect(() => checkColumn(column, 1)).toThrow("E_LIMIT");
    expect(() => checkBuffers(column, 1)).toThrow("E_LIMIT");
  });
});

it("a record may have 200000 fields", () => {
  const leaf = columnOf([1, 2]);
  const fields = new Map(Array.from({ length: 200_000 }, (_, k) => [`c${k}`, leaf]));
  expect(lengthOf({ kind: "record", fields })).toBe(2);
  expect(() => checkColumn({ kind: "record", fields }, 2)).not.toThrow();
});
