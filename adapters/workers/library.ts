import type { PostedKernel } from "../../core/backends/wasm/thread.ts";
import { grownTo } from "./board.ts";

const headBytes = 16;
const aligned = (n: number): number => (n + 15) & ~15;

/** Kernels in shared memory, one after the other. */
export interface Library {
  /** Where a kernel is, put there if it is not; undefined where there is no room. */
  readonly place: (kernel: PostedKernel) => number | undefined;
  /** Forgets all where they are many: no chunk waits for any of them. */
  readonly tidy: () => void;
}

interface Kept {
  readonly at: number;
  readonly text: string;
  readonly bytes: Uint8Array;
}

/** From here on kernels are forgotten, in bytes. */
const many = 2 ** 22;

const areEqual = (a: Uint8Array, b: Uint8Array): boolean => {
  if (a.length !== b.length) return false;
  for (let k = 0; k < a.length; k++) if (a[k] !== b[k]) return false;
  return true;
};

export const libraryIn = (memory: SharedArrayBuffer): Library => {
  let places = new WeakMap<object, number>();
  let kept: readonly Kept[] = [];
  let named = 0;
  let end = 0;

  const put = (text: string, bytes: Uint8Array): number | undefined => {
    const [at, words] = [end, new TextEncoder().encode(text)];
    const next = aligned(at + headBytes + words.length + bytes.length);
    if (!grownTo(memory, next)) return undefined;
    named += 1;
    new Int32Array(memory, at, 3).set([named, words.length, bytes.length]);
    new Uint8Array(memory, at + headBytes, words.length).set(words);
    new Uint8Array(memory, at + headBytes + words.length, bytes.length).set(bytes);
    kept = [...kept, { at, text, bytes }];
    end = next;
    return at;
  };

  return {
    tidy: () => {
      if (end > many) [places, kept, end] = [new WeakMap(), [], 0];
    },
    place: ({ bytes, ...rest }) => {
      const known = places.get(bytes);
      if (known !== undefined) return known;
      const text = JSON.stringify(rest);
      const same = kept.find((other) => other.text === text && areEqual(other.bytes, bytes));
      const at = same?.at ?? put(text, bytes);
      if (at !== undefined) places.set(bytes, at);
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
