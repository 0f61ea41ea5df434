import { isJagradError } from "jagrad/core";
import * as hard from "jagrad/ops/hard";
import { lastValueFrom } from "rxjs";
import { openEvents } from "./open.ts";
import { type Options, optionsOf, usage } from "./options.ts";
import { queries } from "./queries.ts";
import { jsonLine, textOf } from "./report.ts";

/** What a command line writes to, line by line. */
export interface Streams {
  readonly out: (text: string) => void;
  readonly error: (text: string) => void;
}

const answered = async ({ input, query: number, layout, json }: Options): Promise<string> => {
  const query = queries.get(number);
  if (!query) return "";
  const spectra = await lastValueFrom(query.spectra(hard)(await openEvents(input, layout)));
  return json ? jsonLine(number, spectra) : textOf(number, query, spectra);
};

/**
 * Runs a query of the benchmark.
 * @param argv - the arguments of the command line
 * @returns the exit code: 1 where a file is no good, 2 where the command line is not understood
 */
export const run = async (argv: readonly string[], { out, error }: Streams): Promise<number> => {
  if (argv.includes("--help")) {
    out(usage);
    return 0;
  }
  let code = 2;
  try {
    const options = optionsOf(argv);
    code = 1;
    out(await answered(options));
    return 0;
  } catch (reason) {
    if (!isJagradError(reason)) throw reason;
    error(reason.message);
    return code;
  }
};
