/** A constructor of views of numbers, and the bytes of each. */
export interface ViewOf<T> {
  readonly BYTES_PER_ELEMENT: number;
  new (buffer: ArrayBuffer, offset: number, length: number): T;
}

/** Bytes that no other thread changes and whose buffer does not shrink: a copy only where that is not so. */
export const ownBytes = (bytes: Uint8Array): Uint8Array<ArrayBuffer> => {
  const { buffer, byteOffset, length } = bytes;
  return buffer instanceof ArrayBuffer && !buffer.resizable
    ? new Uint8Array(buffer, byteOffset, length)
    : new Uint8Array(bytes);
};

/** The first `rows` numbers in some bytes, without a copy where they are aligned; undefined where there are fewer. */
export const viewOf = <T>(make: ViewOf<T>, bytes: Uint8Array | undefined, rows: number): T | undefined => {
  const size = rows * make.BYTES_PER_ELEMENT;
  if (size > (bytes?.length ?? 0)) return undefined;
  const own = ownBytes(bytes?.subarray(0, size) ?? new Uint8Array());
  const aligned = own.byteOffset % make.BYTES_PER_ELEMENT === 0 ? own : new Uint8Array(own);
  return new make(aligned.buffer, aligned.byteOffset, rows);
};
