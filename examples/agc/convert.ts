import { mkdir } from "node:fs/promises";
import { dirname } from "node:path";
import { stderr, stdout } from "node:process";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { writeParquet } from "jagrad/adapters/duckdb";
import { fail, isJagradError } from "jagrad/core";
import { jsroot } from "./jsroot.ts";
import { readTree } from "./read-tree.ts";

export const usage = "npm run -s agc:convert -- --input FILE.root --output FILE.parquet";

/**
 * Converts what the analysis reads of a NanoAOD file to Parquet.
 * @returns the number of events
 * @throws as `readTree`, `jsroot` and `writeParquet`
 */
export const convert = async (input: string, output: string): Promise<number> => {
  await mkdir(dirname(output), { recursive: true });
  return writeParquet(output, readTree(await jsroot(), input));
};

const argumentsOf = (argv: readonly string[]): { readonly input: string; readonly output: string } => {
  const options = { input: { type: "string" }, output: { type: "string" } } as const;
  const misused = (what: string) => fail("E_PARAMETER", { what, cure: usage });
  try {
    const { input, output } = parseArgs({ args: [...argv], options }).values;
    if (input && output) return { input, output };
  } catch (error) {
    throw misused(error instanceof Error ? (error.message.split(". ")[0] ?? "") : String(error));
  }
  throw misused("a file to read and a file to write are needed");
};

if (process.argv[1] === fileURLToPath(import.meta.url))
  try {
    const { input, output } = argumentsOf(process.argv.slice(2));
    stdout.write(`${await convert(input, output)} events in ${output}\n`);
  } catch (error) {
    if (!isJagradError(error)) throw error;
    stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  }
