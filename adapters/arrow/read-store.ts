import { type ByteStore, streamOf } from "./byte-stream.ts";
import type { Part } from "./part.ts";
import { isFileFormat, readFile } from "./read-file.ts";
import { readStream } from "./read-stream.ts";

/** Bytes that tell which format it is. */
export const headLength = 8;

/** The record batches of bytes in either format. */
export const readStore = async (store: ByteStore, where: string): Promise<AsyncIterable<Part>> =>
  isFileFormat(await store.at(0, Math.min(headLength, store.size)))
    ? readFile(store, where)
    : readStream(streamOf(store), where);
