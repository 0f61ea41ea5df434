import { fail } from "../../core/index.ts";
import type { ByteStream } from "./byte-stream.ts";
import { nextMessage } from "./framing.ts";
import { batchFrom, stateFrom, withDictionary } from "./ipc-state.ts";
import type { Part } from "./part.ts";

/**
 * The record batches of the Arrow stream format.
 * @throws E_FILE where it is malformed or ends inside a message; E_TYPE where it cannot be read here
 */
export async function* readStream(stream: ByteStream, where: string): AsyncGenerator<Part> {
  const first = await nextMessage(stream, where);
  if (first === undefined) throw fail("E_FILE", { what: "there is no Arrow data: the stream is empty", where });
  let state = stateFrom(first, where);
  for (;;) {
    const framed = await nextMessage(stream, where);
    if (framed === undefined) return;
    const { kind } = framed.message;
    if (kind === "schema") throw fail("E_FILE", { what: "a second schema follows in the stream", where });
    if (kind === "dictionary") state = withDictionary(state, framed, where);
    else yield batchFrom(state, framed, where);
  }
}
