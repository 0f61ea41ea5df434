import { fail, type JagradError } from "../../core/index.ts";
import type { ByteStore } from "./byte-stream.ts";

const reasons: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file",
  ENOTDIR: "there is no such file",
  EACCES: "the file may not be read",
  ELOOP: "the links of this name form a loop",
  ENAMETOOLONG: "the name is too long",
};

const refused = (name: string, what: string, cause?: unknown): JagradError =>
  fail("E_FILE", { what, where: name, cause, cure: "check the path; it is taken from the working directory" });

const failed = (name: string, error: unknown): JagradError => {
  const code = error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "";
  return refused(name, reasons[code] ?? "the file cannot be read", error);
};

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
  if (name === "" || name.includes("\0")) throw refused(JSON.stringify(name), "this is not the name of a file");
  const { open, stat } = await import("node:fs/promises");
  const stamp = async (): Promise<string> => {
    const info = await stat(name);
    if (!info.isFile()) throw refused(name, `this is ${info.isDirectory() ? "a directory" : "not a regular file"}`);
    if (info.size === 0) throw refused(name, "the file is empty");
    return `${info.size} ${info.mtimeMs} ${info.ino}`;
  };
  const trying = <T>(work: Promise<T>): Promise<T> =>
    work.catch((error: unknown) => {
      throw error instanceof Error && error.name === "JagradError" ? error : failed(name, error);
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
