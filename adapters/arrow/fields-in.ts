import { fail } from "../../core/index.ts";
import { type ByteStore, streamOf } from "./byte-stream.ts";
import type { Field } from "./field.ts";
import { nextMessage } from "./framing.ts";
import { stateFrom } from "./ipc-state.ts";
import { fieldsInFile, isFileFormat } from "./read-file.ts";
import { headLength } from "./read-store.ts";

/**
 * The columns that bytes in either format declare.
 * @throws E_FILE, E_TYPE as reading their events does
 */
export const fieldsIn = async (store: ByteStore, where: string): Promise<readonly Field[]> => {
  if (isFileFormat(await store.at(0, Math.min(headLength, store.size)))) return fieldsInFile(store, where);
  const first = await nextMessage(streamOf(store), where);
  if (first === undefined) throw fail("E_FILE", { what: "there is no Arrow data: the stream is empty", where });
  return stateFrom(first, where).fields;
};
