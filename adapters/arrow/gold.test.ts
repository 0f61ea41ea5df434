import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { lastValueFrom, map, toArray } from "rxjs";
import { afterAll, describe, expect, it } from "vitest";
import { withDemand } from "../../core/index.ts";
import { sharedData } from "../../property-tests/shared-data.ts";
import { plainRows } from "../plain-rows.ts";
import { arrow } from "./index.ts";

interface JsonType {
  readonly name: string;
  readonly precision?: string;
  readonly timezone?: string;
  readonly listSize?: number;
}
interface JsonField {
  readonly name: string;
  readonly type: JsonType;
  readonly children: readonly JsonField[];
  readonly dictionary?: { readonly id: number };
}
interface JsonView {
  readonly INLINED?: string;
  readonly SIZE: number;
  readonly BUFFER_INDEX: number;
  readonly OFFSET: number;
}
type JsonNumbers = readonly (number | string)[];
interface JsonColumn {
  readonly VALIDITY?: readonly number[];
  readonly DATA?: readonly unknown[];
  readonly OFFSET?: JsonNumbers;
  readonly SIZE?: JsonNumbers;
  readonly VIEWS?: readonly JsonView[];
  readonly VARIADIC_DATA_BUFFERS?: readonly string[];
  readonly children?: readonly JsonColumn[];
}
interface JsonTable {
  readonly schema: { readonly fields: readonly JsonField[] };
  readonly batches: readonly { readonly count: number; readonly columns: readonly JsonColumn[] }[];
  readonly dictionaries?: readonly {
    readonly id: number;
    readonly data: { readonly columns: readonly JsonColumn[] };
  }[];
}

const at = <T>(items: readonly T[] | undefined, i: number): T => {
  const item = items?.[i];
  if (item === undefined) throw new Error(`the oracle has no entry ${i}`);
  return item;
};

const viewed = (column: JsonColumn, row: number): string => {
  const { INLINED, SIZE, BUFFER_INDEX, OFFSET } = at(column.VIEWS, row);
  if (INLINED !== undefined) return INLINED;
  const heap = Buffer.from(at(column.VARIADIC_DATA_BUFFERS, BUFFER_INDEX), "hex");
  return heap.subarray(OFFSET, OFFSET + SIZE).toString("utf8");
};

/** One row of a column of the integration format. */
const oracle = (table: JsonTable, field: JsonField, column: JsonColumn, row: number): unknown => {
  if (column.VALIDITY?.[row] === 0) return null;
  const { type, dictionary, children } = field;
  if (dictionary) {
    const entries = table.dictionaries?.find(({ id }) => id === dictionary.id);
    const plain: JsonField = { name: field.name, type, children };
    return oracle(table, plain, at(entries?.data.columns, 0), Number(at(column.DATA, row)));
  }
  const items = (first: number, length: number): unknown[] =>
    Array.from({ length }, (_, k) => oracle(table, at(children, 0), at(column.children, 0), first + k));
  const offset = (i: number): number => Number(at(column.OFFSET, i));
  switch (type.name) {
    case "list":
    case "largelist":
      return items(offset(row), offset(row + 1) - offset(row));
    case "listview":
    case "largelistview":
      return items(offset(row), Number(at(column.SIZE, row)));
    case "fixedsizelist":
      return items(row * (type.listSize ?? 0), type.listSize ?? 0);
    case "struct":
      return Object.fromEntries(
        children.map((child, k) => [child.name, oracle(table, child, at(column.children, k), row)]),
      );
    case "utf8view":
      return viewed(column, row);
    case "floatingpoint":
      return type.precision === "SINGLE" ? Math.fround(Number(at(column.DATA, row))) : Number(at(column.DATA, row));
    case "bool":
      return Boolean(at(column.DATA, row));
    default:
      return String(at(column.DATA, row));
  }
};

/** Whole numbers as text, so that both sides can write them as they like. */
const canonical = (value: unknown): unknown => {
  if (typeof value === "bigint" || Number.isInteger(value)) return String(value);
  if (Array.isArray(value)) return value.map(canonical);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, canonical(member)]));
};

const readableTypes = new Set([
  ...["int", "floatingpoint", "bool", "date", "time", "timestamp", "duration", "utf8", "largeutf8", "utf8view"],
  ...["list", "largelist", "listview", "largelistview", "fixedsizelist", "struct"],
]);
const isReadable = ({ type, children }: JsonField): boolean =>
  readableTypes.has(type.name) && !type.timezone && children.every(isReadable);
const hasTwins = (fields: readonly JsonField[]): boolean =>
  new Set(fields.map(({ name }) => name)).size < fields.length || fields.some(({ children }) => hasTwins(children));
const namesIn = ({ name, children }: JsonField): readonly string[] => [name, ...children.flatMap(namesIn)];

const root = sharedData("data/arrow-ipc/gold");
const cases = (root === undefined ? [] : readdirSync(root, { recursive: true, encoding: "utf8" }))
  .filter((path) => /\.(stream|arrow_file)$/.test(path))
  .sort();

const rowsOf = (path: string, names: readonly string[]): Promise<readonly unknown[]> =>
  withDemand({ names: new Set(names) }, () =>
    lastValueFrom(
      arrow(path).pipe(
        map((batch) => plainRows(batch.columns, batch.size)),
        toArray(),
        map((batches) => batches.flat()),
      ),
    ),
  );

describe("gold files of Arrow", () => {
  let compared = 0;
  afterAll(() => {
    if (root !== undefined) expect(compared).toBeGreaterThan(200);
  });

  it.skipIf(root === undefined)("are ninety", () => expect(cases.length).toBe(90));

  it.each(cases)("%s: each column is what the oracle says, or refused by its type", async (file) => {
    const path = join(root ?? "", file);
    const text = gunzipSync(readFileSync(path.replace(/\.(stream|arrow_file)$/, ".json.gz"))).toString("utf8");
    const table: JsonTable = JSON.parse(text);
    const { fields } = table.schema;
    const total = table.batches.reduce((sum, { count }) => sum + count, 0);
    for (const [k, field] of fields.entries()) {
      const read = rowsOf(path, namesIn(field));
      if (file.includes("compression")) await expect(read).rejects.toThrow(/E_TYPE.*(LZ4|ZSTD)/);
      else if (hasTwins(fields)) await expect(read).rejects.toThrow(/E_COLUMN.*ambiguous/);
      else if (!isReadable(field) && table.batches.length > 0) await expect(read).rejects.toThrow(/E_TYPE.*of type/);
      else {
        const wanted = table.batches.flatMap(({ count, columns }) =>
          Array.from({ length: count }, (_, row) => ({ [field.name]: oracle(table, field, at(columns, k), row) })),
        );
        expect(canonical(await read)).toEqual(canonical(wanted));
        expect(wanted.length).toBe(total);
        if (total > 0) compared++;
      }
    }
  });
});
