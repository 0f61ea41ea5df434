import { checkFileName, notGiven, refused, stampOf } from "../file-errors.ts";
import type { ByteStore } from "./byte-stream.ts";

/** A file that is open. */
export interface OpenFile extends ByteStore {
  /** @throws E_FILE where the file has changed since it was opened */
  readonly checkUnchanged: () => Promise<void>;
  readonly close: () => Promise<void>;
}

/**
 * Opens a file for reading.
 * @throws E_FILE where the name is not that of a regular file that holds something
 */
export const openFile = async (name: string): Promise<OpenFile> => {
  checkFileName(name);
  const { open, stat } = await import("node:fs/promises");
  const stamp = async (): Promise<string> => stampOf(name, await stat(name));
  const trying = <T>(work: Promise<T>): Promise<T> =>
    work.catch((error: unknown) => {
      throw error instanceof Error && error.name === "JagradError" ? error : notGiven(name, error);
    });
  const before = await trying(stamp());
  const handle = await trying(open(name, "r"));
  const changed = () => refused(name, "the file changed while it was read");
  const { size } = await trying(handle.stat());
  return {
    size,
    at: async (offset, length) => {
      const bytes = new Uint8Array(length);
      for (let done = 0; done < length; ) {
        const { bytesRead } = await trying(handle.read(bytes, done, length - done, offset + done));
        if (bytesRead === 0) throw changed();
        done += bytesRead;
      }
      return bytes;
    },
    checkUnchanged: async () => {
      if ((await trying(stamp())) !== before) throw changed();
    },
    close: () => handle.close(),
  };
};
