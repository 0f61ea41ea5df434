import { fail } from "../../core/index.ts";
import { checkBytes } from "./limits.ts";

/** Bytes in their order, as many as are asked for; fewer only at the end. */
export interface ByteStream {
  readonly next: (length: number) => Promise<Uint8Array>;
  /** Bytes that are left, where that is known. */
  readonly left: () => number | undefined;
}

/** Bytes at any place. */
export interface ByteStore {
  readonly size: number;
  /** `length` bytes at `offset`, both inside. */
  readonly at: (offset: number, length: number) => Promise<Uint8Array>;
}

export const storeOf = (bytes: Uint8Array): ByteStore => ({
  size: bytes.length,
  at: async (offset, length) => bytes.subarray(offset, offset + length),
});

/** The bytes of a store from `offset` on. */
export const streamOf = (store: ByteStore, offset = 0): ByteStream => {
  let at = offset;
  return {
    left: () => store.size - at,
    next: async (length) => {
      const taken = Math.min(length, store.size - at);
      const bytes = await store.at(at, taken);
      at += taken;
      return bytes;
    },
  };
};

/** The bytes of chunks that arrive; `next` waits for as many chunks as it needs, and no more. */
export const streamOfChunks = (chunks: AsyncIterator<Uint8Array>): ByteStream => {
  let have: Uint8Array[] = [];
  let size = 0;
  let ended = false;
  return {
    left: () => (ended ? size : undefined),
    next: async (length) => {
      while (size < length && !ended) {
        const { done, value } = await chunks.next();
        if (done) ended = true;
        else if (!(value instanceof Uint8Array))
          throw fail("E_TYPE", { what: "a chunk of the stream is not a Uint8Array" });
        else if (value.length > 0) size += have.push(value) && value.length;
        checkBytes(size);
      }
      const [first] = have;
      const whole = have.length === 1 && first !== undefined ? first : joined(have, size);
      const taken = whole.subarray(0, length);
      have = taken.length < whole.length ? [whole.subarray(taken.length)] : [];
      size -= taken.length;
      return taken;
    },
  };
};

/** Chunks as one array. */
export const joined = (chunks: readonly Uint8Array[], size: number): Uint8Array => {
  const all = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    all.set(chunk, at);
    at += chunk.length;
  }
  return all;
};

/** A stream whose first bytes were read already. */
export const after = (head: Uint8Array, stream: ByteStream): ByteStream => {
  let rest = head;
  return {
    left: () => {
      const left = stream.left();
      return left === undefined ? undefined : left + rest.length;
    },
    next: async (length) => {
      const own = rest.subarray(0, length);
      rest = rest.subarray(own.length);
      if (own.length === length) return own;
      const more = await stream.next(length - own.length);
      return own.length === 0 ? more : joined([own, more], own.length + more.length);
    },
  };
};
