import { mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { lastValueFrom, reduce } from "rxjs";
import { describe, expect, it } from "vitest";
import { columnOf, isJagradError, type RecordColumn } from "../../core/index.ts";
import { storeOf, streamOf } from "./byte-stream.ts";
import { nextMessage } from "./framing.ts";
import { type ArrowSource, arrow, toIpc } from "./index.ts";

const rows = (first: number, count: number): RecordColumn => {
  const column = columnOf(
    Array.from({ length: count }, (_, i) => ({
      x: first + i,
      w: `word ${i % 5}`,
      l: [i, null],
      j: [{ ok: i % 2 === 0 }],
    })),
  );
  return column.kind === "record" ? column : { kind: "record", fields: new Map() };
};

async function* batches(): AsyncGenerator<RecordColumn> {
  for (let i = 0; i < 6; i++) yield rows(10 * i, 10);
}

const written = async (format: "file" | "stream"): Promise<Uint8Array> => {
  const chunks: Uint8Array[] = [];
  for await (const chunk of toIpc(batches(), { format })) chunks.push(chunk);
  return Buffer.concat(chunks);
};

const outcome = (from: ArrowSource): Promise<number | string> =>
  lastValueFrom(arrow(from).pipe(reduce((sum, batch) => sum + batch.size, 0))).catch((error: unknown) =>
    isJagradError(error) ? error.code : `not ours: ${error}`,
  );

/** Where messages end, and how many events lie before. */
const bordersOf = async (stream: Uint8Array): Promise<ReadonlyMap<number, number>> => {
  const bytes = streamOf(storeOf(stream));
  const borders = new Map<number, number>();
  for (let events = 0; ; ) {
    const framed = await nextMessage(bytes, "stream");
    if (framed === undefined) return borders.set(stream.length, events);
    if (framed.message.kind === "batch") events += framed.message.header.long(0);
    borders.set(stream.length - (bytes.left() ?? 0), events);
  }
};

describe("bytes that are cut", () => {
  it("end a stream only between two messages", async () => {
    const stream = await written("stream");
    expect(stream.length).toBeGreaterThan(5000);
    const borders = await bordersOf(stream);
    for (let end = 0; end < stream.length; end++)
      expect([end, await outcome(stream.subarray(0, end))]).toEqual([end, borders.get(end) ?? "E_FILE"]);
    expect(await outcome(stream)).toBe(60);
  }, 60_000);

  it("end it there too where they arrive in chunks of any size", async () => {
    const stream = await written("stream");
    const borders = await bordersOf(stream);
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: stream.length }), fc.integer({ min: 1, max: 3000 }), async (end, size) => {
        const chunks = Array.from({ length: Math.ceil(end / size) }, (_, i) =>
          stream.subarray(i * size, Math.min(end, (i + 1) * size)),
        );
        async function* sent(): AsyncGenerator<Uint8Array> {
          yield* chunks;
        }
        const wanted = end === 0 ? 0 : (borders.get(end) ?? "E_FILE");
        expect(await outcome(sent)).toBe(wanted);
      }),
    );
  });

  it("are never a file", async () => {
    const file = await written("file");
    for (let end = 0; end < file.length; end++)
      expect([end, await outcome(file.subarray(0, end))]).toEqual([end, "E_FILE"]);
    expect(await outcome(file)).toBe(60);
  }, 60_000);
});

describe("bytes that are changed", () => {
  it.each(["file", "stream"] as const)(
    "in a %s are refused, or give no more than there is",
    async (format) => {
      const bytes = await written(format);
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.tuple(fc.nat({ max: bytes.length - 1 }), fc.integer({ min: 0, max: 255 })), {
            minLength: 1,
            maxLength: 4,
          }),
          async (changes) => {
            const damaged = bytes.slice();
            for (const [at, byte] of changes) damaged[at] = byte;
            const began = performance.now();
            const result = await outcome(damaged);
            expect(performance.now() - began).toBeLessThan(5000);
            if (typeof result === "string") expect(result).toMatch(/^E_(FILE|TYPE|OFFSETS|SHAPE|LIMIT|COLUMN|SCHEMA)$/);
          },
        ),
        { numRuns: 1000 },
      );
    },
    60_000,
  );

  it("that announce more than memory holds are refused at once", async () => {
    const bytes = new Uint8Array(30);
    bytes.set([255, 255, 255, 255, 255, 255, 255, 127]);
    const began = performance.now();
    expect(await outcome(bytes)).toBe("E_FILE");
    expect(performance.now() - began).toBeLessThan(50);
  });

  it("that announce a message without end are refused before they are waited for", async () => {
    const stream = Uint8Array.from(await written("stream"));
    const [first = 0] = (await bordersOf(stream)).keys();
    const view = new DataView(stream.buffer);
    const metadata = first + 8;
    const table = metadata + view.getUint32(metadata, true);
    const length = view.getUint16(table - view.getInt32(table, true) + 10, true);
    view.setBigInt64(table + length, 2n ** 40n, true);
    let taken = 0;
    async function* endless(): AsyncGenerator<Uint8Array> {
      yield stream;
      for (;;) {
        taken++;
        yield new Uint8Array(2 ** 20);
      }
    }
    expect(await outcome(endless)).toBe("E_LIMIT");
    expect(taken).toBe(0);
    expect(await outcome(stream)).toBe("E_FILE");
  });

  it.each([0, 1, 7, 8, 100])("that are %i zeros are no table", async (size) => {
    expect(await outcome(new Uint8Array(size))).toBe("E_FILE");
  });

  it("after the end of a stream are refused", async () => {
    const stream = await written("stream");
    expect(await outcome(Buffer.concat([stream, stream]))).toBe("E_FILE");
  });
});

describe("paths", () => {
  it("that are no regular file with something in it are refused", async () => {
    const folder = await mkdtemp(join(tmpdir(), "arrow-"));
    const at = (name: string): string => join(folder, name);
    await writeFile(at("empty"), "");
    await writeFile(at("text"), "event,pt\n1,2\n");
    await symlink(at("loop"), at("loop"));
    const names = [
      at("none"),
      at("empty"),
      at("text"),
      at("loop"),
      folder,
      "/dev/zero",
      "",
      "a\0b",
      at("x".repeat(5000)),
    ];
    for (const name of names) expect([name, await outcome(name)]).toEqual([name, "E_FILE"]);
    await rm(folder, { recursive: true });
  });

  it.each(["file", "stream"] as const)("name a %s, which is read again by each subscription", async (format) => {
    const folder = await mkdtemp(join(tmpdir(), "arrow-"));
    await writeFile(join(folder, "events"), await written(format));
    const events = arrow(join(folder, "events")).pipe(reduce((sum, batch) => sum + batch.size, 0));
    expect([await lastValueFrom(events), await lastValueFrom(events)]).toEqual([60, 60]);
    await rm(folder, { recursive: true });
  });
});
