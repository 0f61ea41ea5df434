import { parseArgs } from "node:util";
import { fail } from "jagrad/core";

export interface Options {
  /** A file of ttbar events; without one events are simulated. */
  readonly input: string | undefined;
  readonly json: boolean;
  readonly help: boolean;
  /** Simulated events of each process. */
  readonly events: number;
  readonly seed: number;
}

export const usage = `npm run -s agc                       100 000 simulated events of ttbar and of W+jets
npm run -s agc -- --input FILE       ttbar events of a NanoAOD file, .root or converted to .parquet

  --json        one line of JSON in place of the report
  --events N    simulated events of each process; 100000
  --seed N      of the simulation; 1
  --help        this text`;

const misused = (what: string) => fail("E_PARAMETER", { what, cure: "npm run -s agc -- --help" });

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
        events: { type: "string", default: "100000" },
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
 * @throws E_PARAMETER for what is not understood
 */
export const optionsOf = (argv: readonly string[]): Options => {
  const { input, json, help, events, seed } = parsed(argv);
  return { input, json, help, events: whole("events", events, 1000), seed: whole("seed", seed, 0) };
};
