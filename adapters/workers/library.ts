import type { PostedKernel } from "../../core/backends/wasm/thread.ts";
import { grownTo } from "./board.ts";

const headBytes = 16;
const aligned = (n: number): number => (n + 15) & ~15;

/** Kernels in shared memory, one after the other. */
export interface Library {
  /** Where a kernel is, put there if it is not; undefined where there is no room. */
  readonly place: (kernel: PostedKernel) => number | undefined;
  /** Forgets all: no chunk waits for any of them. */
  readonly clear: () => void;
}

export const libraryIn = (memory: SharedArrayBuffer): Library => {
  const numbers = new WeakMap<object, number>();
  const places = new Map<object, number>();
  let named = 0;
  let end = 0;
  const numberOf = (bytes: Uint8Array): number => {
    const known = numbers.get(bytes) ?? ++named;
    numbers.set(bytes, known);
    return known;
  };
  return {
    clear: () => {
      places.clear();
      end = 0;
    },
    place: ({ bytes, ...rest }) => {
      const known = places.get(bytes);
      if (known !== undefined) return known;
      const text = new TextEncoder().encode(JSON.stringify(rest));
      const at = end;
      const next = aligned(at + headBytes + text.length + bytes.length);
      if (!grownTo(memory, next)) return undefined;
      new Int32Array(memory, at, 3).set([numberOf(bytes), text.length, bytes.length]);
      new Uint8Array(memory, at + headBytes, text.length).set(text);
      new Uint8Array(memory, at + headBytes + text.length, bytes.length).set(bytes);
      places.set(bytes, at);
      end = next;
      return at;
    },
  };
};

/** The number of the kernel at a place: the same one means the same kernel, wherever it is. */
export const numberAt = (memory: SharedArrayBuffer, at: number): number => new Int32Array(memory, at, 1)[0] ?? 0;

/** A copy of the kernel at a place. */
export const kernelAt = (memory: SharedArrayBuffer, at: number): PostedKernel => {
  const [, text = 0, size = 0] = new Int32Array(memory, at, 3);
  const rest = new TextDecoder().decode(new Uint8Array(memory, at + headBytes, text).slice());
  const bytes = new Uint8Array(new ArrayBuffer(size));
  bytes.set(new Uint8Array(memory, at + headBytes + text, size));
  return { ...(JSON.parse(rest) as Omit<PostedKernel, "bytes">), bytes };
};
