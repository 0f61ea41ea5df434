import { parseArgs } from "node:util";
import { misused, type Subject, subjectsOf } from "./subjects.ts";

export interface Options {
  /** A file of events; without one a sample is made. */
  readonly input: string | undefined;
  readonly json: boolean;
  readonly help: boolean;
  /** Events of each kind in the sample that is made. */
  readonly events: number;
  readonly seed: number;
  readonly optimise: readonly Subject[];
}

export const usage = `npm start                          a sample of 200 000 signal and 200 000 background events
npm start -- --input FILE          your dimuon events, .parquet or .csv

  --json             one line of JSON in place of the report
  --optimise LIST    of cut,window,scale; cut,window for the sample, window for a file
  --events N         events of each kind in the sample; 200000
  --seed N           of the sample; 1
  --help             this text`;

const whole = (name: string, text: string, least: number): number => {
  const value = Number(text);
  if (/^\d+$/.test(text) && Number.isSafeInteger(value) && value >= least) return value;
  throw misused(`--${name} needs a whole number from ${least}, found ${JSON.stringify(text)}`);
};

const parsed = (argv: readonly string[]) => {
  try {
    return parseArgs({
      args: [...argv],
      options: {
        input: { type: "string" },
        json: { type: "boolean", default: false },
        optimise: { type: "string" },
        events: { type: "string", default: "200000" },
        seed: { type: "string", default: "1" },
        help: { type: "boolean", default: false },
      },
    }).values;
  } catch (error) {
    throw misused(error instanceof Error ? (error.message.split(". ")[0] ?? "") : String(error));
  }
};

/**
 * The options of a command line.
 * @throws E_PARAMETER for what is not understood, E_DEGENERATE for a search with a flat direction
 */
export const optionsOf = (argv: readonly string[]): Options => {
  const { input, json, help, events, seed, optimise } = parsed(argv);
  return {
    input,
    json,
    help,
    events: whole("events", events, 1000),
    seed: whole("seed", seed, 0),
    optimise: subjectsOf(optimise ?? (input === undefined ? "cut,window" : "window")),
  };
};
