import * as A from "apache-arrow";
import fc from "fast-check";
import { firstValueFrom } from "rxjs";
import { describe, expect, it } from "vitest";
import type { Column, LeafColumn, RecordColumn } from "../../core/index.ts";
import { columnOf } from "../../core/index.ts";
import { plainRows } from "../plain-rows.ts";
import { arrow, columnsOf, dualInfo, tableOf, toIpc } from "./index.ts";

const bits = (values: ArrayBufferView): readonly number[] => [
  ...new Uint8Array(values.buffer, values.byteOffset, values.byteLength),
];
const exact = ({ values, validity, tangent, adjoint, dtype }: LeafColumn) => ({
  dtype,
  values: bits(values),
  validity: validity && bits(validity),
  tangent: tangent?.map(bits),
  adjoint: adjoint && bits(adjoint),
});
const leafIn = (columns: RecordColumn, name: string): LeafColumn => {
  const column: Column | undefined = columns.fields.get(name);
  if (column?.kind === "leaf") return column;
  throw new Error(`${name} is no leaf`);
};

const floats = (length: number): fc.Arbitrary<Float64Array> =>
  fc.float64Array({ minLength: length, maxLength: length, noNaN: false });

const dual = fc.integer({ min: 0, max: 12 }).chain((rows) =>
  fc.record({
    values: fc.oneof(floats(rows), fc.float32Array({ minLength: rows, maxLength: rows })),
    present: fc.option(fc.array(fc.boolean(), { minLength: rows, maxLength: rows }), { nil: undefined }),
    tangent: fc.option(fc.array(floats(rows), { maxLength: 3 }), { nil: undefined }),
    adjoint: fc.option(floats(rows), { nil: undefined }),
  }),
);

const leafOf = ({
  values,
  present,
  tangent,
  adjoint,
}: typeof dual extends fc.Arbitrary<infer T> ? T : never): LeafColumn => {
  const validity = present?.includes(false) ? new Uint8Array(Math.ceil(present.length / 8)) : undefined;
  present?.forEach((there, i) => {
    if (validity && there) validity[i >> 3] = (validity[i >> 3] ?? 0) | (1 << (i & 7));
    if (!there) values[i] = 0;
  });
  const dtype = values instanceof Float32Array ? "f32" : "f64";
  return { kind: "leaf", dtype, values, validity, tangent, adjoint };
};

const ways: Readonly<Record<string, (table: A.Table) => A.Table>> = {
  memory: (table) => table,
  file: (table) => A.tableFromIPC(A.tableToIPC(table, "file")),
  stream: (table) => A.tableFromIPC(A.tableToIPC(table, "stream")),
};

const two = { rows: 3, tangent: [Float64Array.of(1, 2, 3), Float64Array.of(4, 5, 6)] };
const column: LeafColumn = { kind: "leaf", dtype: "f64", values: Float64Array.of(7, 8, 9), tangent: two.tangent };
const parameters = [
  { name: '__proto__"', width: 2 },
  { name: "cut", width: 0.1 },
];

describe("columns that carry derivatives", () => {
  it.each(Object.keys(ways))("come back bit for bit through %s", (way) => {
    fc.assert(
      fc.property(dual.map(leafOf), (leaf) => {
        const back = columnsOf(
          (ways[way] ?? ((table) => table))(tableOf({ kind: "record", fields: new Map([["m", leaf]]) })),
        );
        expect(exact(leafIn(back, "m"))).toEqual(exact(leaf));
      }),
    );
  });

  it("are records of value and tangents to other readers, marked in the metadata", () => {
    const table = tableOf({ kind: "record", fields: new Map([["m", column]]) }, { parameters });
    expect(String(table.schema.fields[0]?.type)).toBe("Struct<{value:Float64, tangent:FixedSizeList[2]<Float64>}>");
    expect(table.schema.fields[0]?.metadata.get("jagrad.dual")).toBe(
      '{"parameters":["__proto__\\"","cut"],"widths":[2,0.1]}',
    );
    expect(table.get(1)?.toJSON()).toMatchObject({ m: { value: 8 } });
  });

  it("say which parameters they belong to, also inside lists", () => {
    const list: Column = {
      kind: "list",
      offsets: Int32Array.of(1, 3),
      item: { kind: "record", fields: new Map([["pt", column]]) },
    };
    const table = tableOf({ kind: "record", fields: new Map([["muon", list]]) }, { parameters });
    expect(dualInfo(table)).toEqual([{ path: ["muon", "item", "pt"], parameters, adjoint: false }]);
    const back = columnsOf(A.tableFromIPC(A.tableToIPC(table))).fields.get("muon");
    const pt = back?.kind === "list" && back.item.kind === "record" ? leafIn(back.item, "pt") : undefined;
    expect(pt && [...(pt.tangent ?? [])].map((tangent) => [...tangent])).toEqual([
      [2, 3],
      [5, 6],
    ]);
  });

  it("are joined and sliced with their derivatives", () => {
    const table = tableOf({
      kind: "record",
      fields: new Map([["m", { ...column, adjoint: Float64Array.of(1, 0, 1) }]]),
    });
    const joined = leafIn(columnsOf(table.slice(1, 3).concat(table.slice(0, 2))), "m");
    expect([joined.values, joined.tangent?.[1], joined.adjoint].map((values) => [...(values ?? [])])).toEqual([
      [8, 9, 7, 8],
      [5, 6, 4, 5],
      [0, 1, 1, 0],
    ]);
  });

  it("are their values to events", async () => {
    const bytes = toIpc({ kind: "record", fields: new Map([["m", column]]) }, { format: "file", parameters });
    const batch = await firstValueFrom(arrow(bytes, { batchSize: 2, fold: { of: 2, index: 1 } }));
    expect(plainRows(batch.columns, batch.size)).toEqual([{ m: 8 }]);
  });

  it("need one parameter for each tangent", () => {
    const dual: RecordColumn = { kind: "record", fields: new Map([["m", column]]) };
    expect(() => tableOf(dual, { parameters: [] })).toThrow("E_SHAPE");
  });

  it.each(["{", "[]", '{"parameters":["a"],"widths":[]}', '{"parameters":[1],"widths":[1]}'])(
    "with the metadata %s are refused",
    (text) => {
      const plain = columnOf([{ m: { value: 1, tangent: 2 } }]);
      const { schema, batches } = tableOf(plain.kind === "record" ? plain : { kind: "record", fields: new Map() });
      const [field] = schema.fields;
      const marked = new A.Schema([
        new A.Field("m", field?.type ?? new A.Null(), true, new Map([["jagrad.dual", text]])),
      ]);
      const [batch] = batches;
      expect(() => columnsOf(new A.RecordBatch(marked, batch?.data))).toThrow(/E_FILE|E_TYPE/);
    },
  );
});
