import { realpath, stat } from "node:fs/promises";
import { fail, type JagradError } from "../../core/index.ts";

/** A regular file that is there: its real path, and a stamp that changes when the file does. */
export interface InputFile {
  readonly path: string;
  readonly stamp: string;
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file",
  ENOTDIR: "there is no such file",
  EACCES: "the file may not be read",
  ELOOP: "the links of this name form a loop",
  ENAMETOOLONG: "the name is too long",
};

const refused = (name: string, what: string, cause?: unknown): JagradError =>
  fail("E_FILE", { what, where: name, cause, cure: "check the path; it is taken from the working directory" });

const codeOf = (error: unknown): string =>
  error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "";

/** @throws E_FILE where the name is not that of a regular file that holds something */
export const inputFile = async (name: string): Promise<InputFile> => {
  if (name === "" || name.includes("\0")) throw refused(JSON.stringify(name), "this is not the name of a file");
  const [path, info] = await Promise.all([realpath(name), stat(name)]).catch((error: unknown) => {
    throw refused(name, reasons[codeOf(error)] ?? "the file cannot be found", error);
  });
  if (info.isDirectory()) throw refused(name, "this is a directory");
  if (!info.isFile()) throw refused(name, "this is not a regular file");
  if (info.size === 0) throw refused(name, "the file is empty");
  return { path, stamp: `${info.size} ${info.mtimeMs} ${info.ino}` };
};
