import { execFileSync } from "node:child_process";
import { appendFileSync, truncateSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as A from "apache-arrow";
import { lastValueFrom, reduce, tap } from "rxjs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Column, columnOf, isJagradError, type RecordColumn } from "../../core/index.ts";
import { plainRows } from "../plain-rows.ts";
import { type ArrowSource, arrow, columnsOf, tableOf, toIpc } from "./index.ts";

const recordOf = (rows: readonly object[]): RecordColumn => {
  const column = columnOf(rows);
  return column.kind === "record" ? column : { kind: "record", fields: new Map() };
};
const events = recordOf(Array.from({ length: 100 }, (_, i) => ({ x: i, l: [i, -i], w: `w${i % 3}` })));

async function* pieces(): AsyncGenerator<RecordColumn> {
  for (let i = 0; i < 4; i++) yield events;
}
const bytesOf = async (format: "file" | "stream"): Promise<Uint8Array<ArrayBuffer>> => {
  const chunks: Uint8Array[] = [];
  for await (const chunk of toIpc(pieces(), { format })) chunks.push(chunk);
  return Uint8Array.from(Buffer.concat(chunks));
};
const outcome = (from: ArrowSource): Promise<number | string> =>
  lastValueFrom(arrow(from).pipe(reduce((sum, batch) => sum + batch.size, 0))).catch((error: unknown) =>
    isJagradError(error) ? error.code : `not ours: ${error}`,
  );

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "arrow-faults-"));
});
afterAll(() => rm(folder, { recursive: true }));

describe("files that are no files, or change", () => {
  it("such as pipes, URLs and patterns are refused at once", async () => {
    execFileSync("mkfifo", [join(folder, "pipe")]);
    await writeFile(join(folder, "a.arrow"), await bytesOf("file"));
    for (const name of [join(folder, "pipe"), `file://${folder}/a.arrow`, join(folder, "*.arrow"), "\\\\server\\a"])
      expect([name, await outcome(name)]).toEqual([name, "E_FILE"]);
    expect(await outcome(join(folder, "a.arrow"))).toBe(400);
  });

  it.each<["file" | "stream", string, (path: string) => void]>([
    ["file", "grows", (path) => appendFileSync(path, "more")],
    ["file", "shrinks", (path) => truncateSync(path, 4000)],
    ["stream", "grows", (path) => appendFileSync(path, "more")],
    ["stream", "shrinks", (path) => truncateSync(path, 4000)],
    ["stream", "is emptied", (path) => truncateSync(path, 0)],
  ])("such as a %s that %s while it is read are refused", async (format, _what, change) => {
    const path = join(folder, "changing");
    await writeFile(path, await bytesOf(format));
    const read = arrow(path).pipe(tap(({ first }) => first === 0 && change(path)));
    await expect(lastValueFrom(read)).rejects.toMatchObject({ code: "E_FILE" });
  });
});

describe("memory", () => {
  it("is not taken for what 30 bytes announce", async () => {
    const bytes = new Uint8Array(30);
    bytes.set([255, 255, 255, 255, 255, 255, 255, 127]);
    await outcome(bytes);
    const before = process.memoryUsage();
    expect(await outcome(bytes)).toBe("E_FILE");
    const after = process.memoryUsage();
    expect(after.arrayBuffers - before.arrayBuffers).toBeLessThan(2 ** 20);
    expect(after.rss - before.rss).toBeLessThan(32 * 2 ** 20);
  });

  const shared = (values: Float64Array): Float64Array => {
    const copy = new Float64Array(new SharedArrayBuffer(values.byteLength));
    copy.set(values);
    return copy;
  };
  const shrinking = (values: Float64Array): Float64Array => {
    const copy = new Float64Array(new ArrayBuffer(values.byteLength, { maxByteLength: 2 * values.byteLength }));
    copy.set(values);
    return copy;
  };

  it.each([
    ["other threads may change", shared],
    ["may shrink", shrinking],
  ])("of a table that %s is copied before it is checked", (_what, place) => {
    const child = A.makeData({
      type: new A.Float64(),
      data: place(Float64Array.of(1, 2, 3)) as Float64Array<ArrayBuffer>,
    });
    const offsets = new Int32Array(place(new Float64Array(2)).buffer, 0, 3);
    offsets.set([0, 1, 3]);
    const type = new A.List(new A.Field("item", child.type));
    const data = A.makeData({ type, length: 2, nullCount: 0, valueOffsets: offsets as Int32Array<ArrayBuffer>, child });
    const row = A.makeData({ type: new A.Struct([new A.Field("l", type)]), length: 2, nullCount: 0, children: [data] });
    const columns = columnsOf(new A.RecordBatch(new A.Schema(row.type.children), row));
    offsets.fill(-7);
    child.values.fill(0);
    expect(plainRows(columns, 2)).toEqual([{ l: [1] }, { l: [2, 3] }]);
  });

  it("that is given away between two batches ends the stream with an error", async () => {
    for (const format of ["file", "stream"] as const) {
      const bytes = await bytesOf(format);
      let seen = 0;
      const read = arrow(bytes).pipe(
        tap(() => seen++ === 0 && structuredClone(bytes.buffer, { transfer: [bytes.buffer] })),
      );
      await expect(lastValueFrom(read)).rejects.toSatisfy(isJagradError);
      expect(seen).toBe(1);
    }
  });
});

