import type { Validity } from "../core/index.ts";
import { bytesFor, orBits, sliceBits } from "./bits.ts";

/** Validity that grows at its end; it takes no memory until a row has no value. */
export interface GrowingBits {
  /** Adds rows `first` to `end - 1` of a validity. */
  readonly add: (validity: Validity | undefined, first: number, end: number) => void;
  /** The bits of all rows so far. */
  readonly bits: () => Validity | undefined;
}

export const growingBits = (): GrowingBits => {
  let bits: Uint8Array | undefined;
  let rows = 0;
  return {
    add: (validity, first, end) => {
      const added = sliceBits(validity, first, end);
      const total = rows + end - first;
      if (added || bits) {
        const needed = bytesFor(total);
        if (bits === undefined || bits.length < needed) {
          const larger = new Uint8Array(2 * needed);
          orBits(larger, 0, bits, rows);
          bits = larger;
        }
        orBits(bits, rows, added, end - first);
      }
      rows = total;
    },
    bits: () => bits?.slice(0, bytesFor(rows)),
  };
};
