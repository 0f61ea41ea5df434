import { isJagradError } from "../core/index.ts";
import type { Command, Streams } from "./command.ts";
import { isMisuse } from "./misuse.ts";
import { types, typesUsage } from "./types.ts";

const commands: ReadonlyMap<string, Command> = new Map([["types", { run: types, usage: typesUsage }]]);

const usage = `jagrad types FILE     the TypeScript interface of the events of a file
jagrad --help         this text; jagrad COMMAND --help says more`;

const messageOf = (error: unknown): string => {
  if (isJagradError(error)) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
};

/**
 * Runs a command line.
 * @param argv - the command and its arguments
 * @returns the exit code: 0, 1 where the work failed, 2 where the command line is not understood
 */
export const run = async (argv: readonly string[], { out, error }: Streams): Promise<number> => {
  const [name = "", ...args] = argv;
  if (name === "--help" || name === "-h") {
    out(usage);
    return 0;
  }
  const command = commands.get(name);
  if (!command) {
    error(`${name === "" ? "no command is given" : `there is no command ${JSON.stringify(name)}`}\n${usage}`);
    return 2;
  }
  if (args.includes("--help") || args.includes("-h")) {
    out(command.usage);
    return 0;
  }
  try {
    out(await command.run(args));
    return 0;
  } catch (reason) {
    if (isMisuse(reason)) error(`${reason.message}\n${command.usage}`);
    else error(messageOf(reason));
    return isMisuse(reason) ? 2 : 1;
  }
};
