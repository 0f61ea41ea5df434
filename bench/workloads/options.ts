import { parseArgs } from "node:util";

export interface Options {
  readonly only: readonly string[];
  readonly events: number | undefined;
  readonly rounds: number;
  /** Of the random program. */
  readonly seed: number;
  readonly json: boolean;
  readonly markdown: boolean;
  readonly help: boolean;
}

const usageOf = (names: readonly string[], command: string): string => `npm run -s ${command} -- [options]
  --only A,B    some of ${names.join(", ")}; default all
  --events N    events of each workload; default those of its definition
  --rounds N    timed rounds: default 9
  --seed N      what the program of W4 is drawn from: default 4
  --json        the last line is the result as JSON
  --markdown    tables for a document`;

/** What the command line asks for; @throws where it asks for something that there is not */
export const optionsOf = (
  args: readonly string[],
  names: readonly string[],
  command = "bench",
): Options & { readonly usage: string } => {
  const usage = usageOf(names, command);
  const text = { type: "string" } as const;
  const flag = { type: "boolean", default: false } as const;
  const { values } = parseArgs({
    args: [...args],
    options: { only: text, events: text, rounds: text, seed: text, json: flag, markdown: flag, help: flag },
  });
  const whole = (name: string, given: string | undefined): number | undefined => {
    if (given === undefined) return undefined;
    const value = Number(given);
    if (Number.isSafeInteger(value) && value >= 1) return value;
    throw new Error(`--${name} ${given}: a whole number from 1 is needed\n${usage}`);
  };
  const { only, events, rounds, seed, json, markdown, help } = values;
  const asked = only?.split(",") ?? names;
  const unknown = asked.find((name) => !names.includes(name));
  if (unknown !== undefined) throw new Error(`--only ${unknown}: there is no such workload\n${usage}`);
  return {
    only: asked,
    events: whole("events", events),
    rounds: whole("rounds", rounds) ?? 9,
    seed: whole("seed", seed) ?? 4,
    json,
    markdown,
    help,
    usage,
  };
};