describe("one bit", () => {
  const few = recordOf([
    { x: 1, l: [1], w: "a" },
    { x: 2, l: [], w: "b" },
  ]);
  async function* twice(): AsyncGenerator<RecordColumn> {
    yield few;
    yield few;
  }

  it.each(["file", "stream"] as const)(
    "that is wrong in a %s is an error, or costs no event",
    async (format) => {
      const chunks: Uint8Array[] = [];
      for await (const chunk of toIpc(twice(), { format })) chunks.push(chunk);
      const whole = Uint8Array.from(Buffer.concat(chunks));
      expect(await outcome(whole)).toBe(4);
      const wrong: unknown[] = [];
      for (let at = 0; at < whole.length; at++)
        for (const bit of [1, 2, 128]) {
          const bytes = whole.slice();
          bytes[at] = (bytes[at] ?? 0) ^ bit;
          const found = await outcome(bytes);
          if (found !== 4 && !/^E_[A-Z]+$/.test(String(found))) wrong.push([at, bit, found]);
        }
      expect(wrong).toEqual([]);
    },
    60_000,
  );
});

describe("dictionaries", () => {
  const wordsOnly = toIpc(recordOf([{ w: "a" }, { w: "b" }]), { format: "stream" });

  /** The messages of a stream, each with its prefix and its buffers. */
  const messagesIn = (stream: Uint8Array): readonly Uint8Array[] => {
    const view = new DataView(stream.buffer, stream.byteOffset, stream.byteLength);
    const messages: Uint8Array[] = [];
    for (let at = 0; view.getInt32(at + 4, true) > 0; ) {
      const metadata = at + 8;
      const table = metadata + view.getUint32(metadata, true);
      const vtable = table - view.getInt32(table, true);
      const field = view.getUint16(vtable, true) > 10 ? view.getUint16(vtable + 10, true) : 0;
      const body = field === 0 ? 0 : Number(view.getBigInt64(table + field, true));
      const end = metadata + view.getInt32(at + 4, true) + body;
      messages.push(stream.subarray(at, end));
      at = end;
    }
    return messages;
  };

  it("that are not there, or belong to no column, are an error", async () => {
    const messages = messagesIn(wordsOnly);
    const [schema, dictionary, batch] = messages;
    if (!schema || !dictionary || !batch || messages.length !== 3) throw new TypeError("three messages are written");
    const [plain] = messagesIn(toIpc(recordOf([{ x: 1 }, { x: 2 }]), { format: "stream" }));
    if (!plain) throw new TypeError("there is a schema");
    expect(await outcome(Buffer.concat([schema, dictionary, batch]))).toBe(2);
    expect(await outcome(Buffer.concat([schema, batch]))).toBe("E_OFFSETS");
    expect(await outcome(Buffer.concat([schema, batch, dictionary]))).toBe("E_OFFSETS");
    expect(await outcome(Buffer.concat([plain, dictionary]))).toBe("E_FILE");
  });

  it("that add to entries which are not there are an error", async () => {
    class DeltaWriter extends A.RecordBatchStreamWriter {
      protected override _writeDictionaryBatch(dictionary: A.Data, id: number): this {
        return super._writeDictionaryBatch(dictionary, id, true);
      }
    }
    const writer = new DeltaWriter();
    writer.writeAll(new A.Table({ w: A.vectorFromArray(["a", "b"], new A.Dictionary(new A.Utf8(), new A.Int32())) }));
    const bytes = writer.finish().toUint8Array(true);
    expect(messagesIn(bytes).length).toBe(3);
    expect(await outcome(bytes)).toBe("E_FILE");
  });
});

describe("text without UTF-8", () => {
  it("is refused as a name and as a word, where Arrow would change it", () => {
    for (const name of ["\ud800", "a\udfff"])
      expect(() => toIpc(recordOf([{ [name]: 1 }]), { format: "file" })).toThrow("E_COLUMN");
    expect(() => tableOf(recordOf([{ inner: [{ "\ud800": 1 }] }]))).toThrow("E_COLUMN");
    for (const format of ["file", "stream"] as const)
      expect(() => toIpc(recordOf([{ w: "\ud800" }]), { format })).toThrow("E_TYPE");
  });
});

describe("what is left early", () => {
  it("is closed once: by break, return and throw", async () => {
    const ends: string[] = [];
    async function* source(name: string): AsyncGenerator<RecordColumn> {
      try {
        for (;;) yield events;
      } finally {
        ends.push(name);
      }
    }
    let chunks = 0;
    for await (const _ of toIpc(source("break"), { format: "stream" })) if (++chunks === 3) break;
    const begun = async (name: string): Promise<AsyncIterator<Uint8Array>> => {
      const iterator = toIpc(source(name), { format: "file" })[Symbol.asyncIterator]();
      for (let k = 0; k < 3; k++) await iterator.next();
      return iterator;
    };
    await (await begun("return")).return?.();
    await expect((await begun("throw")).throw?.(new Error("enough"))).rejects.toThrow("enough");
    expect(ends).toEqual(["break", "return", "throw"]);
  });
});

it("float16 and float32 stay float32", () => {
  const kinds = [
    A.makeData({ type: new A.Float16(), data: Uint16Array.of(0x3c00) }),
    A.makeData({ type: new A.Float32(), data: Float32Array.of(0.1) }),
  ].map((data) => {
    const row = A.makeData({
      type: new A.Struct([new A.Field("x", data.type)]),
      length: 1,
      nullCount: 0,
      children: [data],
    });
    const x: Column | undefined = columnsOf(new A.RecordBatch(new A.Schema(row.type.children), row)).fields.get("x");
    return x?.kind === "leaf" && [x.dtype, x.values];
  });
  expect(kinds).toEqual([
    ["f32", Float32Array.of(1)],
    ["f32", Float32Array.of(0.1)],
  ]);
});
