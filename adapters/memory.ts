/**
 * Gives memory: that of a vector which nobody reads any more, if it is large enough, else new memory. Who reads the old
 * vector all the same finds it empty.
 */
export const memoryOf =
  (spent: ArrayBufferView | undefined) =>
  (bytes: number): ArrayBuffer => {
    const buffer = spent?.buffer;
    return buffer instanceof ArrayBuffer && buffer.byteLength >= bytes ? buffer.transfer() : new ArrayBuffer(bytes);
  };
