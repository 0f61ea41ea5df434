import { fail, type JagradError } from "../core/index.ts";

const reasons: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file",
  ENOTDIR: "there is no such file",
  EACCES: "the file may not be read",
  ELOOP: "the links of this name form a loop",
  ENAMETOOLONG: "the name is too long",
};

/** The error of a file that is refused. */
export const refused = (name: string, what: string, cause?: unknown): JagradError =>
  fail("E_FILE", { what, where: name, cause, cure: "check the path; it is taken from the working directory" });

/** The error of a file that the operating system did not give. */
export const notGiven = (name: string, error: unknown): JagradError => {
  const code = error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "";
  return refused(name, reasons[code] ?? "the file cannot be read", error);
};

/** @throws E_FILE where this cannot be the name of a file */
export const checkFileName = (name: string): void => {
  if (name === "" || name.includes("\0")) throw refused(JSON.stringify(name), "this is not the name of a file");
};

/** What the file system says of a file. */
interface FileInfo {
  readonly isFile: () => boolean;
  readonly isDirectory: () => boolean;
  readonly size: number;
  readonly mtimeMs: number;
  readonly ino: number;
}

/**
 * A text that changes when a file does.
 * @throws E_FILE where it is no regular file that holds something
 */
export const stampOf = (name: string, info: FileInfo): string => {
  if (!info.isFile()) throw refused(name, `this is ${info.isDirectory() ? "a directory" : "not a regular file"}`);
  if (info.size === 0) throw refused(name, "the file is empty");
  return `${info.size} ${info.mtimeMs} ${info.ino}`;
};
