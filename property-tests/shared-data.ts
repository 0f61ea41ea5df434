import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { env } from "node:process";

/** Whether this is a CI run, where shared test data that is missing is a failure. */
export const inCi: boolean = (env.CI ?? "") !== "";

const folder = env.JAGRAD_SHARED ?? resolve(import.meta.dirname, "../../shared");

/**
 * Finds a file or folder of the shared test data.
 * @param relative - path inside the folder named by `JAGRAD_SHARED`, or else `../shared` beside the repository root
 * @returns its absolute path, `undefined` where it is absent
 */
export const sharedData = (relative: string): string | undefined => {
  const path = join(folder, relative);
  return existsSync(path) ? path : undefined;
};
