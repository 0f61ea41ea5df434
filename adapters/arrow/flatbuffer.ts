import { fail } from "../../core/index.ts";

/** A table of a flatbuffer; a read that would leave the bytes is an error. */
export interface FlatTable {
  readonly int: (slot: number, bits: 8 | 16 | 32, otherwise?: number) => number;
  readonly long: (slot: number) => number;
  readonly text: (slot: number) => string | undefined;
  readonly table: (slot: number) => FlatTable | undefined;
  readonly tables: (slot: number) => readonly FlatTable[];
  /** A vector of structs of `size` bytes each. */
  readonly structs: (slot: number, size: number) => readonly DataView[];
}

const utf8 = new TextDecoder("utf-8", { ignoreBOM: true });

/** A 64-bit number as a JavaScript number; NaN where it is not exact. */
export const longAt = (view: DataView, at: number): number => {
  const value = Number(view.getBigInt64(at, true));
  return Number.isSafeInteger(value) ? value : Number.NaN;
};

/**
 * The root table of a flatbuffer. Parts may be shared, so what is read in all is bounded by a multiple of the bytes.
 * @throws E_FILE where an offset or a length points outside
 */
export const rootTable = (bytes: Uint8Array, where: string): FlatTable => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let budget = 8 * bytes.length + 1024;

  const need = (at: number, size: number): number => {
    if (at >= 0 && at + size <= bytes.length) return at;
    throw fail("E_FILE", { what: "metadata points outside its own bytes", where });
  };
  const spend = (size: number): void => {
    budget -= size;
    if (budget < 0) throw fail("E_LIMIT", { what: "metadata says far more than its bytes hold", where });
  };
  const follow = (at: number): number => at + view.getUint32(need(at, 4), true);
  const vector = (at: number, size: number): { readonly first: number; readonly length: number } => {
    const start = follow(at);
    const length = view.getUint32(need(start, 4), true);
    need(start + 4, length * size);
    spend(length * size);
    return { first: start + 4, length };
  };
  const tableAt = (at: number): FlatTable => {
    spend(4);
    const vtable = at - view.getInt32(need(at, 4), true);
    const slots = view.getUint16(need(vtable, 4), true);
    need(vtable, slots);
    const place = (slot: number): number | undefined => {
      const entry = 4 + 2 * slot;
      const offset = entry + 2 <= slots ? view.getUint16(vtable + entry, true) : 0;
      return offset === 0 ? undefined : at + offset;
    };
    const ints = { 8: view.getInt8, 16: view.getInt16, 32: view.getInt32 } as const;
    return {
      int: (slot, bits, otherwise = 0) => {
        const found = place(slot);
        return found === undefined ? otherwise : ints[bits].call(view, need(found, bits / 8), true);
      },
      long: (slot) => {
        const found = place(slot);
        return found === undefined ? 0 : longAt(view, need(found, 8));
      },
      text: (slot) => {
        const found = place(slot);
        if (found === undefined) return undefined;
        const { first, length } = vector(found, 1);
        return utf8.decode(bytes.subarray(first, first + length));
      },
      table: (slot) => {
        const found = place(slot);
        return found === undefined ? undefined : tableAt(follow(found));
      },
      tables: (slot) => {
        const found = place(slot);
        if (found === undefined) return [];
        const { first, length } = vector(found, 4);
        return Array.from({ length }, (_, i) => tableAt(follow(first + 4 * i)));
      },
      structs: (slot, size) => {
        const found = place(slot);
        if (found === undefined) return [];
        const { first, length } = vector(found, size);
        return Array.from({ length }, (_, i) => new DataView(bytes.buffer, bytes.byteOffset + first + i * size, size));
      },
    };
  };
  return tableAt(follow(0));
};
