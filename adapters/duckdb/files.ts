import { realpath, stat } from "node:fs/promises";
import { checkFileName, notGiven, stampOf } from "../file-errors.ts";

/** A regular file that is there: its real path, and a stamp that changes when the file does. */
export interface InputFile {
  readonly path: string;
  readonly stamp: string;
}

/** @throws E_FILE where the name is not that of a regular file that holds something */
export const inputFile = async (name: string): Promise<InputFile> => {
  checkFileName(name);
  const [path, info] = await Promise.all([realpath(name), stat(name)]).catch((error: unknown) => {
    throw notGiven(name, error);
  });
  return { path, stamp: stampOf(name, info) };
};
