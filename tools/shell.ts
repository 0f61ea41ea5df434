import { execFile, spawnSync } from "node:child_process";
import { join, resolve } from "node:path";

/** The root of the repository. */
export const root = resolve(import.meta.dirname, "..");

/** A command that the development dependencies bring. */
export const bin = (name: string): string => join(root, "node_modules/.bin", name);

export interface Ended {
  readonly code: number;
  /** standard output, and standard error after it */
  readonly out: string;
}

const maxBuffer = 2 ** 26;

/** Lines of a minified file are long, and Node prints the one that throws. */
const shortened = (text: string): string => text.replaceAll(/^.{400,}$/gm, (line) => `${line.slice(0, 400)} ...`);

/** Runs a command to its end, whatever its exit code. */
export const ended = (cwd: string, command: string, ...args: readonly string[]): Promise<Ended> =>
  new Promise((done) => {
    execFile(command, args, { cwd, maxBuffer }, (error, stdout, stderr) =>
      done({ code: typeof error?.code === "number" ? error.code : error ? 1 : 0, out: stdout + stderr }),
    );
  });

/**
 * Runs a command.
 * @returns its standard output
 * @throws all that it printed, if it fails
 */
export const run = (cwd: string, command: string, ...args: readonly string[]): string => {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, encoding: "utf8", maxBuffer });
  if (status !== 0) throw new Error(shortened(`${[command, ...args].join(" ")} in ${cwd}\n${stdout}\n${stderr}`));
  return stdout;
};
