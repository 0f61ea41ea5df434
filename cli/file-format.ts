import { open, stat } from "node:fs/promises";
import { checkFileName, notGiven, refused, stampOf } from "../adapters/file-errors.ts";

export type FileFormat = "parquet" | "arrow" | "csv";

const beginnings: readonly (readonly [FileFormat, readonly number[]])[] = [
  ["parquet", [..."PAR1"].map((letter) => letter.charCodeAt(0))],
  ["arrow", [..."ARROW1"].map((letter) => letter.charCodeAt(0))],
  // a stream of messages; before 1.0 without these bytes
  ["arrow", [255, 255, 255, 255]],
];

const headOf = async (name: string): Promise<Uint8Array> => {
  stampOf(name, await stat(name));
  const file = await open(name, "r");
  try {
    const { buffer, bytesRead } = await file.read(new Uint8Array(4096), 0, 4096, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
};

/**
 * The format of a file, told by its first bytes: text is CSV.
 * @throws E_FILE where it is no regular file, empty, or of no format that is known
 */
export const fileFormat = async (name: string): Promise<FileFormat> => {
  checkFileName(name);
  const head = await headOf(name).catch((error: unknown) => {
    throw error instanceof Error && error.name === "JagradError" ? error : notGiven(name, error);
  });
  const known = beginnings.find(([, bytes]) => bytes.every((byte, k) => head[k] === byte));
  if (known) return known[0];
  if (head.includes(0)) throw refused(name, "this file is neither Parquet nor Arrow, and no text such as CSV");
  return "csv";
};
