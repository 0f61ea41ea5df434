import type { Values } from "../../columns/index.ts";

/** How the numbers of a column lie in the memory of a kernel: as they are, where it can widen them, or as doubles. */
export type Stored = "f64" | "f32" | "i32";

export type StoredValues = Float64Array | Float32Array | Int32Array;

interface Storage {
  /** Of one number. */
  readonly bytes: 4 | 8;
  readonly make: (length: number) => StoredValues;
  readonly view: (buffer: ArrayBufferLike, at: number, length: number) => StoredValues;
}

export const storages: Readonly<Record<Stored, Storage>> = {
  f64: {
    bytes: 8,
    make: (length) => new Float64Array(length),
    view: (buffer, at, length) => new Float64Array(buffer, at, length),
  },
  f32: {
    bytes: 4,
    make: (length) => new Float32Array(length),
    view: (buffer, at, length) => new Float32Array(buffer, at, length),
  },
  i32: {
    bytes: 4,
    make: (length) => new Int32Array(length),
    view: (buffer, at, length) => new Int32Array(buffer, at, length),
  },
};

/** How a column is stored that has such values. */
export const storedAs = (values: Values): Stored => {
  if (values instanceof Float32Array) return "f32";
  return values instanceof Int32Array ? "i32" : "f64";
};
