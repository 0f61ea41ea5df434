import { fail } from "../../core/index.ts";
import type { ByteStream } from "./byte-stream.ts";
import { checkBytes } from "./limits.ts";
import { type Message, messageFrom } from "./message.ts";

/** A message and the bytes of its buffers. */
export interface Framed {
  readonly message: Message;
  readonly body: Uint8Array;
}

const longestMetadata = 2 ** 28;

/** The 32-bit number that some bytes begin with. */
export const firstInt = (bytes: Uint8Array): number =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getInt32(0, true);

const take = async (stream: ByteStream, length: number, what: string, where: string): Promise<Uint8Array> => {
  const left = stream.left();
  if (left === undefined) checkBytes(length, where);
  const bytes = left !== undefined && left < length ? undefined : await stream.next(length);
  if (bytes !== undefined && bytes.length === length) return bytes;
  const there = bytes?.length ?? left;
  throw fail("E_FILE", {
    what: `the data ends inside ${what}: ${length} bytes are announced, ${there} are there`,
    where,
    cure: "check that it was written and copied completely",
  });
};

/** Undefined at the end of the bytes, 0 at the mark that ends a stream. */
const metadataLength = async (stream: ByteStream, where: string): Promise<number | undefined> => {
  const prefix = await stream.next(4);
  if (prefix.length === 0) return undefined;
  if (prefix.length < 4) throw fail("E_FILE", { what: "the data ends inside the length of a message", where });
  const first = firstInt(prefix);
  const length = first === -1 ? firstInt(await take(stream, 4, "the length of a message", where)) : first;
  if (length >= 0 && length <= longestMetadata) return length;
  throw fail("E_FILE", { what: `a message cannot have ${length} bytes of metadata: this is no Arrow stream`, where });
};

/**
 * The next message of a stream; undefined at its end, which is a mark or the end of the bytes between two messages.
 * @throws E_FILE where lengths or metadata are malformed, or bytes are missing
 */
export const nextMessage = async (stream: ByteStream, where: string): Promise<Framed | undefined> => {
  const length = await metadataLength(stream, where);
  if (length === undefined) return undefined;
  if (length === 0) {
    const left = stream.left() ?? 0;
    if (left === 0) return undefined;
    throw fail("E_FILE", { what: `${left} bytes follow the end of the stream`, where });
  }
  const message = messageFrom(await take(stream, length, "the metadata of a message", where), where);
  return { message, body: await take(stream, message.bodyLength, "the buffers of a message", where) };
};
