import { fail, isJagradError, type JagradError } from "../core/index.ts";

const misuses = new WeakSet<JagradError>();

/** The error of a command line that is not understood. */
export const misused = (what: string): JagradError => {
  const error = fail("E_PARAMETER", { what });
  misuses.add(error);
  return error;
};

export const isMisuse = (error: unknown): error is JagradError => isJagradError(error) && misuses.has(error);
