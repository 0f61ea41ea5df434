import { fail } from "../../core/index.ts";
import { type ByteStore, streamOf } from "./byte-stream.ts";
import type { Field } from "./field.ts";
import { type FlatTable, longAt, rootTable } from "./flatbuffer.ts";
import { type Framed, firstInt, nextMessage } from "./framing.ts";
import { batchFrom, type IpcState, withDictionary } from "./ipc-state.ts";
import { checkVersion } from "./message.ts";
import type { Part } from "./part.ts";
import { fieldsFrom } from "./schema-message.ts";

const magic = "ARROW1";

/** True for bytes that begin as the Arrow file format does. */
export const isFileFormat = (head: Uint8Array): boolean =>
  head.length >= magic.length && [...magic].every((letter, i) => head[i] === letter.charCodeAt(0));

/** Where a message is. */
interface Block {
  readonly offset: number;
  readonly length: number;
}

interface Footer {
  readonly fields: readonly Field[];
  readonly dictionaries: readonly Block[];
  readonly batches: readonly Block[];
  /** Where the footer begins. */
  readonly end: number;
}

const blocksOf = (footer: FlatTable, slot: number, end: number, where: string): readonly Block[] =>
  footer.structs(slot, 24).map((block) => {
    const [offset, metadata, body] = [longAt(block, 0), block.getInt32(8, true), longAt(block, 16)];
    if (offset >= magic.length && metadata > 0 && body >= 0 && offset + metadata + body <= end)
      return { offset, length: metadata + body };
    throw fail("E_FILE", { what: "the footer names a message outside the file", where });
  });

const footerOf = async (store: ByteStore, where: string): Promise<Footer> => {
  const tail = magic.length + 4;
  const broken = (what: string) => fail("E_FILE", { what, where, cure: "check that the file was copied completely" });
  if (store.size < magic.length + 2 + tail) throw broken(`${store.size} bytes cannot be an Arrow file`);
  const last = await store.at(store.size - tail, tail);
  if (!isFileFormat(last.subarray(4))) throw broken("the file does not end as an Arrow file does");
  const length = firstInt(last);
  const end = store.size - tail - length;
  if (length <= 0 || end < magic.length) throw broken(`the file cannot have a footer of ${length} bytes`);
  const footer = rootTable(await store.at(end, length), where);
  // writers before 1.0 left the default in the footer; its messages say their own version
  if (footer.int(0, 16) !== 0) checkVersion(footer.int(0, 16), where);
  const schema = footer.table(1);
  if (schema === undefined) throw broken("the footer has no schema");
  return {
    fields: fieldsFrom(schema, where),
    dictionaries: blocksOf(footer, 2, end, where),
    batches: blocksOf(footer, 3, end, where),
    end,
  };
};

/** Where the messages end that a footer names; without any, where the schema before them ends. */
const endOfBlocks = async (store: ByteStore, blocks: readonly Block[], end: number, where: string): Promise<number> => {
  if (blocks.length > 0) return blocks.reduce((last, { offset, length }) => Math.max(last, offset + length), 0);
  const stream = streamOf({ size: end, at: store.at }, magic.length + 2);
  await nextMessage(stream, where);
  return end - (stream.left() ?? 0);
};

/** @throws E_FILE where a message follows those that the footer names */
const checkEnd = async (store: ByteStore, { dictionaries, batches, end }: Footer, where: string): Promise<void> => {
  const last = await endOfBlocks(store, [...dictionaries, ...batches], end, where);
  if (end - last < 8) return;
  const head = await store.at(last, 8);
  const [first, second] = [firstInt(head), firstInt(head.subarray(4))];
  if (first === 0 || (first === -1 && second === 0)) return;
  throw fail("E_FILE", { what: "the footer leaves out a part of the file", where });
};

/** The columns that the footer of a file declares. */
export const fieldsInFile = async (store: ByteStore, where: string): Promise<readonly Field[]> =>
  (await footerOf(store, where)).fields;

/**
 * The record batches of the Arrow file format, in the order of its footer.
 * @throws E_FILE where it is malformed or cut; E_TYPE where it cannot be read here
 */
export async function* readFile(store: ByteStore, where: string): AsyncGenerator<Part> {
  const footer = await footerOf(store, where);
  await checkEnd(store, footer, where);
  const { fields, dictionaries, batches } = footer;
  const messageAt = async ({ offset, length }: Block, kind: "dictionary" | "batch"): Promise<Framed> => {
    const block = await store.at(offset, length);
    const framed = await nextMessage(
      streamOf({ size: length, at: async (at, n) => block.subarray(at, at + n) }),
      where,
    );
    if (framed?.message.kind === kind) return framed;
    throw fail("E_FILE", { what: `the footer names a ${kind} where there is none`, where });
  };
  let state: IpcState = { fields, dictionaries: new Map() };
  for (const block of dictionaries) state = withDictionary(state, await messageAt(block, "dictionary"), where);
  for (const block of batches) yield batchFrom(state, await messageAt(block, "batch"), where);
}
