import { parseArgs } from "node:util";
import { plainQueries } from "./plain-queries.ts";

export interface Options {
  /** The numbers of the queries. */
  readonly only: readonly number[];
  readonly events: number;
  readonly rounds: number;
  readonly json: boolean;
  readonly help: boolean;
}

export const usage = `npm run -s bench:queries -- [options]
  --only N,N    numbers of queries, 1 to 8; default all
  --events N    events in memory: default 131072
  --rounds N    timed rounds: default 5
  --json        the result as one line of JSON`;

const whole = (name: string, text: string): number => {
  const value = Number(text);
  if (Number.isSafeInteger(value) && value >= 1) return value;
  throw new Error(`--${name} ${text}: a whole number from 1 is needed\n${usage}`);
};

/** What the command line asks for; @throws where it asks for something that there is not */
export const optionsOf = (args: readonly string[]): Options => {
  const text = { type: "string" } as const;
  const flag = { type: "boolean", default: false } as const;
  const { values } = parseArgs({
    args: [...args],
    options: { only: text, events: text, rounds: text, json: flag, help: flag },
  });
  const { only, events = "131072", rounds = "5", json, help } = values;
  const asked = only?.split(",").map((number) => whole("only", number)) ?? [...plainQueries.keys()];
  const unknown = asked.find((query) => !plainQueries.has(query));
  if (unknown !== undefined) throw new Error(`--only ${unknown}: there is no such query\n${usage}`);
  return { only: asked, events: whole("events", events), rounds: whole("rounds", rounds), json, help };
};
