import { parseArgs } from "node:util";
import { fail, type JagradError } from "jagrad/core";
import { type Layout, layouts } from "./open.ts";
import { queries } from "./queries.ts";

export interface Options {
  /** A Parquet file of events. */
  readonly input: string;
  /** The number of a query. */
  readonly query: number;
  readonly layout: Layout | undefined;
  readonly json: boolean;
}

export const usage = `npm run -s adl -- --input FILE --query N

  --input FILE       events in Parquet, as NanoAOD has them
  --query N          of the ADL benchmark, 1 to ${queries.size}
  --layout LAYOUT    of the file: flat (columns Jet_pt, ...) or restructured (records Jet); found out if not given
  --json             one line of JSON in place of the histograms as text
  --help             this text`;

/** The error of a command line that is not understood. */
export const misused = (what: string): JagradError =>
  fail("E_PARAMETER", { what, cure: "npm run -s adl -- --help says what is understood" });

const parsed = (argv: readonly string[]) => {
  try {
    return parseArgs({
      args: [...argv],
      options: {
        input: { type: "string" },
        query: { type: "string" },
        layout: { type: "string" },
        json: { type: "boolean", default: false },
      },
    }).values;
  } catch (error) {
    throw misused(error instanceof Error ? (error.message.split(". ")[0] ?? "") : String(error));
  }
};

/**
 * The options of a command line.
 * @throws E_PARAMETER for what is missing or not understood
 */
export const optionsOf = (argv: readonly string[]): Options => {
  const { input, query, layout, json } = parsed(argv);
  const known = layouts.find((each) => each === layout);
  if (!input) throw misused("--input needs a file of events");
  if (!/^\d+$/.test(query ?? "") || !queries.has(Number(query)))
    throw misused(`--query needs a number from 1 to ${queries.size}, found ${JSON.stringify(query ?? "")}`);
  if (layout !== undefined && !known)
    throw misused(`--layout needs one of ${layouts.join(", ")}, found ${JSON.stringify(layout)}`);
  return { input, query: Number(query), layout: known, json };
};
